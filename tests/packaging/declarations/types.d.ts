/* tslint:disable */
/* eslint-disable */
/**
 * A format, told by content alone.
 */
export type FileFormat = "avif" | "bmp" | "gif" | "heic" | "jpeg" | "pdf" | "png" | "svg" | "tiff" | "unknown" | "webp";

/**
 * A limit or an actual value: a number (bytes, pixels, pages) or a text (`720x480`, `jpeg`).
 */
export type Measure = number | string;

/**
 * A province and its code.
 */
export interface Province {
    /**
     * Two digits.
     */
    code: string;
    /**
     * Its name in Indonesian.
     */
    name: string;
}

/**
 * A religion that the state registers, the belief in the one God (*kepercayaan*), or another one.
 */
export type Religion = "BUDDHA" | "HINDU" | "ISLAM" | "KATOLIK" | "KEPERCAYAAN" | "KHONGHUCU" | "KRISTEN" | "OTHER";

/**
 * A vendor of document OCR.
 */
export type Vendor = "glair" | "verihubs";

/**
 * An Indonesian identity or vehicle document.
 */
export type DocumentKind = "bpkb" | "bpkb_ik" | "bpkb_ip" | "kitas" | "ktp" | "stnk";

/**
 * Blood type. The rhesus sign is rarely printed.
 */
export type BloodType = "A" | "A-" | "A+" | "AB" | "AB-" | "AB+" | "B" | "B-" | "B+" | "O" | "O-" | "O+";

/**
 * Gender of a person.
 */
export type Gender = "female" | "male";

/**
 * Limited stay permit (*kartu izin tinggal terbatas*).
 */
export interface Kitas {
    /**
     * Permit number.
     */
    permitNumber: RecordField<string>;
    /**
     * Permit index (visa class); an open list.
     */
    permitIndex: RecordField<string>;
    /**
     * Day of issue, `YYYY-MM-DD`.
     */
    permitIssueDate: RecordField<string>;
    /**
     * Place of issue.
     */
    permitIssuePlace: RecordField<string>;
    /**
     * Last day of validity, `YYYY-MM-DD`.
     */
    permitExpiryDate: RecordField<string>;
    /**
     * Full name.
     */
    fullName: RecordField<string>;
    /**
     * Place of birth.
     */
    placeOfBirth: RecordField<string>;
    /**
     * Date of birth, `YYYY-MM-DD`.
     */
    dateOfBirth: RecordField<string>;
    /**
     * Gender.
     */
    gender: RecordField<Gender>;
    /**
     * Nationality.
     */
    nationality: RecordField<string>;
    /**
     * Address.
     */
    address: RecordField<string>;
    /**
     * Occupation.
     */
    occupation: RecordField<string>;
    /**
     * Status of the holder.
     */
    status: RecordField<string>;
    /**
     * Name of the guarantor.
     */
    guarantor: RecordField<string>;
    /**
     * NIORA, the number of the foreigner's register.
     */
    niora: RecordField<string>;
    /**
     * Passport number.
     */
    passportNumber: RecordField<string>;
    /**
     * Last day of the passport's validity, `YYYY-MM-DD`.
     */
    passportExpiryDate: RecordField<string>;
}

/**
 * Marital status, as a KTP prints it.
 */
export type MaritalStatus = "BELUM KAWIN" | "KAWIN" | "CERAI HIDUP" | "CERAI MATI";

/**
 * National identity card (*kartu tanda penduduk*).
 */
