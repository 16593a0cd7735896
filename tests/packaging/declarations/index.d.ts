import type {
  Action,
  Billed,
  Bpkb,
  Change,
  ChangeKind,
  CheckReport,
  DecodedBy,
  Document,
  ErrorCode,
  FileFacts,
  Format,
  Kitas,
  Ktp,
  Nik,
  Policy,
  Problem,
  ProblemCode,
  QualityReport,
  Requirements,
  Stnk,
  Texts,
  Transform,
  Vendor,
  VendorQuality,
  Warning,
  WarningCode,
} from "./types.js";

export type {
  Action,
  Billed,
  Bpkb,
  BpkbLastPage,
  BpkbOwner,
  BpkbVehicle,
  Card,
  Change,
  ChangeKind,
  Check,
  CheckReport,
  DecodedBy,
  Document,
  Documented,
  ErrorCode,
  Field,
  FileFacts,
  FirstRegistration,
  Fix,
  Format,
  Kitas,
  Ktp,
  Measure,
  Mode,
  Nik,
  Policy,
  Problem,
  ProblemCode,
  Province,
  QualityReport,
  Requirements,
  Severity,
  Stnk,
  StnkTax,
  TaxLine,
  Texts,
  Thresholds,
  Transform,
  Vendor,
  VendorFinding,
  VendorQuality,
  Warning,
  WarningCode,
} from "./types.js";

/** The documents each vendor reads. */
export interface DocumentsOf {
  verihubs: "ktp" | "kitas" | "stnk" | "bpkb_ik" | "bpkb_ip";
  glair: "ktp" | "kitas" | "stnk" | "bpkb";
}

/** The record of each document. */
export interface RecordOf {
  ktp: Ktp;
  kitas: Kitas;
  stnk: Stnk;
  bpkb: Bpkb;
  bpkb_ik: Bpkb;
  bpkb_ip: Bpkb;
}

/** A JSON value, as vendors answer it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** What every extraction has. */
export interface ExtractionOf<D extends Document = Document> {
  /** Tells which record this is. */
  document: D;
  vendor: Vendor;
  record: RecordOf[D];
  /** What the vendor said of the picture; `null` where it said nothing. */
  quality: VendorQuality | null;
  /** What looks wrong with single fields. Never a reason to reject. */
  warnings: Warning[];
  referenceId: string | null;
  requestId: string | null;
  /** The vendor's own status, untouched. */
  statusCode: string | null;
  /** How many requests this call made. */
  attempts: number;
  /** The answer is made up, by a sandbox. */
  sandbox: boolean;
  /** What was changed about the file before it was sent; `null` where it went as it is. */
  prepared: Omit<Prepared, "file" | "facts"> | null;
  /** The vendor's answer, whole. */
  raw: Json;
}

/** A vendor's answer, read. `switch (extraction.document)` narrows `record`. */
export type Extraction<D extends Document = Document> = D extends Document ? ExtractionOf<D> : never;

/** What a call is about. Another pairing of vendor and document is `invalid_options`. */
export interface CallOptions {
  document: Document;
  vendor: Vendor;
  /** KTP only: have the vendor reject blurred, dark, grey or flash-lit pictures. */
  validateQuality?: boolean;
}

/** How the pixels are judged. */
export interface QualityOptions {
  /** Judge the pixels too, which reads the whole file. @default true */
  quality?: boolean;
  /** What findings on pixels do: the same object as your proxy's. */
  policy?: Policy;
  /** How many attempts of the person failed before: see `relaxAfter`. @default 0 */
  attempt?: number;
}

/** Of `check`. */
export interface CheckOptions extends CallOptions, QualityOptions {}

/** Of `prepare`. */
export interface PrepareOptions {
  document: Document;
  vendor: Vendor;
  /** Most bytes; the vendor's limit where that is lower. @default the vendor's limit */
  maxBytes?: number;
  /** Degrees clockwise by which the upright picture is to be turned too. A PDF stays as it is. @default 0 */
  rotate?: Rotation;
  /** Cancels: the promise rejects with `aborted`. */
  signal?: AbortSignal;
}

