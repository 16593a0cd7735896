/**
 * `periksa/element`: defines `<periksa-input>` at import. Its types name none of Lit's, which users may not have installed.
 * @module
 */

import type { DocumentKind, OcrEvent, Policy, Vendor } from "./common/types.js";
import { PeriksaInputElement } from "./element/element.js";
import type { PeriksaInputEventMap, PeriksaInputText } from "./element/public.js";
import type { Picked, SessionEngine } from "./session/settings.js";
import type { SessionSnapshot } from "./session/snapshot.js";

export type { FileVerdict, PeriksaInputEventMap, PeriksaInputText } from "./element/public.js";

/**
 * `<periksa-input>`: a form field for the photo of a document. It takes a file, checks it, prepares it where needed, and
 * shows the file that will be sent, which is its value in the form. A bad file blocks the form. With an `endpoint` the
 * element also sends the file and reports the record.
 * @example
 * <form>
 *   <periksa-input name="ktp" kind="ktp" vendor="verihubs" required></periksa-input>
 * </form>
 */
export interface PeriksaInput<D extends DocumentKind = DocumentKind> extends HTMLElement {
  /** The document. Attribute `kind`. */
  kind: D;
  /** The vendor that reads it. Attribute `vendor`. */
  vendor: Vendor;
  /** Address of your proxy. Without it the element has no button to send. Attribute `endpoint`. */
  endpoint?: string | URL | null;
  /** KTP only: have the vendor judge the picture too. Attribute `validate-quality`. */
  validateQuality: boolean;
  /** Do not judge the pixels. Attribute `no-quality`. */
  noQuality: boolean;
  /** Send the file as it is. Attribute `no-prepare`. */
  noPrepare: boolean;
  /** Send the card alone where it is seen well. Attribute `crop`. */
  crop?: "card" | null;
  /** Refuse a file where the engine can't run; by default it is accepted unchecked. Attribute `fail-closed`. */
  failClosed: boolean;
  /**
   * Do not ask for the answer of a call that has none: after a time-out, a lost connection, or of the page before it was loaded
   * anew. Attribute `no-resume`.
   */
  noResume: boolean;
  /**
   * Take up the call of this name that the page made before it was loaded anew: it tells whose document it is. Attribute
   * `resume-as`.
   */
  resumeAs?: string | null;
  /** As of `OcrClient`. Attribute `upload`. */
  upload?: "base64" | "multipart" | null;
  /** As of `OcrClient`. Attribute `credentials`. */
  credentials?: "omit" | "same-origin" | "include" | null;
  /** As of `OcrClient`. Attribute `timeout-ms`. */
  timeoutMs?: number | null;
  /** As of `OcrClient`. Attribute `retries`. */
  retries?: number | null;
  /** As of `extract`. Attribute `table`. */
  table: boolean;
  /** As of `extract`. Attribute `page`. */
  page?: 1 | 2 | 3 | 4 | null;
  /** As of `extract`. Attribute `today`. */
  today?: string | null;
  policy?: Policy;
  headers?: Headers | Record<string, string>;
  engine?: SessionEngine;
  onEvent?: (event: OcrEvent) => void;
  /** Your own texts in place of the element's, in the language of the nearest `lang`. */
  texts?: Partial<Record<PeriksaInputText, string>>;

  /** Name of the file in the form. Attribute `name`. */
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

  /** The current snapshot. Its phase is also the attribute `phase` (not while `idle`) and a state: `:state(ready)`. */
  readonly snapshot: SessionSnapshot<D>;
  /** The value of the element: the file to send, or `null`; also where the record is of a call that an earlier page made. */
  readonly file: Blob | null;
  /** Takes a file as if the person had picked it; without a file it clears. Never rejects. */
  pick(file: Picked): Promise<void>;
  /** Turns the picture by 90 degrees clockwise. Never rejects. */
  rotate(): Promise<void>;
  /** Sends the file, for the first time or again where that can help; without one it asks for the answer again. Never rejects. */
  send(): Promise<void>;
  /** Ends the work under way. A call that was already sent may have been charged; its answer is not asked for any more. */
  cancel(): void;
  /** Forgets the file and its result. */
  clear(): void;
  /** Resolves once all changes are rendered. */
  readonly updateComplete: Promise<boolean>;

  addEventListener<K extends keyof PeriksaInputEventMap>(
    type: K,
    listener: (this: this, event: PeriksaInputEventMap<D>[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: this, event: HTMLElementEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof PeriksaInputEventMap>(
    type: K,
    listener: (this: this, event: PeriksaInputEventMap<D>[K]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: this, event: HTMLElementEventMap[K]) => void,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The class of the element, for `new`, `extends` and `instanceof`. */
export interface PeriksaInputConstructor {
  new <D extends DocumentKind = DocumentKind>(): PeriksaInput<D>;
  readonly prototype: PeriksaInput;
  readonly formAssociated: true;
}

/** Properties that markup can set. Not `onEvent`: React takes it for a listener. */
type MarkupProperty =
  | "kind"
  | "vendor"
  | "endpoint"
  | "validateQuality"
  | "noQuality"
  | "noPrepare"
  | "crop"
  | "failClosed"
  | "noResume"
  | "resumeAs"
  | "upload"
  | "credentials"
  | "timeoutMs"
  | "retries"
  | "table"
  | "page"
  | "today"
  | "policy"
  | "headers"
  | "engine"
  | "texts"
  | "name"
  | "required"
  | "disabled";

/**
 * The element in markup: its properties, and its listeners by event name, as React 19, Preact and Solid take them.
 * `periksa/element/react` declares it for React.
 */
export interface PeriksaInputProps extends Partial<Pick<PeriksaInput, MarkupProperty>> {
  "onperiksa-report"?: (event: PeriksaInputEventMap["periksa-report"]) => void;
  "onperiksa-record"?: (event: PeriksaInputEventMap["periksa-record"]) => void;
  "onperiksa-error"?: (event: PeriksaInputEventMap["periksa-error"]) => void;
}

/** The class of `<periksa-input>`, for `new`, `extends` and `instanceof`. */
export const PeriksaInput: PeriksaInputConstructor = PeriksaInputElement;

// Servers have no elements. Another copy of this package may have defined it first.
if (globalThis.customElements && !customElements.get("periksa-input"))
  customElements.define("periksa-input", PeriksaInput);

declare global {
  interface HTMLElementTagNameMap {
    "periksa-input": PeriksaInput;
  }
}
