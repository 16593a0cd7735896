import type { Bpkb, Change, ChangeKind, CheckReport, DecodedBy, Document, ErrorCode, FileFacts, Format, Kitas, Ktp, Policy, ProblemCode, Stnk, Transform, Vendor, VendorQuality, Warning, WarningCode } from "../types.js";
export type * from "../types.js";
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
export type Json = string | number | boolean | null | Json[] | {
    [key: string]: Json;
};
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
export interface CheckOptions extends CallOptions, QualityOptions {
}
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
export type OcrEvent = {
    stage: "check";
    ms: number;
    ok: boolean;
    format: Format;
    bytes: number;
    problems: ProblemCode[];
    /** Findings that the policy only measures. */
    shadowed: ProblemCode[];
    /** 0..1, 1 is worst; `null` where the pixels were not judged. */
    scores: {
        blur: number;
        dark: number;
        flashlight: number;
        grayscale: number;
    } | null;
} | {
    stage: "prepare";
    ms: number;
    bytes: number;
    preparedBytes: number;
    changes: ChangeKind[];
} | {
    stage: "encode";
    ms: number;
    bytes: number;
} | {
    stage: "send";
    ms: number;
    attempt: number;
    status: number | null;
    code: ErrorCode | null;
} | {
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
