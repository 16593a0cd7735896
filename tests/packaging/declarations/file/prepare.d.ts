import type { FileSource, Prepared, PrepareOptions } from "../common/types.js";
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
export declare function prepare(source: FileSource, options: PrepareOptions): Promise<Prepared>;
