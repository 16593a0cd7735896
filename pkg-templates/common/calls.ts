// What the functions take and give, besides the data types that come from Rust.

import type {
  Bpkb,
  Change,
  ChangeKind,
  CheckReport,
  DecodedBy,
  DocumentKind,
  ErrorCode,
  FileFacts,
  FileFormat,
  Kitas,
  Ktp,
  Policy,
  ProblemCode,
  Stnk,
  Transform,
  Vendor,
  VendorQuality,
  Warning,
  WarningCode,
} from "../types.js";

/** A file; on servers its bytes too, such as a Buffer. */
export type FileSource = Blob | ArrayBuffer | ArrayBufferView;

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
export interface ExtractionOf<D extends DocumentKind = DocumentKind> {
  /** The document, which is also the type of `record`. */
  document: D;
  vendor: Vendor;
  record: RecordOf[D];
  /** The vendor's judgement of the picture; `null` where there is none. */
  vendorQuality: VendorQuality | null;
  /** What looks wrong with single fields. Never a reason to reject. */
  warnings: Warning[];
  referenceId: string | null;
  requestId: string | null;
  /** The vendor's own status, untouched. */
  statusCode: string | null;
  /** How many requests this call made. */
  attempts: number;
  /** A sandbox made the answer up. */
  sandbox: boolean;
  /** What was changed about the file before it was sent; `null` where it went as it is. */
  prepared: Pick<Prepared, "changes" | "transform" | "decoder"> | null;
  /** The vendor's answer, whole. */
  raw: Json;
}

/** The content of a vendor's answer. `switch (extraction.document)` narrows `record`. */
export type Extraction<D extends DocumentKind = DocumentKind> = D extends DocumentKind
  ? ExtractionOf<D>
  : never;

/** Names document and vendor. A vendor that does not read the document is `invalid_options`. */
export interface CallOptions {
  document: DocumentKind;
  vendor: Vendor;
  /** KTP only: have the vendor reject blurred, dark, grey or flash-lit pictures. */
  validateQuality?: boolean;
}

/** Options on how the pixels are judged. */
export interface QualityOptions {
  /** Judge the pixels too. This reads the whole file. @default true */
  checkQuality?: boolean;
  /** What findings on pixels do. Use the same object as your proxy. */
  policy?: Policy;
  /** How many attempts of the person failed before: see `relaxAfter`. @default 0 */
  attempt?: number;
}

/** Options of functions that can be ended early. */
export interface AbortOptions {
  /** Cancels: the promise rejects with `aborted`, whatever the reason given. */
  signal?: AbortSignal;
}

/** Options of `check`. */
export interface CheckOptions extends CallOptions, QualityOptions, AbortOptions {}

/** Options of `prepare`. */
export interface PrepareOptions extends CallOptions, QualityOptions, AbortOptions {
  /** Check the file before it is prepared, and what was made of a file that had to be mended. @default true */
  check?: boolean;
  /**
   * `"always"`: what comes out has no metadata. `"needed"`: what `extract` does, only where the file is over the vendor's
   * limit or 2 MB, not upright, or carries a location, or where the vendor does not take its format and this browser can
   * decode it. `"never"`: only to turn it or to cut the card out. @default "always"
   */
  when?: "always" | "needed" | "never";
  /** Most bytes; the vendor's limit where that is lower. @default the vendor's limit */
  maxBytes?: number;
  /** Degrees clockwise by which the upright picture is turned. A PDF stays as it is. @default 0 */
  rotate?: Rotation;
  /**
   * `"card"`: the card alone, straightened, with a margin, where it is seen for sure and whole, and has the pixels that the
   * vendor takes; of every other picture the whole. A PDF stays as it is. @default the whole picture
   */
  crop?: "card";
  /** Called as each phase begins. */
  onProgress?: (progress: Progress) => void;
  /** Called after each check, and after preparing. What it throws changes nothing. */
  onEvent?: (event: OcrEvent) => void;
}

/** Degrees clockwise. */
export type Rotation = 0 | 90 | 180 | 270;

/** A file that is ready to be sent. */
export interface Prepared {
  /** What to send; the very file that was given where nothing had to be changed. */
  file: Blob;
  /** On the given file, or on `file` where that was mended or turned; `null` where nothing was checked. */
  report: CheckReport | null;
  /** The facts of `file`. */
  facts: FileFacts;
  /** The changes in their order; empty where nothing was changed. */
  changes: Change[];
  /** From its pixels to those of the original as coded (`facts.width` x `facts.height`, before EXIF orientation). */
  transform: Transform;
  /** What decoded the original. */
  decoder: DecodedBy;
}

