import type { ClientSettings, DocumentsOf, Extraction, ExtractOptions, FileSource, ResumeOptions, Vendor } from "../common/types.js";
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
