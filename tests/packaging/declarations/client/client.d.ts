import type { ClientSettings, DocumentsOf, Extraction, ExtractOptions, FileSource, Vendor } from "../common/types.js";
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
}