export interface Ktp {
    /**
     * Population number, sixteen digits.
     */
    nik: RecordField<string>;
    /**
     * Full name.
     */
    fullName: RecordField<string>;
    /**
     * Place of birth.
     */
    placeOfBirth: RecordField<string>;
    /**
     * Date of birth, `YYYY-MM-DD`.
     */
    dateOfBirth: RecordField<string>;
    /**
     * Gender.
     */
    gender: RecordField<Gender>;
    /**
     * Blood type.
     */
    bloodType: RecordField<BloodType>;
    /**
     * Street address.
     */
    address: RecordField<string>;
    /**
     * Neighbourhood numbers, `003/011`.
     */
    rtRw: RecordField<string>;
    /**
     * Kelurahan or desa.
     */
    village: RecordField<string>;
    /**
     * Kecamatan.
     */
    district: RecordField<string>;
    /**
     * Kota or kabupaten.
     */
    city: RecordField<string>;
    /**
     * Province.
     */
    province: RecordField<string>;
    /**
     * Religion.
     */
    religion: RecordField<Religion>;
    /**
     * Marital status.
     */
    maritalStatus: RecordField<MaritalStatus>;
    /**
     * Occupation.
     */
    occupation: RecordField<string>;
    /**
     * `WNI`, `WNA` or a country's name.
     */
    nationality: RecordField<string>;
    /**
     * `YYYY-MM-DD` or `lifetime`.
     */
    validUntil: RecordField<string>;
}

/**
 * One check.
 */
export interface QualityCheck {
    /**
     * The score has reached the threshold.
     */
    detected: boolean;
    /**
     * 0..1, 1 is worst.
     */
    score: number;
    /**
     * From which score on it counts.
     */
    threshold: number;
}

/**
 * One finding of a vendor on the picture. Vendors give no scores.
 */
export interface VendorFinding {
    /**
     * The defect is there.
     */
    detected: boolean;
    /**
     * Always `null`.
     */
    score: null;
    /**
     * Always `null`.
     */
    threshold: null;
}

/**
 * One leaf of a record. What the vendor does not give is `null`, never invented.
 */
export interface RecordField<T> {
    /**
     * The canonical value; `null` where the text does not parse.
     */
    value: T | null;
    /**
     * The text as the vendor sent it.
     */
    text: string | null;
    /**
     * How sure the vendor is of the field, 0..1.
     */
    confidence: number | null;
    /**
     * How sure the vendor is of the letters, 0..1.
     */
    textConfidence: number | null;
    /**
     * Its outline as `[x, y]` points, in pixels of the picture that the vendor got; of the one that `extract` was given
     * where that was prepared.
     */
    polygon: [number, number][] | null;
    /**
     * The page it stands on, from 1.
     */
    page: number | null;
    /**
     * A JSON pointer (RFC 6901) into the vendor's answer.
     */
    source: string | null;
}

/**
 * One message in each language.
 */
export type Texts = { id: string; en: string } & Record<string, string>;

/**
 * One row of the tax table.
 */
export interface TaxLine {
    /**
     * What is paid for: `PKB`, `SWDKLLJ`.
     */
    item: RecordField<string>;
    /**
     * Whole rupiah.
     */
    principal: RecordField<number>;
    /**
     * Whole rupiah.
     */
    penalty: RecordField<number>;
    /**
     * Whole rupiah.
     */
    total: RecordField<number>;
}

/**
 * One thing that was changed.
 */
export interface Change {
    /**
     * What was done.
     */
    kind: ChangeKind;
    /**
     * What the file had: `rotated` its EXIF orientation, `cropped` and `resized` upright sides (`4000x3000`), `recompressed` bytes,
     * `metadata_removed` bytes of metadata, `converted` a format.
     */
    from: Measure;
    /**
     * What it has now, in the same unit.
     */
    to: Measure;
}

/**
 * One thing wrong with a file.
 */
export interface Problem {
    /**
     * The code of the problem.
     */
    code: ProblemCode;
    /**
     * Can the file be used?
     */
    severity: Severity;
    /**
     * What is accepted: bytes, `720x480`, formats, pixels, pages. For `type_mismatch` the format announced.
     */
    limit: Measure | null;
    /**
     * What the file has, in the same unit.
     */
    actual: Measure | null;
    /**
     * The code the vendor documents for this rejection.
     */
    vendorCode: string | null;
    /**
     * What would mend it.
     */
    fix: ProblemFix | null;
    /**
     * What is wrong, the limit, the actual value, and what to do.
     */
    messages: Texts;
}

