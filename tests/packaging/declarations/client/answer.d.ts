import type { DocumentKind, Extraction, NormalizeOptions } from "../common/types.js";
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
 * The same without a promise. Needs `init` awaited once.
 * @param response The answer's body: its text, its bytes, or parsed.
 * @param options Whose answer about what; its HTTP status where you know it.
 * @returns The record, with what the vendor said beside it.
 * @throws {OcrError} what the vendor's answer says; `partial` holds what could be read all the same
 * @example
 * await init();
 * const { record } = normalizeSync(text, { document: "ktp", vendor: "verihubs", status: 200 });
 */
export declare function normalizeSync<D extends DocumentKind>(response: string | object, options: NormalizeOptions & {
    document: D;
}): Extraction<D>;
