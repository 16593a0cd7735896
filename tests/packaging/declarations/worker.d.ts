/**
 * Every function of `periksa` that gives a promise, off the main thread. Nothing needs `init`.
 * The first call starts a worker; nothing happens at import.
 * @module
 */
import type { AbortOptions, CheckOptions, CheckReport, ClientSettings, DocumentKind, DocumentsOf, EncodedRequest, EncodeOptions, Extraction, ExtractOptions, FileFacts, FileSource, MessageTable, Nik, NormalizeOptions, Prepared, PrepareOptions, QualityReport, Requirements, ResumeOptions, Vendor, WasmSource } from "./common/types.js";
export { isOcrError, OcrError, type OcrErrorMembers } from "./common/errors.js";
export type * from "./common/types.js";
/**
 * Starts the worker and loads its engine. Every function does so by itself.
 * Safe to call again; after a failure the next call tries again.
 * @param wasm Where the wasm is, or the wasm itself. By default the worker loads it from beside its script.
 * @returns When the engine is there.
 * @throws {OcrError} `engine_unavailable`; its message tells the developer what was tried and what is missing
 * @example
 * await init(); // usually left to the first call
 */
export default function init(wasm?: WasmSource): Promise<void>;
/**
 * What the vendor takes of the document.
 * @param document What is read.
 * @param vendor Who reads it.
 * @returns Formats, bytes and pixels, and `accept` for your file input.
 * @throws {OcrError} `invalid_options`, `engine_unavailable`
 * @example
 * const { accept } = await requirements("ktp", "verihubs"); // "image/jpeg,image/png"
 */
export declare function requirements(document: DocumentKind, vendor: Vendor): Promise<Requirements>;
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
/**
 * The file as the vendor takes it: checked, upright, within the limit, without metadata (EXIF, location, comments, films).
 * A JPEG or PNG that is upright and small enough keeps every pixel; any other becomes a JPEG, never larger than it was and
 * never with fewer pixels than the vendor takes. WebP, HEIC and AVIF are converted where this browser can decode them. A
 * PDF stays as it is.
 *
 * With `when: "needed"` it is what `extract` does by itself before it sends, for forms that show the very file they will
 * send; then call `extract` with `check: false, prepare: false`.
 * @param file The picked file; on a server its bytes.
 * @param options For which document and vendor; when it is prepared and how it is checked.
 * @returns The file to send, the report on it, what was changed, and where its pixels were in the original.
 * @throws {OcrError} `invalid_file` where it can't be sent, with its `report`; `aborted`, `file_unreadable`,
 * `engine_unavailable`, `invalid_options`
 * @example
 * const { file, report } = await prepare(picked, { document: "ktp", vendor: "verihubs", when: "needed" });
 * preview.src = URL.createObjectURL(file);
 */
export declare function prepare(file: FileSource, options: PrepareOptions): Promise<Prepared>;
/**
 * The file as base64, unchecked.
 * @param file Or its bytes; at most 256 MiB.
 * @returns Its bytes as text, without line breaks.
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `invalid_options`
 */
export declare function toBase64(file: FileSource): Promise<string>;
/**
 * The file as a data URL of its real type, unchecked.
 * @param file Or its bytes; at most 256 MiB.
 * @returns `data:image/jpeg;base64,…`
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `invalid_options`
 */
export declare function toDataUrl(file: FileSource): Promise<string>;
/**
 * The body your proxy wants, unchecked, for your own `fetch`.
 * @param file The picked file; on a server its bytes.
 * @param options For which document and vendor; JSON and form as the vendor takes it, or always a form.
 * @returns The body, built as bytes, and the headers it needs.
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `invalid_options`
 * @example
 * const request = await encodeRequest(file, { document: "ktp", vendor: "verihubs" });
 * await fetch("/api/ocr/verihubs/ktp", { method: "POST", ...request });
 */
export declare function encodeRequest(file: FileSource, options: EncodeOptions): Promise<EncodedRequest>;
/**
 * Reads a vendor's answer, straight or through a proxy.
 * @param response The answer's body: its text, its bytes, or parsed.
 * @param options Whose answer about what; its HTTP status where you know it.
 * @returns The record, with what the vendor said beside it.
 * @throws {OcrError} what the vendor's answer says; `partial` holds what could be read all the same
 * @example
 * const { record } = await normalize(text, { document: "ktp", vendor: "verihubs", status: 200 });
 */
export declare function normalize<D extends DocumentKind>(response: string | object, options: NormalizeOptions & {
    document: D;
}): Promise<Extraction<D>>;
/**
 * What a NIK says by itself, for forms: province and codes of the first registration, the days of birth it may mean,
 * gender, serial, and what looks wrong with it. A suggestion for misread letters is in `warnings`, never applied.
 * @param text As typed: spaces, dots and hyphens don't matter.
 * @returns What its digits say; `null` where they say nothing.
 * @throws {OcrError} `invalid_options`, `engine_unavailable`
 * @example
 * const { birthDates, warnings } = await parseNik("3201015703940007");
 */
export declare function parseNik(text: string): Promise<Nik>;
/**
 * Adds messages in a further language, for this worker and those after it.
 * @param language Its tag, such as `jv`.
 * @param texts By code of a problem, warning or error.
 * @throws {OcrError} `invalid_options`
 */
export declare function registerMessages(language: string, texts: MessageTable): Promise<void>;
/**
 * Ends the worker and frees its memory. Calls under way reject with `engine_unavailable`; the next call starts another
 * worker.
 */
export declare function terminate(): void;
/**
 * Checks a file, sends it through your proxy, and reads the answer. Keep one for each proxy and vendor.
 * @example
 * const client = new OcrClient({ endpoint: "/api/ocr", vendor: "verihubs" });
 * const { record } = await client.extract(file, { document: "ktp" });
 */
export declare class OcrClient<V extends Vendor = Vendor> {
    /** @throws {OcrError} `invalid_options` */
    constructor(settings: ClientSettings<V>);
    /**
     * Forgets the calls of this tab that have no answer yet, for all clients, sessions and elements: when the person signs out.
     * @example
     * signOut.addEventListener("click", () => OcrClient.forget());
     */
    static forget(): void;
    /**
     * Equal calls in flight share one request. A request is repeated only where it can't have been charged.
     * @param source The picked file; on a server its bytes; or, for Verihubs' KTP, an https address that Verihubs fetches itself.
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
    extract<D extends DocumentsOf[V]>(source: FileSource | {
        url: string | URL;
    }, options: ExtractOptions<D>): Promise<Extraction<D>>;
    /**
     * Asks your proxy for the answer of a call that has none yet: after a time-out or a lost connection, or where the tab was
     * loaded anew meanwhile. Nothing is sent again. It asks for as long as the proxy may have the answer, some fifteen minutes,
     * and gives up after two and a half without contact; a `signal` ends it before.
     * @param options Which document; `resumeAs` where `extract` was given one.
     * @returns The record; `null` where this tab has no such call.
     * @throws {OcrError} what the answer says; `timeout` where the proxy knows no such call, or can't be asked so: sent again, the
     * same file has the same key
     * @example
     * const client = new OcrClient({ endpoint: "/api/ocr", vendor: "verihubs" });
     * const extraction = await client.resume({ document: "ktp" });
     * if (extraction) form.nik.value = extraction.record.nik.value ?? "";
     */
    resume<D extends DocumentsOf[V]>(options: ResumeOptions<D>): Promise<Extraction<D> | null>;
}
