// `<periksa-input>`: a form's field for the photo of a document. A view of the session, which does the work.

import { LitElement } from "lit";

import { acceptOf } from "./accept.js";
import { FocusKeeper } from "./element-focus.js";
import { Intake } from "./element-intake.js";
import { Preview } from "./element-preview.js";
import { PROPERTIES, settingsOf } from "./element-settings.js";
import { isUsable, validityOf } from "./element-state.js";
import { STYLES } from "./element-styles.js";
import { frame } from "./element-view.js";
import { wordsOf } from "./element-words.js";
import { Session } from "./session.js";

const UNKNOWN = { of: "", what: null };
const OF_EVERY_FIELD = ["name", "required", "disabled"];

export class PeriksaInput extends LitElement {
  static formAssociated = true;
  static properties = PROPERTIES;
  static styles = STYLES;

  static get observedAttributes() {
    // biome-ignore lint/complexity/noThisInStatic: Lit makes the list of the very class that is asked.
    return [...super.observedAttributes, "lang", "required"];
  }

  #internals = this.attachInternals();
  #session = new Session(settingsOf(this));
  #snapshot = this.#session.getSnapshot();
  /** What there was before the check that is under way. */
  #settled = this.#snapshot;
  #focus = new FocusKeeper(this);
  #preview = new Preview(this);
  #intake = new Intake(this, (file) => this.pick(file));
  /** What the vendor takes of which document, once that is known. */
  #requirements = UNKNOWN;
  /** The form asked for a file, and there was none. */
  #isMissed = false;
  #custom = "";
  /** The file that listeners of `change` know of. */
  #known = null;

  constructor() {
    super();
    for (const name of OF_EVERY_FIELD) readBeforeUpgrade(this, name);
    this.#session.subscribe(() => this.#onChange());
    this.addEventListener("invalid", () => {
      this.#isMissed = true;
      this.requestUpdate();
    });
    // A click on a label comes here as a click on the element itself.
    this.addEventListener("click", (event) => {
      if (event.composedPath()[0] === this) this.focus();
    });
  }

  // What a form asks of its fields

  get name() {
    return this.getAttribute("name") ?? "";
  }
  set name(name) {
    this.setAttribute("name", name);
  }
  get required() {
    return this.hasAttribute("required");
  }
  set required(isRequired) {
    this.toggleAttribute("required", Boolean(isRequired));
  }
  get disabled() {
    return this.hasAttribute("disabled");
  }
  set disabled(isDisabled) {
    this.toggleAttribute("disabled", Boolean(isDisabled));
  }
  get form() {
    return this.#internals.form;
  }
  get labels() {
    return this.#internals.labels;
  }
  get validity() {
    return this.#internals.validity;
  }
  get validationMessage() {
    return this.#internals.validationMessage;
  }
  get willValidate() {
    return this.#internals.willValidate;
  }
  checkValidity() {
    return this.#internals.checkValidity();
  }
  reportValidity() {
    return this.#internals.reportValidity();
  }
  setCustomValidity(message) {
    this.#custom = String(message);
    this.#submit();
  }
  formResetCallback() {
    this.#isMissed = false;
    this.#known = null;
    this.#session.clear();
  }
  formDisabledCallback() {
    this.requestUpdate();
  }
  /** The browser kept what was picked; a file that is gone comes back empty. */
  formStateRestoreCallback(state) {
    if (state instanceof File && state.size > 0) this.pick(state);
  }

  // What there is, and what can be done with it

