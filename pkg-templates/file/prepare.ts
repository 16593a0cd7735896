// A file made fit for a vendor: turned, shrunk, converted, without metadata.

import { abortedBy, demandSignal, untilAborted } from "../common/abort.js";
import { isBlob } from "../common/blob.js";
import { demand } from "../common/demands.js";
import type { CheckReport, Format, Prepared, PrepareOptions } from "../common/types.js";
import { run } from "../engine/instance.js";
import { decodeNatively } from "./native.js";

/** Formats that browsers may decode and the engine doesn't. */
const NATIVE: Format[] = ["webp", "heic", "avif"];

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
export async function prepare(file: Blob, options: PrepareOptions): Promise<Prepared> {
  demand(isBlob(file), "the file must be a File or Blob");
  const { signal } = options ?? {};
  demandSignal(signal);
  const work = look(file, options).then((report) => make(file, options, report, false, signal));
  return untilAborted(work, signal);
}

/**
 * What `extract` does of its own accord; `null` where the file may go as it is. `report` is on the file, if there is one.
 * @internal
 */
export async function prepareIfNeeded(
  file: Blob,
  options: PrepareOptions,
  report: CheckReport | null,
  signal: AbortSignal | undefined,
): Promise<Prepared | null> {
  return make(file, options, report ?? (await look(file, options)), true, signal);
}

async function look(file: Blob, options: PrepareOptions): Promise<CheckReport> {
  const { report } = await run((engine, wake) => engine.check(file, { ...options, quality: false }, wake));
  return report;
}

async function make(
  file: Blob,
  options: PrepareOptions,
  report: CheckReport,
  auto: false,
  signal: AbortSignal | undefined,
): Promise<Prepared>;
async function make(
  file: Blob,
  options: PrepareOptions,
  report: CheckReport,
  auto: boolean,
  signal: AbortSignal | undefined,
): Promise<Prepared | null>;
async function make(
  file: Blob,
  options: PrepareOptions,
  report: CheckReport,
  auto: boolean,
  signal: AbortSignal | undefined,
): Promise<Prepared | null> {
  const stop = () => {
    if (signal?.aborted) throw abortedBy(signal);
  };
  stop();
  const native = canConvert(report) ? await decodeNatively(file, report.facts, signal) : null;
  stop();
  const prepared = await run((engine, wake) => engine.prepare(file, options, auto, native, wake));
  stop();
  return prepared && { ...prepared, decoder: native ? "native" : "periksa" };
}

/** Is nothing wrong but a format that a browser may decode? */
function canConvert({ facts, problems }: CheckReport): boolean {
  const [first, ...others] = problems.filter(({ severity }) => severity === "error");
  return NATIVE.includes(facts.format) && others.length === 0 && first?.fix === "convert";
}

/** Could preparing mend all that is wrong with a file? @internal */
export function canMend({ problems }: CheckReport): boolean {
  const errors = problems.filter(({ severity }) => severity === "error");
  return errors.every(({ fix }) => fix === "convert" || fix === "shrink");
}
