// The border to the wasm: what the glue that wasm-pack makes exports, which declares no functions itself.

import type { ErrorData } from "../common/errors.js";
import type { Learner } from "../common/languages.js";
import type {
  CheckOptions,
  CheckReport,
  Document,
  EncodeOptions,
  ErrorCode,
  ExtractionOf,
  ExtractOptions,
  FileFacts,
  Nik,
  Prepared,
  PrepareOptions,
  ProblemCode,
  QualityReport,
  Requirements,
  Vendor,
} from "../common/types.js";
import * as exported from "../periksa.js";

export interface Glue extends Learner {
  default(source: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  /** The next call starts a new instance. */
  __wbg_reset_state(): void;
  requirements(document: Document, vendor: Vendor): Requirements;
  inspect(file: Blob, wake: Wake): Job<FileFacts>;
  check(file: Blob, options: CheckOptions, wake: Wake): Job<Checked>;
  assess_quality(file: Blob, wake: Wake): Job<QualityReport>;
  to_base64(file: Blob, wake: Wake): Job<string>;
  to_data_url(file: Blob, wake: Wake): Job<string>;
  /** `null` where `auto` and the file may go as it is. */
  prepare(
    file: Blob,
    options: PrepareOptions,
    auto: boolean,
    native: NativePixels | null,
    wake: Wake,
  ): Job<Omit<Prepared, "decoder"> | null>;
  encode_call(file: Blob, call: Call, wake: Wake): Job<EncodedCall>;
  encode_url_call(url: string, call: Call, wake: Wake): Job<EncodedCall>;
  /** `onUpload` is called without numbers where nobody counts. */
  send(
    request: Request,
    signal: AbortSignal,
    onUpload: (sent?: number, total?: number) => void,
    wake: Wake,
  ): Job<Reply>;
  /** Throws ErrorData. */
  read(text: string, call: Call, status: number | undefined, requestId: string | undefined): ExtractionData;
  parse_nik(text: string): Nik;
  error_of(code: ErrorCode): ErrorData;
}

/** An asynchronous export under way: `poll` says whether it is at its end, and `outcome` gives or throws what came of it. */
export interface Job<T> {
  poll(): boolean;
  outcome(): T;
  free(): void;
}

/** Called when a job is to be polled again. */
export type Wake = () => void;

export interface Checked {
  report: CheckReport;
  /** Findings that the policy only measures. */
  shadowed: ProblemCode[];
}

/** Pixels that the browser decoded. */
export interface NativePixels {
  rgba: Uint8Array;
  width: number;
  height: number;
  /** Bytes from one row to the next. */
  stride: number;
  /** What is left to be done to see it upright. */
  orientation: number;
}

/** What a request asks for. */
export interface Call extends EncodeOptions, Pick<ExtractOptions, "table" | "page" | "today" | "attempt"> {}

/** A request's body, where it goes and what it is known by. */
export interface EncodedCall {
  body: Blob | FormData;
  headers: Record<string, string>;
  path: string;
  key: string;
  bytes: number;
}

export interface Request {
  url: string;
  body: Blob | FormData;
  headers: Record<string, string>;
  credentials: RequestCredentials;
  /** Are its bytes to be counted as they go out? */
  counted: boolean;
}

export interface Reply {
  status: number;
  text: string;
  requestId: string | null;
  retryAfter: string | null;
  sandbox: boolean;
  /** The proxy keeps it under the request's key. */
  kept: boolean;
}

/** An extraction without what only JavaScript knows. */
export type ExtractionData<D extends Document = Document> = D extends Document
  ? Omit<ExtractionOf<D>, "attempts" | "sandbox" | "prepared" | "raw">
  : never;

export const glue: Glue = exported as Glue;
