/**
 * `periksa/element`: defines `<periksa-input>` at import.
 * @module
 */
import type { Document } from "./common/types.js";
import type { PeriksaInputConstructor, PeriksaInput as PeriksaInputInstance } from "./element/public.js";
export type { FileVerdict, PeriksaInputConstructor, PeriksaInputEventMap, PeriksaInputProps, PeriksaInputText, } from "./element/public.js";
/**
 * `<periksa-input>`: a form's field for the photo of a document. It takes a file, checks it, prepares it where that
 * helps, and shows what will be sent; that file is its value in the form. A form does not go with a bad document. With
 * an `endpoint` it sends the file too and tells the record.
 * @example
 * <form>
 *   <periksa-input name="ktp" document="ktp" vendor="verihubs" required></periksa-input>
 * </form>
 */
export type PeriksaInput<D extends Document = Document> = PeriksaInputInstance<D>;
/** The class of `<periksa-input>`, for `new`, `extends` and `instanceof`. */
export declare const PeriksaInput: PeriksaInputConstructor;
declare global {
    interface HTMLElementTagNameMap {
        "periksa-input": PeriksaInputInstance;
    }
}