/**
 * Rows of three numbers: the pixel x, y of the picture that is sent is the pixel x' / w, y' / w of the original as it is
 * coded, before it is turned upright, where x', y' and w are each ax + by + c of a row's numbers. Of a picture that is not
 * cut out there are two rows, and w is 1. Pixels count from the edges: a picture spans 0, 0 to its width, height.
 */
export type Transform = [number, number, number, number, number, number] | [number, number, number, number, number, number, number, number, number];

/**
 * Scores from 0 to 1.
 */
export interface Thresholds {
    /**
     * Of `blur`.
     */
    blur?: number | null;
    /**
     * Of `dark`.
     */
    dark?: number | null;
    /**
     * Of `flashlight`.
     */
    flashlight?: number | null;
    /**
     * Of `grayscale`.
     */
    grayscale?: number | null;
}

/**
 * The annual tax page of an STNK.
 */
export interface StnkTax {
    /**
     * Number of the tax notice.
     */
    number: RecordField<string>;
    /**
     * Last day the annual tax is paid for, `YYYY-MM-DD`.
     */
    validUntil: RecordField<string>;
    /**
     * Day the tax was set, `YYYY-MM-DD`.
     */
    setDate: RecordField<string>;
    /**
     * Sum to pay, whole rupiah.
     */
    total: RecordField<number>;
    /**
     * Province of the tax office.
     */
    samsatProvince: RecordField<string>;
    /**
     * The page's `ident`.
     */
    ident: RecordField<string>;
    /**
     * Number of axles.
     */
    axleCount: RecordField<number>;
    /**
     * Position in the sequence of owners, as printed.
     */
    ownershipOrder: RecordField<string>;
    /**
     * Code of the vehicle's sale value (NJKB).
     */
    njkbCode: RecordField<string>;
    /**
     * The plate before this one.
     */
    previousRegistrationNumber: RecordField<string>;
    /**
     * The table's rows, without header and total.
     */
    lines: TaxLine[];
}

/**
 * The last page.
 */
export interface BpkbLastPage {
    /**
     * Who issued the book.
     */
    issuedBy: RecordField<string>;
    /**
     * Register number.
     */
    registerNumber: RecordField<string>;
}

/**
 * The owner page (*identitas pemilik*).
 */
export interface BpkbOwner {
    /**
     * Owner's name.
     */
    name: RecordField<string>;
    /**
     * Owner's address.
     */
    address: RecordField<string>;
    /**
     * Owner's identity number.
     */
    id: RecordField<string>;
    /**
     * Occupation.
     */
    occupation: RecordField<string>;
    /**
     * Telephone number.
     */
    phone: RecordField<string>;
    /**
     * E-mail address.
     */
    email: RecordField<string>;
    /**
     * Place of issue.
     */
    issuePlace: RecordField<string>;
    /**
     * Day of issue, `YYYY-MM-DD`.
     */
    issueDate: RecordField<string>;
    /**
     * Number of the book.
     */
    bpkbNumber: RecordField<string>;
}

/**
 * The page of the first registration.
 */
export interface FirstRegistration {
    /**
     * Brand holder (*nama APM*).
     */
    manufacturer: RecordField<string>;
    /**
     * Number of the invoice (*faktur*).
     */
    invoiceNumber: RecordField<string>;
    /**
     * Day of the invoice, `YYYY-MM-DD`.
     */
    invoiceDate: RecordField<string>;
    /**
     * Number of form ABC.
     */
    abcFormNumber: RecordField<string>;
}

/**
 * The sides of a card that the picture does not show, by where they lie.
 */
export interface CutSides {
    /**
     * The upper side, between the first two corners.
     */
    top: boolean;
    /**
     * The right side.
     */
    right: boolean;
    /**
     * The lower side.
     */
    bottom: boolean;
    /**
     * The left side.
     */
    left: boolean;
}

/**
 * The vehicle page (*identitas kendaraan*).
 */
