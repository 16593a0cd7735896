// ElementInternals, of which test environments (jsdom, happy-dom) and older browsers lack some or all members.

type CustomValidity = [flags: ValidityStateFlags, message?: string];

/** The part of ElementInternals that the element uses. A missing member does nothing, or has a plain stand-in. */
export class Internals {
  #host: HTMLElement;
  #native: Partial<ElementInternals>;
  /** What `setValidity` was given last, for the stand-ins. */
  #given: CustomValidity = [{}];

  constructor(host: HTMLElement) {
    this.#host = host;
    this.#native = host.attachInternals?.() ?? {};
  }

  get form(): HTMLFormElement | null {
    return this.#native.form ?? null;
  }
  get labels(): NodeListOf<HTMLLabelElement> {
    const labels = this.#native.labels as NodeListOf<HTMLLabelElement> | undefined;
    return labels ?? this.#host.ownerDocument.createDocumentFragment().querySelectorAll("label");
  }
  get validity(): ValidityState {
    const [flags] = this.#given;
    return this.#native.validity ?? { ...NO_FLAGS, ...flags, valid: !Object.values(flags).includes(true) };
  }
  get validationMessage(): string {
    return this.#native.validationMessage ?? this.#given[1] ?? "";
  }
  get willValidate(): boolean {
    return this.#native.willValidate ?? true;
  }
  checkValidity(): boolean {
    return this.#native.checkValidity?.() ?? this.validity.valid;
  }
  reportValidity(): boolean {
    return this.#native.reportValidity?.() ?? this.validity.valid;
  }

  /** Sets the value in the form, and the state that the browser restores. */
  setFormValue(value: File | null, state: File | null): void {
    this.#native.setFormValue?.(value, state);
  }

  /** Sets whether the form may be submitted; the browser's message points at the anchor. */
  setValidity(given: CustomValidity, anchor: HTMLElement | undefined): void {
    this.#given = given;
    const [flags, message = ""] = given;
    this.#native.setValidity?.(flags, message, anchor);
  }

  /** Sets the custom states, which CSS selects by `:state(name)`. */
  setStates(names: readonly string[]): void {
    const { states } = this.#native;
    if (!states) return;
    try {
      for (const name of [...states]) if (!names.includes(name)) states.delete(name);
      for (const name of names) states.add(name);
    } catch {
      // Chrome before 125 accepts only names that begin with two dashes.
    }
  }
}

const NO_FLAGS: Omit<ValidityState, "valid"> = {
  badInput: false,
  customError: false,
  patternMismatch: false,
  rangeOverflow: false,
  rangeUnderflow: false,
  stepMismatch: false,
  tooLong: false,
  tooShort: false,
  typeMismatch: false,
  valueMissing: false,
};
