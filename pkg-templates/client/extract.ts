// Takes one file from picked to its record.

import { abortedBy } from "../common/abort.js";
import { demand, demandOptions, refuseMembers } from "../common/arguments.js";
import { fileOf, isBlob } from "../common/blob.js";
import { now, tell } from "../common/listeners.js";
import type { EncodeOptions, Extraction, ExtractOptions, FileSource } from "../common/types.js";
import type { EncodedCall } from "../engine/glue.js";
import { init, run } from "../engine/instance.js";
import { prepareFor } from "../file/prepare.js";
import type { Call, Requests, Work } from "./requests.js";
import { readHeaders } from "./settings.js";
import { demandCallOptions, memberOf, supervise } from "./supervise.js";
import type { Source } from "./transmit.js";
import type { Unsettled } from "./unsettled.js";
import { demandName } from "./wanted.js";

/** What the worker's thread adds to a call. */
export interface ExtractHooks {
  /** Keeps the call, before anything is sent. By default the client's own ledger does. */
  beforeSending?: (call: Unsettled) => Promise<void>;
}

/** Does what `OcrClient.extract` promises. Ends with the result, or as soon as the caller leaves. */
export async function extractWith(
  requests: Requests,
  given: FileSource | Source,
  options: ExtractOptions,
  { beforeSending = async (call) => requests.ledger.keep(call) }: ExtractHooks = {},
): Promise<Extraction> {
  const { signal, onProgress, prepare = "auto", resumeAs, ...rest } = demandOptions(options);
  demandCallOptions({ signal, onProgress });
  const source = fileOf(given) ?? (given as Source);
  demand(prepare === "auto" || prepare === false, 'prepare must be "auto" or false');
  demandName(resumeAs);
  refuseMembers(rest, ["when", "maxBytes", "rotate"], "extract");
  demand(prepare || rest.crop == null, "crop: nothing is cut out with prepare: false");
  const { vendor, upload } = requests.settings;
  const own: Partial<EncodeOptions> = rest;
  demand(own.vendor == null || own.vendor === vendor, `vendor: this client is for ${vendor}`);
  demand(own.upload == null || own.upload === upload, `upload: this client sends ${upload}`);
  return supervise(requests.settings, signal, (left, onSend) =>
    perform(requests, source, options ?? {}, left, async (call) => {
      stopIf(left);
      await beforeSending(call);
      stopIf(left);
      onSend();
    }),
  );
}

/** Does the work of a call. `left` is aborted when the caller no longer waits; then nothing more is sent. */
async function perform(
  requests: Requests,
  source: Source,
  { signal, headers, onProgress, prepare = "auto", resumeAs = "", ...options }: ExtractOptions,
  left: AbortSignal,
  beforeSending: (call: Unsettled) => Promise<void>,
): Promise<Extraction> {
  const { vendor, upload, onEvent } = requests.settings;
  const call: Call = { ...options, vendor, upload };
  const own = readHeaders(headers ?? {});
  const progress = memberOf(onProgress, isBlob(source) ? source.size : 0);
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
  const prepared = made && made.changes.length > 0 ? made : null;
  const work: Work = { source: file, call, headers: own, body, prepared, resumeAs };
  const unsettled = requests.unsettled(work);
  const wasUnsettled = requests.ledger.find(unsettled) !== undefined;
  await beforeSending(unsettled);
  stopIf(left);
  return requests.join(work, wasUnsettled, left, progress);
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
