// Types of the wasm's exports. The glue that wasm-pack makes is declared without functions: see periksa.d.ts.

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
import type { CardFinder } from "./card-finder.js";

export interface Glue extends Learner {
  default(source: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  /** The next call of an export starts a new instance. */
  restart(): void;
  memory_bytes(): number;
  /** Has this instance load the card finder by it when pixels are judged. What it rejects with, the job does. */
  use_card_finder(load: (isNeeded: boolean) => Promise<CardFinder | undefined>): void;
  requirements(options: EngineOptions): Requirements;
  inspect(file: Blob, wake: Wake): Job<FileFacts>;
  check(file: Blob, options: EngineOptions, wake: Wake): Job<Checked>;
  assess_quality(file: Blob, wake: Wake): Job<QualityReport>;
  /** Throws `invalid_file` with the report of a file that can't be sent. */
  prepare(file: Blob, options: EngineOptions, host: FileHost, wake: Wake): Job<Prepared>;
  to_base64(file: Blob, wake: Wake): Job<string>;
  to_data_url(file: Blob, wake: Wake): Job<string>;
  encode_request(file: Blob, options: EngineOptions, wake: Wake): Job<EncodedRequest>;
  encode_call(file: Blob, options: EngineOptions, wake: Wake): Job<EncodedCall>;
  encode_url_call(url: string, options: EngineOptions, wake: Wake): Job<EncodedCall>;
  /** Calls `onUpload` once, as the browser takes the body over. Follows no redirect. */
  send(request: HttpRequest, signal: AbortSignal, onUpload: () => void, wake: Wake): Job<Reply>;
  /** Throws nothing but `invalid_options`. */
  read(
    text: string,
    options: EngineOptions,
    reply: { status: number | null; requestId?: string | null; kept?: boolean },
  ): EndedCall;
  /** Returns the result of a call that got no answer. */
  failure(code: ErrorCode, sent: boolean): EndedCall & { extraction: null; error: OcrErrorMembers };
  parse_nik(text: string): Nik;
}

/** Options as plain data. The engine refuses unknown members, and names their path. */
export type EngineOptions = object;

/** A running asynchronous export: `poll` tells whether it has ended, `outcome` then returns or throws its result. */
export interface Job<T> {
  poll(): boolean;
  outcome(): T;
  free(): void;
}

/** Called when a job has to be polled again. */
export type Wake = () => void;

export interface Checked {
  report: CheckReport;
  /** Findings that the policy only measures. */
  shadowed: ProblemCode[];
}

/** What `prepare` asks of JavaScript, and reports to it. */
export interface FileHost {
  readonly signal: AbortSignal | undefined;
  /** Has the browser decode a format that the engine can't decode; `null` where the browser can't either. */
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
  /** EXIF orientation that still has to be applied. */
  orientation: number;
}

/** A request's body, its path under the endpoint, and its idempotency key. */
export interface EncodedCall extends EncodedRequest {
  path: string;
  key: string;
  bytes: number;
}

/** A request to the proxy: a POST, or a GET without a body. */
export interface HttpRequest {
  url: string;
  /** `null` for a GET. */
  body: Blob | FormData | null;
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
  /** The key under which the proxy keeps this answer, or that it is one kept before; `null` where it says nothing of the kind. */
  kept: string | null;
}

/** The result of a call: an extraction or an error. */
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