/** Options of `encodeRequest`. */
export interface EncodeOptions extends CallOptions {
  /** `"multipart"` sends a form where the vendor takes base64; your proxy turns it. @default "base64" */
  upload?: "base64" | "multipart";
}

/** What `fetch` takes besides the method. */
export interface EncodedRequest {
  body: Blob | FormData;
  headers: Record<string, string>;
}

/** Options of `normalize`. */
export interface NormalizeOptions {
  document: DocumentKind;
  vendor: Vendor;
  /** HTTP status of the answer, where you know it. */
  status?: number;
  /** Its `Request-Id` header. */
  requestId?: string;
  /** The day that validity is held against, `YYYY-MM-DD`. @default the person's own calendar day */
  today?: string;
}

/** Phases of a call, in order. Byte counts need XMLHttpRequest; elsewhere only the phases are told. */
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
      phase: "checking";
      ms: number;
      ok: boolean;
      format: FileFormat;
      bytes: number;
      problems: ProblemCode[];
      /** Findings that the policy only measures. */
      shadowed: ProblemCode[];
      /** 0..1, 1 is worst; `null` where the pixels were not judged. */
      scores: { blur: number; dark: number; flashlight: number; grayscale: number } | null;
    }
  | { phase: "preparing"; ms: number; bytes: number; preparedBytes: number; changes: ChangeKind[] }
  | { phase: "encoding"; ms: number; bytes: number }
  | { phase: "sending"; ms: number; attempt: number; status: number | null; code: ErrorCode | null }
  | {
      phase: "done";
      ms: number;
      /** `null` for a success. */
      code: ErrorCode | null;
      attempts: number | null;
      sandbox: boolean | null;
      warnings: WarningCode[];
    };

/** Settings of an `OcrClient`. */
export interface ClientSettings<V extends Vendor = Vendor> {
  /** Where your backend proxy answers: `/api/ocr`. */
  endpoint: string | URL;
  vendor: V;
  /** Most milliseconds for one request, its answer included. @default 120000 */
  timeoutMs?: number;
  /** `"multipart"` sends a third fewer bytes than base64; your proxy makes the base64. @default "base64" */
  upload?: "base64" | "multipart";
  /** Sent with every request. */
  headers?: Headers | Record<string, string>;
  /** As in `fetch`. @default "same-origin" */
  credentials?: "omit" | "same-origin" | "include";
  /** How often a request that can't have been charged is repeated. @default 2 */
  retries?: number;
  /** Called at the end of each phase. What it throws changes nothing. */
  onEvent?: (event: OcrEvent) => void;
}

/** Options of `extract`. */
export interface ExtractOptions<D extends DocumentKind = DocumentKind> extends QualityOptions, AbortOptions {
  document: D;
  /** KTP only: have the vendor reject blurred, dark, grey or flash-lit pictures. */
  validateQuality?: boolean;
  /** GLAIR STNK only: read the tax table too. */
  table?: boolean;
  /** GLAIR BPKB only: read one page. */
  page?: 1 | 2 | 3 | 4;
  /** Check the file before sending it. @default true */
  check?: boolean;
  /** `"auto"` prepares the file where that is needed, see `PrepareOptions.when`. @default "auto" */
  prepare?: "auto" | false;
  /** `"card"`: send the card alone, straightened, where it is seen well, see `PrepareOptions.crop`. @default the whole picture */
  crop?: "card";
  /**
   * Names the call for `resume`: whose document it is, among all that the tab may come to show; no personal data. `null`: nobody
   * resumes it. @default ""
   */
  resumeAs?: string | null;
  /** Sent with this call, besides the client's or in their place: a ticket that is good for one upload. */
  headers?: Headers | Record<string, string>;
  /** The day that validity is held against, `YYYY-MM-DD`. @default the person's own calendar day */
  today?: string;
  /** Called as each phase begins, and while bytes are sent. */
  onProgress?: (progress: Progress) => void;
}

/** Options of `resume`. Document, table and page are those of the call. */
export interface ResumeOptions<D extends DocumentKind = DocumentKind>
  extends Pick<ExtractOptions<D>, "document" | "table" | "page" | "headers" | "today" | "onProgress">,
    AbortOptions {
  /** The name that `extract` or the session was given. @default "" */
  resumeAs?: string;
}
