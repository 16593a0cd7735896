// The client: one file's way from check to record.

import { abortedBy, demandSignal } from "../common/abort.js";
import { isBlob } from "../common/blob.js";
import { demand } from "../common/demands.js";
import { errorWithoutEngine, type OcrError, rejection } from "../common/errors.js";
import { now, tell } from "../common/listeners.js";
import type {
  Billed,
  ClientSettings,
  DocumentsOf,
  ErrorCode,
  Extraction,
  ExtractOptions,
  Fit,
  OcrEvent,
  Progress,
  Vendor,
} from "../common/types.js";
import type { Call, EncodedCall } from "../engine/glue.js";
import { init, run } from "../engine/instance.js";
import { fit } from "../file/fit.js";
import type { Member } from "./flight.js";
import { Requests, type Source } from "./requests.js";
import { readHeaders, readSettings } from "./settings.js";

/** Among the options of `extract`: called before anything is sent, and waited for. @internal */
export const BEFORE_SENDING: unique symbol = Symbol("before sending");

type Options = ExtractOptions & { [BEFORE_SENDING]?: () => Promise<void> };

/** What each client has inside. Not a private member, which the declarations would tell of: a stand-in could not have it. */
const requestsOf = new WeakMap<object, Requests>();

/**
 * Checks a file, sends it through your proxy, and reads the answer. Keep one for each proxy and vendor.
 * @example
 * const client = new OcrClient({ endpoint: "/api/ocr", vendor: "verihubs" });
 * const { record } = await client.extract(file, { document: "ktp" });
 */
export class OcrClient<V extends Vendor = Vendor> {
  /** @throws {OcrError} `invalid_options` */
  constructor(settings: ClientSettings<V>) {
    requestsOf.set(this, new Requests(readSettings(settings)));
  }

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
  async extract<D extends DocumentsOf[V]>(
    source: Blob | { url: string | URL },
    options: ExtractOptions<D>,
  ): Promise<Extraction<D>> {
    const requests = requestsOf.get(this);
    if (!requests) throw new TypeError("extract is a method of OcrClient");
    return (await extract(requests, source, options ?? {})) as Extraction<D>;
  }
}

/** Until there is an outcome, or the caller leaves. */
async function extract(requests: Requests, source: Source, options: Options): Promise<Extraction> {
  const { signal, onProgress } = options;
  demand(onProgress == null || typeof onProgress === "function", "onProgress must be a function");
  demandSignal(signal);
  const { prepare = "auto" } = options;
  demand(prepare === "auto" || prepare === false, 'prepare must be "auto" or false');
  const { onEvent } = requests.settings;
  const began = now();
  const done = (code: ErrorCode | null, { attempts, sandbox, warnings = [] }: Partial<Extraction> = {}) => {
    tell(onEvent, {
      stage: "done",
      ms: now() - began,
      code,
      attempts: attempts ?? null,
      sandbox: sandbox ?? null,
      warnings: warnings.map((warning) => warning.code),
    });
  };
  const left = new AbortController();
  let billed: Billed = "no";
  const onSend = () => {
    billed = "unknown";
  };
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(errorWithoutEngine("aborted", { billed, cause: signal?.reason }));
  });
  signal?.addEventListener("abort", abort);
  try {
    if (signal?.aborted) abort();
    const work = signal?.aborted ? aborted : perform(requests, source, options, left.signal, onSend);
    const extraction = await Promise.race([aborted, work]);
    done(null, extraction);
    return extraction;
  } catch (error) {
    done((error as OcrError).code);
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
    left.abort();
  }
}

/** `left` is aborted when nobody waits for the outcome any more; `onSend` is called before anything is sent. */
async function perform(
  requests: Requests,
  source: Source,
  options: Options,
  left: AbortSignal,
  onSend: () => void,
): Promise<Extraction> {
  const { vendor, upload, onEvent } = requests.settings;
  const { document, validateQuality, table, page, today, attempt } = options;
  const headers = readHeaders(options.headers ?? {});
  const call: Call = { document, vendor, validateQuality, table, page, upload, today, attempt };
  const totalBytes = isBlob(source) ? source.size : 0;
  const progress: Member = (phase: Progress["phase"], sentBytes = 0, total = totalBytes) =>
    tell(options.onProgress, { phase, sentBytes, totalBytes: total });
  progress.wanted = typeof options.onProgress === "function";
  const stop = () => {
    if (left.aborted) throw abortedBy(left);
  };
  await init();
  const { file, prepared } = isBlob(source)
    ? await made(source, { ...options, ...call }, left, progress, (event) => tell(onEvent, event))
    : { file: source, prepared: null };
  stop();
  progress("encoding", 0, isBlob(file) ? file.size : 0);
  const began = now();
  const body = await encode(file, call);
  tell(onEvent, { stage: "encode", ms: now() - began, bytes: body.bytes });
  stop();
  await options[BEFORE_SENDING]?.();
  stop();
  onSend();
  return requests.join({ source: file, call, headers, body, prepared }, left, progress);
}

async function made(
  source: Blob,
  options: ExtractOptions & Call,
  left: AbortSignal,
  progress: Member,
  onEvent: (event: OcrEvent) => void,
): Promise<Fit> {
  const made = await fit(source, options, { signal: left, progress, onEvent });
  if (made.report && !made.report.ok) throw rejection(made.report);
  return made;
}

function encode(source: Source, call: Call): Promise<EncodedCall> {
  return run((engine, wake) =>
    isBlob(source)
      ? engine.encode_call(source, call, wake)
      : engine.encode_url_call(urlOf(source), call, wake),
  );
}

function urlOf(source: { url: string | URL } | null | undefined): string {
  const url = source?.url;
  demand(
    typeof url === "string" || url instanceof URL,
    "pass a File, a Blob, or { url } with an https address",
  );
  return String(url);
}
