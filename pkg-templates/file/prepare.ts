// Makes a file ready to be sent. Rust decides what is done to it.

import { demandSignal, untilAborted } from "../common/abort.js";
import { demandListener, demandOptions, refuseMembers } from "../common/arguments.js";
import { demandFile } from "../common/blob.js";
import { now, tell } from "../common/listeners.js";
import type { FileSource, OcrEvent, Prepared, PrepareOptions } from "../common/types.js";
import type { EngineOptions, FileHost, FilePhase } from "../engine/glue.js";
import { run } from "../engine/instance.js";
import { decodeInBrowser } from "./browser-decoder.js";

/**
 * The file as the vendor takes it: checked, upright, within the limit, without metadata (EXIF, location, comments, films).
 * A JPEG or PNG that is upright and small enough keeps every pixel; any other becomes a JPEG, never larger than it was and
 * never with fewer pixels than the vendor takes. WebP, HEIC and AVIF are converted where this browser can decode them. A
 * PDF stays as it is.
 *
 * With `when: "needed"` it is what `extract` does by itself before it sends, for forms that show the very file they will
 * send; then call `extract` with `check: false, prepare: false`.
 * @param source The picked file; on a server its bytes.
 * @param options For which document and vendor; when it is prepared and how it is checked.
 * @returns The file to send, the report on it, what was changed, and where its pixels were in the original.
 * @throws {OcrError} `invalid_file` where it can't be sent, with its `report`; `aborted`, `file_unreadable`,
 * `engine_unavailable`, `invalid_options`
 * @example
 * const { file, report } = await prepare(picked, { document: "ktp", vendor: "verihubs", when: "needed" });
 * preview.src = URL.createObjectURL(file);
 */
export async function prepare(source: FileSource, options: PrepareOptions): Promise<Prepared> {
  const file = demandFile(source);
  const { signal, onProgress, onEvent, ...given } = demandOptions(options);
  refuseMembers(given, ["upload", "today"], "prepare");
  demandSignal(signal);
  demandListener(onProgress, "onProgress");
  demandListener(onEvent, "onEvent");
  const listening: Listening = {
    signal,
    onPhase: (phase) => tell(onProgress, { phase, sentBytes: 0, totalBytes: file.size }),
    onEvent: (event) => tell(onEvent, event),
  };
  return untilAborted(() => prepareFor(file, given, listening), signal);
}

/** What the caller of `prepareFor` wants to hear, and how it leaves early. @internal */
export interface Listening {
  signal: AbortSignal | undefined;
  onPhase: (phase: FilePhase) => void;
  onEvent: (event: OcrEvent) => void;
}

/** Runs the engine's `prepare`, and adds to each event how long its phase took. @internal */
export function prepareFor(
  file: Blob,
  options: EngineOptions,
  { signal, onPhase, onEvent }: Listening,
): Promise<Prepared> {
  let began = now();
  const host: FileHost = {
    signal,
    decode: (other, facts) => decodeInBrowser(other, facts, signal),
    phase: onPhase,
    event: (event) => {
      const ms = now() - began;
      began += ms;
      onEvent({ ...event, ms });
    },
  };
  return run((engine, wake) => engine.prepare(file, options, host, wake));
}