export interface BpkbVehicle {
    /**
     * Plate, `D 4521 KLM`.
     */
    registrationNumber: RecordField<string>;
    /**
     * Brand.
     */
    brand: RecordField<string>;
    /**
     * Type.
     */
    type: RecordField<string>;
    /**
     * Category (*jenis*).
     */
    category: RecordField<string>;
    /**
     * Model.
     */
    model: RecordField<string>;
    /**
     * Year built.
     */
    manufactureYear: RecordField<number>;
    /**
     * Cubic centimetres.
     */
    engineCapacityCc: RecordField<number>;
    /**
     * Colour.
     */
    color: RecordField<string>;
    /**
     * Chassis number.
     */
    chassisNumber: RecordField<string>;
    /**
     * Engine number.
     */
    engineNumber: RecordField<string>;
    /**
     * Fuel.
     */
    fuel: RecordField<string>;
    /**
     * Number of wheels.
     */
    wheelCount: RecordField<number>;
    /**
     * Number of axles.
     */
    axleCount: RecordField<number>;
    /**
     * Colour of the plate (TNKB).
     */
    plateColor: RecordField<string>;
}

/**
 * Vehicle ownership book (*buku pemilik kendaraan bermotor*). Verihubs reads one page at a time: the other groups are then empty.
 */
export interface Bpkb {
    /**
     * The vehicle page.
     */
    vehicle: BpkbVehicle;
    /**
     * The owner page.
     */
    owner: BpkbOwner;
    /**
     * The page of the first registration.
     */
    firstRegistration: FirstRegistration;
    /**
     * The last page.
     */
    lastPage: BpkbLastPage;
}

/**
 * Vehicle registration (*surat tanda nomor kendaraan*).
 */
export interface Stnk {
    /**
     * Plate, `D 4521 KLM`.
     */
    registrationNumber: RecordField<string>;
    /**
     * Owner's name.
     */
    ownerName: RecordField<string>;
    /**
     * Owner's address.
     */
    ownerAddress: RecordField<string>;
    /**
     * Owner's identity number.
     */
    ownerId: RecordField<string>;
    /**
     * Brand.
     */
    brand: RecordField<string>;
    /**
     * Type.
     */
    type: RecordField<string>;
    /**
     * Category (*jenis*).
     */
    category: RecordField<string>;
    /**
     * Model.
     */
    model: RecordField<string>;
    /**
     * Year built.
     */
    manufactureYear: RecordField<number>;
    /**
     * Year registered.
     */
    registrationYear: RecordField<number>;
    /**
     * Colour.
     */
    color: RecordField<string>;
    /**
     * Chassis number.
     */
    chassisNumber: RecordField<string>;
    /**
     * Engine number.
     */
    engineNumber: RecordField<string>;
    /**
     * Cubic centimetres.
     */
    engineCapacityCc: RecordField<number>;
    /**
     * Fuel.
     */
    fuel: RecordField<string>;
    /**
     * Colour of the plate (TNKB).
     */
    plateColor: RecordField<string>;
    /**
     * Number of the ownership book.
     */
    bpkbNumber: RecordField<string>;
    /**
     * Number of this document.
     */
    stnkNumber: RecordField<string>;
    /**
     * Registration sequence number.
     */
    registrationSequence: RecordField<string>;
    /**
     * Location code.
     */
    locationCode: RecordField<string>;
    /**
     * Place of issue.
     */
    issuePlace: RecordField<string>;
    /**
     * Day of issue, `YYYY-MM-DD`.
     */
    issueDate: RecordField<string>;
    /**
     * Regional police that issued it.
     */
    issuingPolice: RecordField<string>;
    /**
     * Last day of the five-year validity, `YYYY-MM-DD`.
     */
    validUntil: RecordField<string>;
    /**
     * The annual tax page.
     */
    tax: StnkTax;
}

/**
 * Was the call charged? `unknown` unless a page of the vendor, or the proxy, says.
 */
export type Billed = "yes" | "no" | "unknown";

/**
 * What a call came to, for whoever may make it again.
 */
export interface CallOutcome {
    /**
     * The same call may be made again under the same key without asking: it can't have been charged.
     */
    mayRepeat: boolean;
    /**
     * The call is over: the person's next try is a new call, under a new key.
     */
    settled: boolean;
    /**
     * Was it charged?
     */
    billed: Billed;
}

