import type { Prepared, PrepareOptions } from "../common/types.js";
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
export declare function prepare(file: Blob, options: PrepareOptions): Promise<Prepared>;
