// `<periksa-input>`: a form field for the photo of a document. It is a view of the session, which does the work.

import { type CSSResultGroup, LitElement, type PropertyDeclarations, type TemplateResult } from "lit";

import { acceptOf } from "../common/accept.js";
import type { DocumentKind, FileFacts, OcrEvent, Policy, Requirements, Vendor } from "../common/types.js";
import type { Picked, SessionEngine } from "../session/settings.js";
import { isUsable, type SessionSnapshot, type SnapshotBase } from "../session/snapshot.js";
import { Store } from "../session/store.js";
import { FocusKeeper } from "./focus.js";
import { Intake } from "./intake.js";
import { Internals } from "./internals.js";
import { languageOf } from "./language.js";
import { Preview } from "./preview.js";
import type { FileVerdict, PeriksaInputEventMap, PeriksaInputText } from "./public.js";
import { FLAGS, PROPERTIES, settingsOf } from "./settings.js";
import { factsOf, statesOf, validityOf } from "./state.js";
import { STYLES } from "./styles.js";
import { frame } from "./view.js";

/** What a vendor takes of a document; `null` while it is not known. */
interface Known {
  /** Names the vendor and the document. */
  key: string;
  requirements: Requirements | null;
}

const UNKNOWN: Known = { key: "", requirements: null };
const FIELD_PROPERTIES = ["name", "required", "disabled"];