/** Degrees clockwise. */
export type Rotation = 0 | 90 | 180 | 270;

/** A file made fit for a vendor. */
export interface Prepared {
  /** What to send; the very file that was given where nothing had to be changed. */
  file: Blob;
  /** Of that file. */
  facts: FileFacts;
  /** What was done, in order; empty where nothing was. */
  changes: Change[];
  /** From its pixels to those of the original as coded (`facts.width` x `facts.height`, before EXIF orientation). */
  transform: Transform;
  /** Who decoded the original, where anyone did. */
  decoder: DecodedBy;
}

/** Of `makeFit`. */
export interface FitOptions extends CallOptions, QualityOptions {
  /** Check the file. @default true */
  check?: boolean;
  /** As of `extract`. @default "auto" */
  prepare?: "auto" | false;
  /** Degrees clockwise by which the upright picture is to be turned. @default 0 */
  rotate?: Rotation;
  /** Cancels: the promise rejects with `aborted`. */
  signal?: AbortSignal;
  /** Called as each phase begins. */
  onProgress?: (progress: Progress) => void;
  /** Called after `check` and `prepare`. */
  onEvent?: (event: OcrEvent) => void;
}

/** A file as `extract` would send it. */
export interface Fit {
  /** What to send; the very file that was given where nothing had to be changed. */
  file: Blob;
  /** On what was given, or, where that was mended or turned, on `file`; `null` where nothing was checked. */
  report: CheckReport | null;
  /** `null` where nothing had to be changed. */
  prepared: Prepared | null;
}

/** Of `encodeRequest`. */
export interface EncodeOptions extends CallOptions {
  /** `"multipart"` sends a form where the vendor takes base64; your proxy turns it. @default "base64" */
  upload?: "base64" | "multipart";
}

/** Of `normalize`. */
export interface NormalizeOptions {
  document: Document;
  vendor: Vendor;
  /** HTTP status of the answer, where you know it. */
  status?: number;
  /** Its `Request-Id` header. */
  requestId?: string;
  /** The day that validity is held against, `YYYY-MM-DD`. @default the person's own calendar day */
  today?: string;
}

/** Stages of a call, in order. Byte counts need XMLHttpRequest; elsewhere only the phases are told. */
export interface Progress {
  phase: "checking" | "preparing" | "encoding" | "uploading" | "waiting" | "reading";
  /** Bytes handed to the network. */
  sentBytes: number;
  /** Bytes of the file while nothing is sent, of the body while it is. */
  totalBytes: number;
}

/** For your metrics: codes, sizes and milliseconds. Never a field value, a name or a byte of the file. */
export type OcrEvent =
  | {
      stage: "check";
      ms: number;
      ok: boolean;
      format: Format;
      bytes: number;
      problems: ProblemCode[];
      /** Findings that the policy only measures. */
      shadowed: ProblemCode[];
      /** 0..1, 1 is worst; `null` where the pixels were not judged. */
      scores: { blur: number; dark: number; flashlight: number; grayscale: number } | null;
    }
  | { stage: "prepare"; ms: number; bytes: number; preparedBytes: number; changes: ChangeKind[] }
  | { stage: "encode"; ms: number; bytes: number }
  | { stage: "send"; ms: number; attempt: number; status: number | null; code: ErrorCode | null }
  | {
      stage: "done";
      ms: number;
      /** `null` for a success. */
      code: ErrorCode | null;
      attempts: number | null;
      sandbox: boolean | null;
      warnings: WarningCode[];
    };

/** Of an `OcrClient`. */
export interface ClientSettings<V extends Vendor = Vendor> {
  /** Where your backend proxy answers: `/api/ocr`. */
  endpoint: string | URL;
  vendor: V;
  /** Most milliseconds for one request, its answer included. @default 120000 */
  timeoutMs?: number;
  /** `"multipart"` sends a third fewer bytes than base64; your proxy makes the base64. @default "base64" */
  upload?: "base64" | "multipart";
  /** Sent with every request. */
  headers?: Record<string, string>;
  /** As in `fetch`. @default "same-origin" */
  credentials?: "omit" | "same-origin" | "include";
  /** How often a request that can't have been charged is repeated. @default 2 */
  retries?: number;
  /** Called for each stage. What it throws changes nothing. */
  onEvent?: (event: OcrEvent) => void;
}

