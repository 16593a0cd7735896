// Reports on files. Rust judges them.

import { demandSignal, untilAborted } from "../common/abort.js";
import { demandOptions, optionsOrNone, refuseMembers } from "../common/arguments.js";
import { demandFile } from "../common/blob.js";
import type {
  AbortOptions,
  CheckOptions,
  CheckReport,
  FileFacts,
  FileSource,
  QualityReport,
} from "../common/types.js";
import type { Glue, Job, Wake } from "../engine/glue.js";
import { run } from "../engine/instance.js";

/**
 * What is known of a file, by its content. Reads some kilobytes of it, whatever its size.
 * @param file Of any kind, or its bytes: what is not recognised has the format `unknown`.
 * @param options `signal`, to leave early.
 * @returns Format, size in bytes and pixels, orientation, whether all of it is there.
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `aborted`, `invalid_options`
 * @example
 * const { format, displayWidth, complete } = await inspect(file);
 */
export async function inspect(file: FileSource, options?: AbortOptions): Promise<FileFacts> {
  const { signal } = optionsOrNone(options);
  return withBlob(file, (engine, blob, wake) => engine.inspect(blob, wake), { signal });
}

/**
 * The facts of a file, and what the vendor would reject it for. A bad file is a report, not an exception; `fixable` says
 * whether `prepare` can mend it. Its pixels are judged where nothing else is wrong; with `checkQuality: false` only some
 * kilobytes of it are read.
 * @param file The picked file; on a server its bytes.
 * @param options For which document and vendor, and how its pixels are judged.
 * @returns `ok` where no problem is of severity `error`; the problems, worst first.
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `aborted`, `invalid_options`
 * @example
 * const { problems } = await check(file, { document: "ktp", vendor: "verihubs" });
 * for (const { messages } of problems) show(messages.id);
 */
export async function check(file: FileSource, options: CheckOptions): Promise<CheckReport> {
  const { signal, ...given } = demandOptions(options);
  refuseMembers(given, ["when", "maxBytes", "rotate", "crop", "upload", "today"], "check");
  const { report } = await withBlob(file, (engine, blob, wake) => engine.check(blob, given, wake), {
    signal,
  });
  return report;
}

/**
 * What the pixels of a JPEG or PNG show: Verihubs' four checks, and where the card is.
 * @param file A JPEG or PNG, or its bytes.
 * @param options `signal`, to leave early.
 * @returns Scores of 0..1, 1 is worst, beside the usual thresholds; the card in pixels of the upright picture.
 * @throws {OcrError} `invalid_file` where the pixels can't be had, `file_unreadable`, `engine_unavailable`, `aborted`,
 * `invalid_options`
 * @example
 * const { blur, card } = await assessQuality(file);
 * console.log(blur.score, blur.threshold, card?.corners);
 */
export async function assessQuality(file: FileSource, options?: AbortOptions): Promise<QualityReport> {
  const { signal } = optionsOrNone(options);
  return withBlob(file, (engine, blob, wake) => engine.assess_quality(blob, wake), { signal });
}

/** Runs an export on a file. Throws `invalid_options` where it is no file. @internal */
export async function withBlob<T>(
  file: FileSource,
  start: (engine: Glue, file: Blob, wake: Wake) => Job<T>,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<T> {
  const blob = demandFile(file);
  demandSignal(signal);
  return untilAborted(() => run((engine, wake) => start(engine, blob, wake)), signal);
}
