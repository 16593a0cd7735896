/**
 * `periksa/element`: defines `<periksa-input>` at import. Its types are without any of Lit's, which users need not have.
 * @module
 */
import type { Document, OcrEvent, Policy, Vendor } from "./common/types.js";
import type { PeriksaInputEventMap, PeriksaInputText } from "./element/public.js";
import type { Engine, SessionSettings } from "./session/settings.js";
import type { Snapshot } from "./session/snapshot.js";
export type { FileVerdict, PeriksaInputEventMap, PeriksaInputText } from "./element/public.js";
/**
 * `<periksa-input>`: a form's field for the photo of a document. It takes a file, checks it, prepares it where that
 * helps, and shows what will be sent; that file is its value in the form. A form does not go with a bad document. With
 * an `endpoint` it sends the file too and tells the record.
 * @example
 * <form>
 *   <periksa-input name="ktp" document="ktp" vendor="verihubs" required></periksa-input>
 * </form>
 */
export interface PeriksaInput<D extends Document = Document> extends HTMLElement {
    /** Attribute `document`. */
    document: D;
    /** Attribute `vendor`. */
    vendor: Vendor;
    /** Where your backend proxy answers; without it there is no button to send. Attribute `endpoint`. */
    endpoint?: string | URL | null;
    /** Attribute `validate-quality`. */
    validateQuality?: boolean;
    /** Attribute `quality="false"`. */
    quality?: boolean;
    /** Attribute `prepare="false"`. */
    prepare?: "auto" | false;
    /** Attribute `fail-open="false"`. */
    failOpen?: boolean;
    /** Attribute `upload`. */
    upload?: "base64" | "multipart" | null;
    /** Attribute `credentials`. */
    credentials?: "omit" | "same-origin" | "include" | null;
    /** Attribute `timeout-ms`. */
    timeoutMs?: number | null;
    /** Attribute `retries`. */
    retries?: number | null;
    /** Attribute `table`. */
    table?: boolean;
    /** Attribute `page`. */
    page?: 1 | 2 | 3 | 4 | null;
    /** Attribute `today`. */
    today?: string | null;
    policy?: Policy;
    headers?: Record<string, string>;
    engine?: Engine;
    onEvent?: (event: OcrEvent) => void;
    /** Own words in place of the element's, in the language of the nearest `lang`. */
    texts?: Partial<Record<PeriksaInputText, string>>;
    /** Attribute `name`: that of the file in the form. */
    name: string;
    /** Attribute `required`. */
    required: boolean;
    /** Attribute `disabled`. */
    disabled: boolean;
    readonly form: HTMLFormElement | null;
    readonly labels: NodeListOf<HTMLLabelElement>;
    readonly validity: ValidityState;
    readonly validationMessage: string;
    readonly willValidate: boolean;
    checkValidity(): boolean;
    reportValidity(): boolean;
    setCustomValidity(message: string): void;
    /** Where it stands; the attribute `phase` follows, and is not there while `idle`. */
    readonly snapshot: Snapshot<D>;
    /** The element's value: what would be sent, or `null`. */
    readonly file: Blob | null;
    /** Takes a file as if the person had picked it. Never rejects. */
    pick(file: Blob): Promise<void>;
    /** Turns the picture by a quarter, clockwise. Never rejects. */
    rotate(): Promise<void>;
    /** Sends the file, at first or again where that may help. Never rejects. */
    send(): Promise<void>;
    /** Ends what is under way. A call that was sent may have been charged. */
    cancel(): void;
    /** Forgets the file, and what came of it. */
    clear(): void;
    /** Resolves once what was changed is on the page. */
    readonly updateComplete: Promise<boolean>;
    addEventListener<K extends keyof PeriksaInputEventMap>(type: K, listener: (this: this, event: PeriksaInputEventMap<D>[K]) => void, options?: boolean | AddEventListenerOptions): void;
    addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: this, event: HTMLElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
    addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
    removeEventListener<K extends keyof PeriksaInputEventMap>(type: K, listener: (this: this, event: PeriksaInputEventMap<D>[K]) => void, options?: boolean | EventListenerOptions): void;
    removeEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: this, event: HTMLElementEventMap[K]) => void, options?: boolean | EventListenerOptions): void;
    removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}
/** Its class, for `new`, `extends` and `instanceof`. */
export interface PeriksaInputConstructor {
    new <D extends Document = Document>(): PeriksaInput<D>;
    readonly prototype: PeriksaInput;
    readonly formAssociated: true;
}
/**
 * The element in markup: what it can be given, and its listeners by name, as React 19, Preact and Solid take them.
 * `periksa/element/react` declares it for React.
 */
export interface PeriksaInputProps extends Partial<Pick<PeriksaInput, Exclude<keyof SessionSettings, "onEvent"> | "disabled" | "name" | "required" | "texts">> {
    "onperiksa-report"?: (event: PeriksaInputEventMap["periksa-report"]) => void;
    "onperiksa-record"?: (event: PeriksaInputEventMap["periksa-record"]) => void;
    "onperiksa-error"?: (event: PeriksaInputEventMap["periksa-error"]) => void;
}
/** The class of `<periksa-input>`, for `new`, `extends` and `instanceof`. */
export declare const PeriksaInput: PeriksaInputConstructor;
declare global {
    interface HTMLElementTagNameMap {
        "periksa-input": PeriksaInput;
    }
}