/** Of `extract`. */
export interface ExtractOptions<D extends Document = Document> extends QualityOptions {
  document: D;
  /** KTP only: have the vendor reject blurred, dark, grey or flash-lit pictures. */
  validateQuality?: boolean;
  /** GLAIR STNK only: read the tax table too. */
  table?: boolean;
  /** GLAIR BPKB only: read one page. */
  page?: 1 | 2 | 3 | 4;
  /** Check the file before sending it. @default true */
  check?: boolean;
  /**
   * `"auto"` prepares the file where it is over the vendor's limit or 2 MB, not upright, or carries a location, or where
   * the vendor does not take its format and this browser can decode it. @default "auto"
   */
  prepare?: "auto" | false;
  /** Sent with this call, besides the client's or in their place: a ticket that is good for one upload. */
  headers?: Record<string, string>;
  /** The day that validity is held against, `YYYY-MM-DD`. @default the person's own calendar day */
  today?: string;
  /** Cancels: the promise rejects with `aborted`, whatever the reason given. */
  signal?: AbortSignal;
  /** Called as each phase begins, and while bytes are sent. */
  onProgress?: (progress: Progress) => void;
}

/**
 * Loads the engine. Asynchronous functions call it themselves; `requirements`, `normalize` and `parseNik` need it awaited once.
 * Safe to call again; after a failure the next call tries again.
 * @param wasm Where the wasm is, or the wasm itself. By default it is loaded from beside this module: fetched in browsers,
 * read from disk in Node.
 * @returns When the engine is there.
 * @throws {OcrError} `engine_unavailable`; its message tells the developer what was tried and what is missing
 * @example
 * await init(); // usually left to the first call
 * @example
 * await init(await fetch("/assets/periksa_bg.wasm", { integrity: "sha384-…" }));
 */
export default function init(wasm?: URL | Response | BufferSource | WebAssembly.Module): Promise<void>;

/**
 * What the vendor takes of the document. Needs `init` awaited once.
 * @param document What is read.
 * @param vendor Who reads it.
 * @returns Formats, bytes and pixels, and `accept` for your file input.
 * @throws {OcrError} `invalid_options`
 * @example
 * await init();
 * input.accept = requirements("ktp", "verihubs").accept; // "image/jpeg,image/png"
 */
export function requirements(document: Document, vendor: Vendor): Requirements;

/**
 * What is known of a file, by its content. Reads some kilobytes of it, whatever its size.
 * @param file Of any kind: what is not recognised has the format `unknown`.
 * @returns Format, size in bytes and pixels, orientation, whether all of it is there.
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `invalid_options`
 * @example
 * const { format, displayWidth, complete } = await inspect(file);
 */
export function inspect(file: Blob): Promise<FileFacts>;

/**
 * The facts of a file, and what the vendor would reject it for. A bad file is a report, not an exception. Its pixels are
 * judged where nothing else is wrong; with `quality: false` only some kilobytes of it are read.
 * @param file The picked file.
 * @param options For which document and vendor, and how its pixels are judged.
 * @returns `ok` where no problem is of severity `error`; the problems, worst first.
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `invalid_options`
 * @example
 * const { ok, problems } = await check(file, { document: "ktp", vendor: "verihubs" });
 * if (!ok) show(problems[0].messages.id);
 */
export function check(file: Blob, options: CheckOptions): Promise<CheckReport>;

/**
 * What the pixels of a JPEG or PNG show: Verihubs' four checks, and where the card is.
 * @param file A JPEG or PNG.
 * @returns Scores of 0..1, 1 is worst, beside the usual thresholds; the card in pixels of the upright picture.
 * @throws {OcrError} `invalid_file` where the pixels can't be had, `file_unreadable`, `engine_unavailable`, `invalid_options`
 * @example
 * const { blur, card } = await assessQuality(file);
 * console.log(blur.score, blur.threshold, card?.corners);
 */
