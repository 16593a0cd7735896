import type { AbortOptions, CheckOptions, CheckReport, FileFacts, FileSource, QualityReport } from "../common/types.js";
/**
 * What is known of a file, by its content. Reads some kilobytes of it, whatever its size.
 * @param file Of any kind, or its bytes: what is not recognised has the format `unknown`.
 * @param options `signal`, to leave early.
 * @returns Format, size in bytes and pixels, orientation, whether all of it is there.
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `aborted`, `invalid_options`
 * @example
 * const { format, displayWidth, complete } = await inspect(file);
 */
export declare function inspect(file: FileSource, options?: AbortOptions): Promise<FileFacts>;
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
export declare function check(file: FileSource, options: CheckOptions): Promise<CheckReport>;
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
export declare function assessQuality(file: FileSource, options?: AbortOptions): Promise<QualityReport>;