/**
 * What a finding does.
 */
export type PolicyMode = "off" | "shadow" | "warn" | "block";

/**
 * What a population number says by itself.
 */
export interface Nik {
    /**
     * The sixteen digits; `null` where the text does not have as many.
     */
    value: string | null;
    /**
     * The province of the first registration, by the Ministry of Home Affairs' code: not where the holder lives now.
     */
    province: Province | null;
    /**
     * Code of the regency or city, four digits.
     */
    regency: string | null;
    /**
     * Code of the district, six digits.
     */
    district: string | null;
    /**
     * The days of birth it may mean, `YYYY-MM-DD`, one for each century that has the day.
     */
    birthDates: string[];
    /**
     * By the day of birth.
     */
    gender: Gender | null;
    /**
     * Who was registered with the same code and date before, from 1.
     */
    serial: number | null;
    /**
     * What looks wrong with it.
     */
    warnings: Warning[];
}

/**
 * What a vendor said of the picture, in the shape of a `QualityReport`.
 */
export interface VendorQuality {
    /**
     * Out of focus or moved.
     */
    blur: VendorFinding | null;
    /**
     * Too dark.
     */
    dark: VendorFinding | null;
    /**
     * A spot of flash light.
     */
    flashlight: VendorFinding | null;
    /**
     * Black-and-white.
     */
    grayscale: VendorFinding | null;
    /**
     * Always `null`: no vendor says where the card is.
     */
    card: null;
    /**
     * Always `null`: the pixels were decoded by the vendor.
     */
    decoder: null;
    /**
     * The vendor's further findings, by its own names.
     */
    other: Record<string, boolean>;
}

/**
 * What a vendor takes of a document.
 */
export interface Requirements {
    /**
     * The formats it takes.
     */
    formats: FileFormat[];
    /**
     * Most bytes of the file.
     */
    maxBytes: number | null;
    /**
     * Least pixels of the long side, upright.
     */
    minLongSide: number | null;
    /**
     * Least pixels of the short side, upright.
     */
    minShortSide: number | null;
    /**
     * For a file input's `accept`. It names types one by one: iOS then turns HEIC into JPEG by itself.
     */
    accept: string;
    /**
     * Which limits the vendor states. What it does not state only warns.
     */
    documented: Documented;
}

/**
 * What bounds a spot, in pixels of the upright picture from its top left corner.
 */
export interface GlareSpot {
    /**
     * From the left.
     */
    x: number;
    /**
     * From the top.
     */
    y: number;
    /**
     * At least 1.
     */
    width: number;
    /**
     * At least 1.
     */
    height: number;
}

/**
 * What each finding does. What is left out blocks where Verihubs would turn a KTP away, for `blur`, `dark` and
 * `grayscale` with `validateQuality`, and else warns. `blur`, `dark`, `flashlight`, `grayscale`, `sideways` and
 * `card_too_small` block only where the card is seen for sure.
 */
export interface PolicyRules {
    /**
     * Out of focus or moved.
     */
    blur?: PolicyMode | undefined;
    /**
     * Too little light.
     */
    dark?: PolicyMode | undefined;
    /**
     * A spot that is burnt out.
     */
    flashlight?: PolicyMode | undefined;
    /**
     * A black-and-white copy.
     */
    grayscale?: PolicyMode | undefined;
    /**
     * No card was found.
     */
    card_not_found?: PolicyMode | undefined;
    /**
     * The card has fewer pixels than the vendor takes.
     */
    card_too_small?: PolicyMode | undefined;
    /**
     * The card goes on beyond the picture.
     */
    card_cut_off?: PolicyMode | undefined;
    /**
     * The card is not upright.
     */
    sideways?: PolicyMode | undefined;
    /**
     * The pixels could not be judged.
     */
    quality_unknown?: PolicyMode | undefined;
}

/**
 * What follows from what the pixels show. Plain data, the same for browser and proxy.
 */