export function assessQuality(file: Blob): Promise<QualityReport>;

/**
 * The file as the vendor takes it: upright, within the limit, without metadata (EXIF, location, comments, films). A
 * JPEG or PNG that is upright and small enough keeps every pixel; any other becomes a JPEG, never larger than it was
 * and never with fewer pixels than the vendor takes. WebP, HEIC and AVIF are converted where this browser can decode
 * them. A PDF stays as it is. What comes out passes `check` for the document, its quality aside.
 * @param file The picked file.
 * @param options For which document and vendor; at most how many bytes; how far it is to be turned.
 * @returns The file to send, what was changed about it, and where its pixels were in the original.
 * @throws {OcrError} `invalid_file` where that can't be done, `aborted`, `file_unreadable`, `engine_unavailable`,
 * `invalid_options`
 * @example
 * const { file: clean, changes } = await prepare(file, { document: "ktp", vendor: "verihubs", maxBytes: 1_000_000 });
 */
export function prepare(file: Blob, options: PrepareOptions): Promise<Prepared>;

/**
 * What `extract` does before it sends: checks the file, prepares it where that helps, and checks what was mended. For
 * forms that show the very file they will send; then call `extract` with `check: false, prepare: false`. A file that
 * can't be mended is a report that is not `ok`.
 * @param file The picked file.
 * @param options As of `extract`.
 * @returns What to send, the report on it, and what was made of the file that was given.
 * @throws {OcrError} `invalid_file` where it can't be turned, `aborted`, `file_unreadable`, `engine_unavailable`,
 * `invalid_options`
 * @example
 * const { file, report } = await makeFit(picked, { document: "ktp", vendor: "verihubs" });
 * if (report.ok) preview.src = URL.createObjectURL(file);
 */
export function makeFit(file: Blob, options: FitOptions & { check: false }): Promise<Fit & { report: null }>;
export function makeFit(file: Blob, options: FitOptions): Promise<Fit & { report: CheckReport }>;

/**
 * The file as base64, unchecked.
 * @param file At most 256 MiB.
 * @returns Its bytes as text, without line breaks.
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `invalid_options`
 */
export function toBase64(file: Blob): Promise<string>;

/**
 * The file as a data URL of its real type, unchecked.
 * @param file At most 256 MiB.
 * @returns `data:image/jpeg;base64,…`
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `invalid_options`
 */
export function toDataUrl(file: Blob): Promise<string>;

/**
 * The body your proxy wants, unchecked, for your own `fetch`.
 * @param file The picked file.
 * @param options For which document and vendor; JSON and form as the vendor takes it, or always a form.
 * @returns The body, built as bytes, and the headers it needs.
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `invalid_options`
 * @example
 * const request = await encodeRequest(file, { document: "ktp", vendor: "verihubs" });
 * await fetch("/api/ocr/verihubs/ktp", { method: "POST", ...request });
 */
export function encodeRequest(
  file: Blob,
  options: EncodeOptions,
): Promise<{ body: Blob | FormData; headers: Record<string, string> }>;

/**
 * Reads a vendor's answer, straight or through a proxy. Needs `init` awaited once.
 * @param response The answer's body, as text or parsed.
 * @param options Whose answer about what; its HTTP status where you know it.
 * @returns The record, with what the vendor said beside it.
 * @throws {OcrError} what the vendor's answer says; `partial` holds what could be read all the same
 * @example
 * await init();
 * const { record } = normalize(text, { document: "ktp", vendor: "verihubs", status: 200 });
 */
export function normalize<D extends Document>(
  response: string | object,
  options: NormalizeOptions & { document: D },
): Extraction<D>;

/**
 * What a NIK says by itself, for forms: province and codes of the first registration, the days of birth it may mean,
 * gender, serial, and what looks wrong with it. A suggestion for misread letters is in `warnings`, never applied.
 * Needs `init` awaited once.
 * @param text As typed: spaces, dots and hyphens don't matter.
 * @returns What its digits say; `null` where they say nothing.
 * @throws {OcrError} `invalid_options`
 * @example
 * await init();
 * const { birthDates, warnings } = parseNik("3201015703940007");
 */
