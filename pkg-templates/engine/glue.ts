// The border to the wasm: what the glue that wasm-pack makes exports, which declares no functions itself.

import type { OcrErrorMembers } from "../common/errors.js";
import type { Learner } from "../common/languages.js";
import type {
  CallOutcome,
  CheckReport,
  DocumentKind,
  EncodedRequest,
  ErrorCode,
  ExtractionOf,
  FileFacts,
  Nik,
  OcrEvent,
  Prepared,
  ProblemCode,
  QualityReport,
  Requirements,
} from "../common/types.js";
import * as exported from "../periksa.js";

export interface Glue extends Learner {
  default(source: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  /** The next call of an export starts a new instance. */
  restart(): void;
  memory_bytes(): number;
  requirements(options: EngineOptions): Requirements;
  inspect(file: Blob, wake: Wake): Job<FileFacts>;
  check(file: Blob, options: EngineOptions, wake: Wake): Job<Checked>;
  assess_quality(file: Blob, wake: Wake): Job<QualityReport>;
  /** Throws `invalid_file` with the report of a file that can't be sent. */
  prepare(file: Blob, options: EngineOptions, host: Host, wake: Wake): Job<Prepared>;
  to_base64(file: Blob, wake: Wake): Job<string>;
  to_data_url(file: Blob, wake: Wake): Job<string>;
  encode_call(file: Blob, options: EngineOptions, wake: Wake): Job<EncodedCall>;
  encode_url_call(url: string, options: EngineOptions, wake: Wake): Job<EncodedCall>;
  /** Calls `onUpload` once, as the browser takes the body over. Follows no redirect. */
  send(request: Request, signal: AbortSignal, onUpload: () => void, wake: Wake): Job<Reply>;
  /** Throws nothing but `invalid_options`. */
  read(
    text: string,
    options: EngineOptions,
    reply: Partial<Pick<Reply, "requestId" | "kept">> & { status: number | null },
  ): EndedCall;
  /** What a call comes to that has no answer. */
  failure(code: ErrorCode, sent: boolean): EndedCall & { extraction: null; error: OcrErrorMembers };
  parse_nik(text: string): Nik;
}

/** Options as plain data. The engine refuses what it does not know, and says where it is. */
export type EngineOptions = object;

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

/** What the page does for a file on its way, and what it hears of it. */
export interface Host {
  readonly signal: AbortSignal | undefined;
  /** Has the browser decode a format that the engine doesn't: `null` where it can't. */
  decode(file: Blob, facts: FileFacts): Promise<BrowserPixels | null>;
  phase(phase: FilePhase): void;
  event(event: FileEvent): void;
}

export type FilePhase = "checking" | "preparing";

/** An event of these phases, without the time it took. */
export type FileEvent = WithoutTime<Extract<OcrEvent, { phase: FilePhase }>>;
type WithoutTime<E> = E extends OcrEvent ? Omit<E, "ms"> : never;

/** Pixels that the browser decoded. */
export interface BrowserPixels {
  rgba: Uint8Array;
  width: number;
  height: number;
  /** Bytes from one row to the next. */
  stride: number;
  /** What is left to be done to see it upright. */
  orientation: number;
}

/** A request's body, where it goes and what it is known by. */
export interface EncodedCall extends EncodedRequest {
  path: string;
  key: string;
  bytes: number;
}

export interface Request {
  url: string;
  body: Blob | FormData;
  headers: Record<string, string>;
  credentials: RequestCredentials;
}

export interface Reply {
  /** 0 for a redirect, of which browsers tell no more. */
  status: number;
  text: string;
  requestId: string | null;
  retryAfter: string | null;
  sandbox: boolean;
  /** The proxy keeps it under the request's key. */
  kept: boolean;
}

/** What a call came to: an extraction or an error. */
export interface EndedCall {
  extraction: ExtractionData | null;
  /** Its `partial` is an extraction's data too. */
  error: (Omit<OcrErrorMembers, "partial"> & { partial?: ExtractionData | null }) | null;
  outcome: CallOutcome;
}

/** An extraction without what only JavaScript knows. */
export type ExtractionData<D extends DocumentKind = DocumentKind> = D extends DocumentKind
  ? Omit<ExtractionOf<D>, "attempts" | "sandbox" | "prepared" | "raw">
  : never;

export const glue: Glue = exported as unknown as Glue;