export interface Policy {
    /**
     * What each finding does.
     */
    rules?: PolicyRules;
    /**
     * From which score on a check counts.
     */
    thresholds?: Thresholds;
    /**
     * After so many attempts that failed, what blocks only warns; 0 is never. 2 where it is left out.
     */
    relaxAfter?: number | null;
}

/**
 * What is known of a file, and what is wrong with it.
 */
export interface CheckReportMembers {
    /**
     * No problem is of severity `error`.
     */
    ok: boolean;
    /**
     * `prepare` can mend every error. For HEIC, AVIF and WebP it needs a browser that decodes the format.
     */
    fixable: boolean;
    /**
     * A picture that the person may turn: nothing is wrong with it, or turning mends what is.
     */
    turnable: boolean;
    /**
     * What is known of the file.
     */
    facts: FileFacts;
    /**
     * What is wrong with it, worst first.
     */
    problems: Problem[];
    /**
     * What its pixels show; `null` where they were not judged.
     */
    quality: QualityReport | null;
}

/**
 * What is known of a file. What does not apply, or could not be told, is `null`.
 */
export interface FileFacts {
    /**
     * The format, by content.
     */
    format: FileFormat;
    /**
     * Another format that the same bytes pass for (a picture that is a PDF too).
     */
    secondFormat: FileFormat | null;
    /**
     * Size of the file in bytes.
     */
    bytes: number;
    /**
     * Pixels a row, as coded.
     */
    width: number | null;
    /**
     * Rows, as coded.
     */
    height: number | null;
    /**
     * EXIF orientation, 1 to 8; 1 where none is said.
     */
    orientation: number;
    /**
     * Pixels a row of the upright picture.
     */
    displayWidth: number | null;
    /**
     * Rows of the upright picture.
     */
    displayHeight: number | null;
    /**
     * The format's end is there: `false` for a file that was cut off, `null` where that can't be told.
     */
    complete: boolean | null;
    /**
     * Where the content contradicts its own format (`png.ihdr`); `null` where it doesn't.
     */
    malformed: string | null;
    /**
     * A PDF has an `/Encrypt` entry.
     */
    encrypted: boolean | null;
    /**
     * An encrypted PDF asks for a password before it opens.
     */
    passwordNeeded: boolean | null;
    /**
     * Pages of a PDF.
     */
    pages: number | null;
    /**
     * The media type the file came with, in lower case.
     */
    declaredType: string | null;
    /**
     * The extension of its name, in lower case.
     */
    declaredExtension: string | null;
    /**
     * The picture says where it was taken, or may say so: text that is deflated or long is not read through.
     */
    hasGps: boolean | null;
}

/**
 * What is wrong with a file. The string form is public API.
 */
export type ProblemCode = "blur" | "card_cut_off" | "card_not_found" | "card_too_small" | "corrupt_file" | "dark" | "empty_file" | "encrypted_pdf" | "file_too_large" | "flashlight" | "grayscale" | "location_kept" | "multiple_pages" | "quality_unknown" | "sideways" | "too_few_pixels" | "too_many_pixels" | "truncated_file" | "type_mismatch" | "unsupported_format";

/**
 * What looks wrong with a field. The string form is public API.
 */
export type WarningCode = "chassis_length" | "chassis_letter" | "date_unreadable" | "expired" | "nik_birth_date_mismatch" | "nik_date_invalid" | "nik_gender_mismatch" | "nik_length" | "nik_province_unknown" | "number_ambiguous" | "pages_disagree" | "plate_format" | "plate_region_unknown" | "tax_sum_mismatch" | "value_unreadable";

/**
 * What looks wrong with one field. It never rejects or alters what was read.
 */
export interface Warning {
    /**
     * The code of the warning.
     */
    code: WarningCode;
    /**
     * Which field, as a path in the record: `tax.validUntil`.
     */
    field: string | null;
    /**
     * What the text may stand for, where letters were likely taken for digits or the other way round. Never applied.
     */
    suggestion: string | null;
    /**
     * What it means and what to do.
     */
    messages: Texts;
}

/**
 * What the pixels of a picture show.
 */