export function parseNik(text: string): Nik;

/**
 * Adds messages in a further language. They come beside Indonesian and English in every `messages`; a code that is left
 * out has none. `{limit}` and `{actual}` stand for a problem's values.
 * @param language Its tag, such as `jv`.
 * @param texts By code of a problem, warning or error.
 * @throws {OcrError} `invalid_options`
 * @example
 * registerMessages("jv", { file_too_large: "Berkas {actual}, paling gedhe {limit}." });
 */
export function registerMessages(
  language: string,
  texts: Partial<Record<ProblemCode | WarningCode | ErrorCode, string>>,
): void;

/**
 * Checks a file, sends it through your proxy, and reads the answer. Keep one for each proxy and vendor.
 * @example
 * const client = new OcrClient({ endpoint: "/api/ocr", vendor: "verihubs" });
 * const { record } = await client.extract(file, { document: "ktp" });
 */
export class OcrClient<V extends Vendor = Vendor> {
  /** @throws {OcrError} `invalid_options` */
  constructor(settings: ClientSettings<V>);
  /**
   * Equal calls in flight share one request. A request is repeated only where it can't have been charged.
   * @param source The picked file, or, for Verihubs' KTP, an https address that Verihubs fetches itself.
   * @param options For which document; whether it is checked and prepared; `signal` and `onProgress`.
   * @returns The record, with what the vendor said beside it.
   * @throws {OcrError} any code; `action` says who has to do what
   * @example
   * const client = new OcrClient({ endpoint: "/api/ocr", vendor: "verihubs" });
   * try {
   *   const { record } = await client.extract(file, { document: "ktp" });
   *   form.nik.value = record.nik.value ?? "";
   * } catch (error) {
   *   if (!isOcrError(error)) throw error;
   *   show(error.messages.id, { again: error.retryable });
   * }
   */
  extract<D extends DocumentsOf[V]>(
    source: Blob | { url: string | URL },
    options: ExtractOptions<D>,
  ): Promise<Extraction<D>>;
}

/** A failed call. Its `message` is English and may tell the developer more; show `messages` to people. */
export class OcrError extends Error {
  private constructor();
  readonly name: "OcrError";
  /** What went wrong. It is stable; new ones may be added. */
  readonly code: ErrorCode;
  /** Who has to do what. */
  readonly action: Action;
  /** May the person try the same again? */
  readonly retryable: boolean;
  /** Was the call charged? `"unknown"` unless the vendor or the proxy says. */
  readonly billed: Billed;
  /** HTTP status, where there was an answer. */
  readonly status: number | null;
  /** Whose answer it was; `null` for the proxy's own, and for a 401 or 403 that is not in the vendor's form. */
  readonly vendor: Vendor | null;
  /** The vendor's own code. */
  readonly vendorCode: string | null;
  /** The vendor's words, with `…` for all that are not known to be about the call: it may quote the document. */
  readonly vendorMessage: string | null;
  /** The answer's `Request-Id`, for the vendor's support. */
  readonly requestId: string | null;
  /** How long the answer asks to wait (`Retry-After`). */
  readonly retryAfterMs: number | null;
  /** What is wrong with the file, for `invalid_file`. */
  readonly problems: Problem[];
  /** What the vendor said of the picture, for `quality_rejected`. */
  readonly quality: VendorQuality | null;
  /** What could be read all the same. */
  readonly partial: Extraction | null;
  /** What is wrong and what to do, for people, in Indonesian, English and each language that was registered. */
  readonly messages: Texts;
}

/**
 * Is it an OcrError? One of another copy of this package or of another realm is, too.
 * @param error Whatever was thrown.
 * @returns `true` for an OcrError.
 * @example
 * if (isOcrError(error)) show(error.messages.id);
 */
export function isOcrError(error: unknown): error is OcrError;