export class PeriksaInputElement<D extends DocumentKind = DocumentKind> extends LitElement {
  static readonly formAssociated = true;
  static override properties: PropertyDeclarations = PROPERTIES;
  static override styles: CSSResultGroup = STYLES;

  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: Lit makes the list for the class on which it is read.
    return [...super.observedAttributes, "lang", "required"];
  }

  // Accessors that Lit makes from PROPERTIES
  declare kind: D;
  declare vendor: Vendor;
  declare endpoint?: string | URL | null;
  declare validateQuality: boolean;
  declare noQuality: boolean;
  declare noPrepare: boolean;
  declare crop?: "card" | null;
  declare failClosed: boolean;
  declare noResume: boolean;
  declare upload?: "base64" | "multipart" | null;
  declare credentials?: "omit" | "same-origin" | "include" | null;
  declare timeoutMs?: number | null;
  declare retries?: number | null;
  declare resumeAs?: string | null;
  declare table: boolean;
  declare page?: 1 | 2 | 3 | 4 | null;
  declare today?: string | null;
  declare policy?: Policy;
  declare headers?: Headers | Record<string, string>;
  declare engine?: SessionEngine;
  declare onEvent?: (event: OcrEvent) => void;
  declare texts?: Partial<Record<PeriksaInputText, string>>;

  #internals = new Internals(this);
  #session = new Store<D>(settingsOf(this), () => this.#onChange());
  /** Ends the time that it is on the page. */
  #leave = () => {};
  #snapshot: SessionSnapshot<D> = this.#session.getSnapshot();
  /** The last snapshot that was not `checking`. */
  #settled: SessionSnapshot<D> = this.#snapshot;
  #focus = new FocusKeeper(this);
  #preview = new Preview(this);
  #intake = new Intake(this, {
    canTake: () => !this.matches(":disabled") && this.#snapshot.phase !== "sending",
    take: (file) => this.pick(file),
    refuseFolder: () => {
      this.#isFolder = true;
      this.requestUpdate();
    },
  });
  #known = UNKNOWN;
  /** The form was submitted without a file. */
  #isMissed = false;
  /** A folder was dropped since the last change. */
  #isFolder = false;
  #customValidity = "";
  /** The value that the last `change` event reported. */
  #reported: Blob | null = null;

  constructor() {
    super();
    for (const name of FLAGS) this[name] = false;
    for (const name of FIELD_PROPERTIES) takeOwnProperty(this, name);
    this.#internals.setStates(statesOf(this.#snapshot));
    this.addEventListener("invalid", () => {
      this.#isMissed = true;
      this.requestUpdate();
    });
    // The browser turns a click on a label into a click on the element itself.
    this.addEventListener("click", (event) => {
      if (event.composedPath()[0] === this) this.focus();
    });
  }

  // Members of a form field

  get name(): string {
    return this.getAttribute("name") ?? "";
  }
  set name(name: string) {
    this.setAttribute("name", name);
  }
  get required(): boolean {
    return this.hasAttribute("required");
  }
  set required(isRequired: boolean) {
    this.toggleAttribute("required", Boolean(isRequired));
  }
  get disabled(): boolean {
    return this.hasAttribute("disabled");
  }
  set disabled(isDisabled: boolean) {
    this.toggleAttribute("disabled", Boolean(isDisabled));
  }
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }
  get labels(): NodeListOf<HTMLLabelElement> {
    return this.#internals.labels;
  }
  get validity(): ValidityState {
    return this.#internals.validity;
  }
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }
  get willValidate(): boolean {
    return this.#internals.willValidate;
  }
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }
  setCustomValidity(message: string): void {
    this.#customValidity = String(message);
    this.#updateForm();
  }
  formResetCallback(): void {
    this.#isMissed = false;
    this.#reported = null;
    this.#session.clear();
  }
  formDisabledCallback(): void {
    this.requestUpdate();
  }
  /** Takes the file that the browser kept; one that no longer exists comes back empty. */
  formStateRestoreCallback(state: unknown): void {
    if (state instanceof File && state.size > 0) this.#session.restore(state);
  }

  // Members of a session

  get snapshot(): SessionSnapshot<D> {
    return this.#snapshot;
  }
  get file(): Blob | null {
    return isUsable(this.#snapshot) ? this.#snapshot.file : null;
  }
  pick(file: Picked): Promise<void> {
    this.#isMissed = false;
    // Asks again for requirements that could not be had before.
    if (!this.#known.requirements) this.#known = UNKNOWN;
    this.#configure();
    return this.#session.pick(file);
  }
  rotate(): Promise<void> {
    return this.#session.rotate();
  }
  send(): Promise<void> {
    this.#configure();
    return this.#session.send();
  }
  cancel(): void {
    this.#session.cancel();
  }
  clear(): void {
    this.#session.clear();
  }
  override focus(options?: FocusOptions): void {
    this.#focus.focus(options);
  }

  // Rendering

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (name === "required") this.#updateForm();
    if (name === "required" || name === "lang") this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#configure();
    this.#leave = this.#session.subscribe(() => {});
    // The nearest `lang` may be another one here.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave();
  }

  protected override willUpdate(): void {
    this.#configure();
    if (this.isConnected) this.#askRequirements();
  }

  protected override render(): TemplateResult {
    const language = languageOf(this);
    const title = language.text("title", { document: language.documentName() });
    const label = [...this.labels].map(({ textContent }) => textContent.trim()).join(" ") || title;
    return frame(this, {
      snapshot: this.#snapshot,
      language,
      label: this.required ? `${label}, ${language.text("required")}` : label,
      preview: this.#preview,
      intake: this.#intake,
      requirements: this.#known.requirements,
      accept: acceptOf(this.kind, this.vendor),
      isDisabled: this.matches(":disabled"),
      isMissed: this.#isMissed,
      isFolder: this.#isFolder,
    });
  }

  protected override updated(): void {
    // No attribute while idle: a server renders none, and React reports a difference when it hydrates.
    const { phase } = this.#snapshot;
    if (phase === "idle") this.removeAttribute("phase");
    else this.setAttribute("phase", phase);
    // The anchor of the browser's message exists from the first update on, and the language may have changed.
    this.#updateForm();
  }

  #configure(): void {
    this.#session.configure(settingsOf(this));
  }

  /** Asks what the vendor takes. This also loads the engine before the first file. */
  async #askRequirements(): Promise<void> {
    const key = `${this.vendor} ${this.kind}`;
    if (!this.vendor || !this.kind || key === this.#known.key) return;
    this.#known = { key, requirements: null };
    const requirements = await this.#session.requirements().catch(() => null);
    if (!requirements || key !== this.#known.key) return;
    this.#known = { key, requirements };
    this.requestUpdate();
  }

  #onChange(): void {
    const before = this.#snapshot;
    const after = this.#session.getSnapshot();
    this.#snapshot = after;
    this.#isFolder = false;
    this.#internals.setStates(statesOf(after));
    this.requestUpdate();
    this.#updateForm();
    this.#report(before, after);
  }

  /** Updates the element's value in the form, and whether the form may be submitted. */
  #updateForm(): void {
    const { original } = this.#snapshot;
    const { file } = this;
    this.#internals.setFormValue(
      file && asFile(file, factsOf(this.#snapshot)),
      original && asFile(original, this.#snapshot.report?.facts),
    );
    const language = languageOf(this);
    const context = { language, isRequired: this.required, custom: this.#customValidity };
    // The anchor is never a button: WebKitGTK crashes when the anchor of a shown message goes away.
    this.#internals.setValidity(validityOf(this.#snapshot, context), this.#focus.base);
  }

  /** Dispatches the events of a change. */
  #report(before: SessionSnapshot<D>, after: SessionSnapshot<D>): void {
    const { phase, file, report, isChecked, extraction, error, turnError } = after;
    const settled = this.#settled;
    if (phase !== "checking") this.#settled = after;
    const wasChecking = before.phase === "checking";
    // A turn that failed returns to a snapshot that was reported before.
    const isSame = (name: keyof SnapshotBase) => after[name] === settled[name];
    if (wasChecking && (["original", "report", "error"] as const).every(isSame)) {
      if (turnError && !isSame("turnError")) this.#dispatch("periksa-error", turnError);
    } else if (wasChecking && (phase === "ready" || report))
      this.#dispatch("periksa-report", { report, isChecked, file, error } as FileVerdict);
    else if (phase === "done") this.#dispatch("periksa-record", extraction);
    // Not for a cancelled call whose error is replaced by one that says it cost nothing.
    else if (phase === "failed" && before.phase !== "failed") this.#dispatch("periksa-error", error);
    if (phase === "checking" || this.file === this.#reported) return;
    this.#reported = this.file;
    this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  #dispatch<K extends keyof PeriksaInputEventMap>(
    type: K,
    detail: PeriksaInputEventMap<D>[K]["detail"],
  ): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

/** Sets a property again that the page set before the element was defined: it hides the accessor. */
function takeOwnProperty(element: object, name: string): void {
  if (!Object.hasOwn(element, name)) return;
  const members = element as Record<string, unknown>;
  const value = members[name];
  delete members[name];
  members[name] = value;
}

/** Makes a File of a Blob, which forms would post without a name. The File of another realm is one. */
function asFile(blob: Blob, facts: FileFacts | undefined): File {
  if (Object.prototype.toString.call(blob) === "[object File]") return blob as File;
  const format = facts?.format ?? /^image\/(\w+)$|^application\/(pdf)$/.exec(blob.type)?.slice(1).join("");
  const isKnown = format && format !== "unknown";
  const extension = isKnown ? `.${format === "jpeg" ? "jpg" : format}` : "";
  const type = blob.type || (isKnown ? `${format === "pdf" ? "application" : "image"}/${format}` : "");
  return new File([blob], `document${extension}`, { type });
}