export interface QualityReport {
    /**
     * Out of focus or moved.
     */
    blur: QualityCheck;
    /**
     * Too little light.
     */
    dark: QualityCheck;
    /**
     * A spot that is burnt out.
     */
    flashlight: QualityCheck;
    /**
     * A black-and-white copy.
     */
    grayscale: QualityCheck;
    /**
     * The spot that says most for `flashlight`, detected or not; `null` where nothing does.
     */
    glare: GlareSpot | null;
    /**
     * `null` where none was found.
     */
    card: CardLocation | null;
    /**
     * Revision of the weights of the card finder; `null` where the picture was judged without it, or it failed.
     */
    finder: number | null;
    /**
     * Who decoded the pixels.
     */
    decoder: DecodedBy;
}

/**
 * What was done to a file. The string form is public API.
 */
export type ChangeKind = "converted" | "cropped" | "metadata_removed" | "recompressed" | "resized" | "rotated";

/**
 * What would mend it. `prepare` can `convert` and `shrink`; for the others the person picks another file or takes another
 * photo.
 */
export type ProblemFix = "choose_another" | "convert" | "retake" | "rotate" | "shrink";

/**
 * Where the card is, in pixels of the upright picture. A card that is cut off goes on beyond it, and so do its corners.
 */
export interface CardLocation {
    /**
     * `[x, y]`, clockwise from the one that is nearest to the top left.
     */
    corners: [[number, number], [number, number], [number, number], [number, number]];
    /**
     * How sure it is that this is a card, 0..1. 0 for a picture that is taken for a cropped card because of its
     * proportions alone.
     */
    confidence: number;
    /**
     * The share of the picture that shows it, 0..1.
     */
    fill: number;
    /**
     * Mean of the upper and the lower side.
     */
    width: number;
    /**
     * Mean of the left and the right side.
     */
    height: number;
    /**
     * It goes on beyond the picture.
     */
    cutOff: boolean;
    /**
     * With which of its sides.
     */
    cutSides: CutSides;
    /**
     * How far it lies turned clockwise, in degrees, by what is printed on it: 0, 90, 180 or 270. `None` where that is not told:
     * of a card that is cut off or not sure, of proportions far from an ID-1 card's, or whose print leaves it open.
     */
    rotation: 0 | 90 | 180 | 270 | null;
    /**
     * How far it is seen from the side, 0..1: what a side lacks to the length of the opposite one, of the worse pair.
     */
    tilt: number;
}

/**
 * Which limits the vendor states.
 */
export interface Documented {
    /**
     * `formats`.
     */
    formats: boolean;
    /**
     * `maxBytes`.
     */
    maxBytes: boolean;
    /**
     * `minLongSide` and `minShortSide`.
     */
    minPixels: boolean;
}

/**
 * Who decoded the pixels: periksa itself, or the browser (`native`), which may differ from others in them.
 */
export type DecodedBy = "periksa" | "native";

/**
 * Who has to do what.
 */
export type ErrorAction = "choose_another_file" | "contact_support" | "fix_integration" | "retake_photo" | "retry" | "retry_later" | "sign_in";

/**
 * Why a call failed. The string form is public API.
 */
export type ErrorCode = "aborted" | "document_not_detected" | "engine_unavailable" | "file_unreadable" | "forbidden" | "image_missing" | "image_too_large" | "image_too_small" | "image_unreadable" | "invalid_file" | "invalid_options" | "invalid_payload" | "malformed_response" | "network" | "not_found" | "offline" | "quality_rejected" | "quota_exhausted" | "rate_limited" | "timeout" | "unauthorized" | "unknown" | "vendor_unavailable";

/**
 * Why a call has no answer that could be read.
 */
export type CallFailure = "aborted" | "answer_lost" | "engine_unavailable" | "file_unreadable" | "network" | "offline" | "timeout" | "unreachable" | "unsent";

/**
 * `error`: sending it would fail. `warning`: it may.
 */
export type Severity = "error" | "warning";




/** The report on a file. One that is not `ok` has at least one problem. */
export type CheckReport = CheckReportMembers &
  ({ readonly ok: true } | { readonly ok: false; problems: [Problem, ...Problem[]] });