  get snapshot() {
    return this.#snapshot;
  }
  /** What would be sent. */
  get file() {
    return isUsable(this.#snapshot) ? this.#snapshot.file : null;
  }
  /** Is another file taken now? */
  get isTaking() {
    return !this.matches(":disabled") && this.#snapshot.phase !== "sending";
  }
  pick(file) {
    this.#isMissed = false;
    // What could not be told before may be now.
    if (!this.#requirements.what) this.#requirements = UNKNOWN;
    this.#configure();
    return this.#session.pick(file);
  }
  rotate() {
    return this.#session.rotate();
  }
  send() {
    this.#configure();
    return this.#session.send();
  }
  cancel() {
    this.#session.cancel();
  }
  clear() {
    this.#session.clear();
  }
  focus(options) {
    this.#focus.focus(options);
  }

  // How it comes to the page

  attributeChangedCallback(name, before, now) {
    super.attributeChangedCallback(name, before, now);
    if (name === "required") this.#submit();
    if (name === "required" || name === "lang") this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    // Its language may be another one here.
    this.requestUpdate();
  }

  willUpdate() {
    this.#configure();
    if (this.isConnected) this.#learn();
  }

  render() {
    const words = wordsOf(this);
    const title = words.text("title", { document: words.document() });
    const label = [...this.labels].map(({ textContent }) => textContent.trim()).join(" ") || title;
    return frame(this, {
      snapshot: this.#snapshot,
      words,
      label: this.required ? `${label}, ${words.text("required")}` : label,
      preview: this.#preview,
      intake: this.#intake,
      requirements: this.#requirements.what,
      accept: acceptOf(this.document, this.vendor),
      isDisabled: this.matches(":disabled"),
      isMissed: this.#isMissed,
    });
  }

  updated() {
    // Not at first: what a server rendered has no such attribute, and React would miss it.
    const { phase } = this.#snapshot;
    if (phase === "idle") this.removeAttribute("phase");
    else this.setAttribute("phase", phase);
    // What the bubble points at is there from the first time on, and its words may be others.
    this.#submit();
  }

  #configure() {
    this.#session.configure(settingsOf(this));
  }

  /** Asks what the vendor takes, which loads the engine before it is needed. */
  async #learn() {
    const of = `${this.vendor} ${this.document}`;
    if (!this.vendor || !this.document || of === this.#requirements.of) return;
    this.#requirements = { of, what: null };
    const what = await this.#session.requirements().catch(() => null);
    if (!what || of !== this.#requirements.of) return;
    this.#requirements = { of, what };
    this.requestUpdate();
  }

  #onChange() {
    const before = this.#snapshot;
    const now = this.#session.getSnapshot();
    this.#snapshot = now;
    this.requestUpdate();
    this.#submit();
    this.#tell(before, now);
  }

  /** What the form gets, and whether it may go. */
  #submit() {
    const { original } = this.#snapshot;
    const { file } = this;
    this.#internals.setFormValue(file && asFile(file), original && asFile(original));
    const words = wordsOf(this);
    const [flags, message] = validityOf(this.#snapshot, {
      words,
      isRequired: this.required,
      custom: this.#custom,
    });
    // Never a button: WebKitGTK crashes when what its bubble points at changes.
    this.#internals.setValidity(flags, message, this.#focus.base);
  }

  #tell(before, now) {
    const { phase, file, report, isChecked, extraction, error, turnError } = now;
    const told = this.#settled;
    if (phase !== "checking") this.#settled = now;
    const wasChecking = before.phase === "checking";
    // What was not turned is there again, and was told.
    const isSame = (name) => now[name] === told[name];
    if (wasChecking && ["original", "report", "error"].every(isSame)) {
      if (turnError && !isSame("turnError")) this.#dispatch("periksa-error", turnError);
    } else if (wasChecking && (phase === "ready" || report))
      this.#dispatch("periksa-report", { report, isChecked, file, error });
    else if (phase === "done") this.#dispatch("periksa-record", extraction);
    // Once it is known that a cancelled call cost nothing, it is told as another error.
    else if (phase === "failed" && before.phase !== "failed") this.#dispatch("periksa-error", error);
    if (phase === "checking" || this.file === this.#known) return;
    this.#known = this.file;
    this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #dispatch(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

/** What a page has set before the element was defined stands in the way of the accessor. */
function readBeforeUpgrade(element, name) {
  if (!Object.hasOwn(element, name)) return;
  const value = element[name];
  delete element[name];
  element[name] = value;
}

/** Forms take no Blob. */
function asFile(blob) {
  return blob instanceof File ? blob : new File([blob], "document", { type: blob.type });
}

// On a server there are no elements; and another copy of this package may have been here first.
if (globalThis.customElements && !customElements.get("periksa-input"))
  customElements.define("periksa-input", PeriksaInput);
