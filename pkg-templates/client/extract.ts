// Takes one file from picked to its record.

import { abortedBy, demandSignal } from "../common/abort.js";
import { demand, demandListener, demandOptions, refuseMembers } from "../common/arguments.js";
import { fileOf, isBlob } from "../common/blob.js";
import { endedCall, type OcrError } from "../common/errors.js";
import { now, tell } from "../common/listeners.js";
import type {
  EncodeOptions,
  ErrorCode,
  Extraction,
  ExtractOptions,
  FileSource,
  Progress,
} from "../common/types.js";
import type { EncodedCall } from "../engine/glue.js";
import { init, run } from "../engine/instance.js";
import { prepareFor } from "../file/prepare.js";
import type { Member } from "./flight.js";
import type { Call, Requests, Source } from "./requests.js";
import { readHeaders } from "./settings.js";

/** What the worker's thread adds to a call. */
export interface ExtractHooks {
  /** Called and awaited before anything is sent. */
  beforeSending?: () => Promise<void>;
}

/** Does what `OcrClient.extract` promises. Ends with the result, or as soon as the caller leaves. */
export async function extractWith(
  requests: Requests,
  given: FileSource | Source,
  options: ExtractOptions,
  hooks: ExtractHooks = {},
): Promise<Extraction> {
  const { signal, onProgress, prepare = "auto", ...rest } = demandOptions(options);
  demandListener(onProgress, "onProgress");
  demandSignal(signal);
  const source = fileOf(given) ?? (given as Source);
  demand(prepare === "auto" || prepare === false, 'prepare must be "auto" or false');
  refuseMembers(rest, ["when", "maxBytes", "rotate"], "extract");
  demand(prepare || rest.crop == null, "crop: nothing is cut out with prepare: false");
  const { onEvent, vendor, upload } = requests.settings;
  const own: Partial<EncodeOptions> = rest;
  demand(own.vendor == null || own.vendor === vendor, `vendor: this client is for ${vendor}`);
  demand(own.upload == null || own.upload === upload, `upload: this client sends ${upload}`);
  const began = now();
  const done = (code: ErrorCode | null, { attempts, sandbox, warnings = [] }: Partial<Extraction> = {}) => {
    tell(onEvent, {
      phase: "done",
      ms: now() - began,
      code,
      attempts: attempts ?? null,
      sandbox: sandbox ?? null,
      warnings: warnings.map((warning) => warning.code),
    });
  };
  const left = new AbortController();
  let maySend = false;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(endedCall("aborted", maySend, { cause: signal?.reason }));
      // At once: the promise alone would leave the work time to send.
      left.abort();
    };
  });
  const beforeSending = async () => {
    stopIf(left.signal);
    await hooks.beforeSending?.();
    stopIf(left.signal);
    maySend = true;
  };
  signal?.addEventListener("abort", abort);
  try {
    if (signal?.aborted) abort();
    const work = signal?.aborted
      ? aborted
      : perform(requests, source, options ?? {}, left.signal, beforeSending);
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

/** Does the work of a call. `left` is aborted when the caller no longer waits; then nothing more is sent. */
async function perform(
  requests: Requests,
  source: Source,
  { signal, headers, onProgress, prepare = "auto", ...options }: ExtractOptions,
  left: AbortSignal,
  beforeSending: () => Promise<void>,
): Promise<Extraction> {
  const { vendor, upload, onEvent } = requests.settings;
  const call: Call = { ...options, vendor, upload };
  const own = readHeaders(headers ?? {});
  const totalBytes = isBlob(source) ? source.size : 0;
  const progress: Member = (phase: Progress["phase"], sentBytes = 0, total = totalBytes) =>
    tell(onProgress, { phase, sentBytes, totalBytes: total });
  progress.wanted = typeof onProgress === "function";
  await init();
  const made = isBlob(source)
    ? await prepareFor(
        source,
        { ...call, when: prepare ? "needed" : "never" },
        { signal: left, onPhase: progress, onEvent: (event) => tell(onEvent, event) },
      )
    : null;
  const file = made?.file ?? source;
  stopIf(left);
  progress("encoding", 0, isBlob(file) ? file.size : 0);
  const began = now();
  const body = await encode(file, call);
  tell(onEvent, { phase: "encoding", ms: now() - began, bytes: body.bytes });
  await beforeSending();
  stopIf(left);
  const prepared = made && made.changes.length > 0 ? made : null;
  return requests.join({ source: file, call, headers: own, body, prepared }, left, progress);
}

function stopIf(left: AbortSignal): void {
  if (left.aborted) throw abortedBy(left);
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
    "pass a File, a Blob, its bytes, or { url } with an https address",
  );
  return String(url);
}
