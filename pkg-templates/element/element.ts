// `<periksa-input>`: a form's field for the photo of a document. A view of the session, which does the work.

import { type CSSResultGroup, LitElement, type PropertyDeclarations, type TemplateResult } from "lit";

import { acceptOf } from "../common/accept.js";
import type { Document, OcrEvent, Policy, Requirements, Vendor } from "../common/types.js";
import type { Engine } from "../session/settings.js";
import type { Moment, Snapshot } from "../session/snapshot.js";
import { Session } from "../session/store.js";
import { FocusKeeper } from "./focus.js";
import { Intake, type IntakeHost } from "./intake.js";
import { languageOf } from "./language.js";
import { Preview } from "./preview.js";
import type { FileVerdict, PeriksaInputEventMap, PeriksaInputText } from "./public.js";
import { PROPERTIES, settingsOf } from "./settings.js";
import { isUsable, validityOf } from "./state.js";
import { STYLES } from "./styles.js";
import { frame } from "./view.js";

/** What the vendor takes of which document; `null` while that is not known. */
interface Known {
  of: string;
  what: Requirements | null;
}

const UNKNOWN: Known = { of: "", what: null };
const OF_EVERY_FIELD = ["name", "required", "disabled"];

export class PeriksaInputElement<D extends Document = Document> extends LitElement implements IntakeHost {
  static readonly formAssociated = true;
  static override properties: PropertyDeclarations = PROPERTIES;
  static override styles: CSSResultGroup = STYLES;

  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: Lit makes the list of the very class that is asked.
    return [...super.observedAttributes, "lang", "required"];
  }

  // Accessors of Lit's, by PROPERTIES
  declare document: D;
  declare vendor: Vendor;
  declare endpoint?: string | URL | null;
  declare validateQuality?: boolean;
  declare quality?: boolean;
  declare prepare?: "auto" | false;
  declare failOpen?: boolean;
  declare upload?: "base64" | "multipart" | null;
  declare credentials?: "omit" | "same-origin" | "include" | null;
  declare timeoutMs?: number | null;
  declare retries?: number | null;
  declare table?: boolean;
  declare page?: 1 | 2 | 3 | 4 | null;
  declare today?: string | null;
  declare policy?: Policy;
  declare headers?: Record<string, string>;
  declare engine?: Engine;
  declare onEvent?: (event: OcrEvent) => void;
  declare texts?: Partial<Record<PeriksaInputText, string>>;

  #internals = this.attachInternals();
  #session = new Session<D>(settingsOf(this));
  #snapshot: Snapshot<D> = this.#session.getSnapshot();
  /** What there was before the check that is under way. */
  #settled: Snapshot<D> = this.#snapshot;
  #focus = new FocusKeeper(this);
  #preview = new Preview(this);
  #intake = new Intake(this, (file) => this.pick(file));
  #requirements = UNKNOWN;
  /** The form asked for a file, and there was none. */
  #isMissed = false;
  #custom = "";
  /** The file that listeners of `change` know of. */
  #known: Blob | null = null;

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
    return this.#internals.labels as NodeListOf<HTMLLabelElement>;
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
    this.#custom = String(message);
    this.#submit();
  }
  formResetCallback(): void {
    this.#isMissed = false;
    this.#known = null;
    this.#session.clear();
  }
  formDisabledCallback(): void {
    this.requestUpdate();
  }
  /** The browser kept what was picked; a file that is gone comes back empty. */
  formStateRestoreCallback(state: unknown): void {
    if (state instanceof File && state.size > 0) this.pick(state);
  }

  // What there is, and what can be done with it

  get snapshot(): Snapshot<D> {
    return this.#snapshot;
  }
  /** What would be sent. */
  get file(): Blob | null {
    return isUsable(this.#snapshot) ? this.#snapshot.file : null;
  }
  /** Is another file taken now? */
  get isTaking(): boolean {
    return !this.matches(":disabled") && this.#snapshot.phase !== "sending";
  }
  pick(file: Blob): Promise<void> {
    this.#isMissed = false;
    // What could not be told before may be now.
    if (!this.#requirements.what) this.#requirements = UNKNOWN;
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

  // How it comes to the page

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (name === "required") this.#submit();
    if (name === "required" || name === "lang") this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Its language may be another one here.
    this.requestUpdate();
  }

  protected override willUpdate(): void {
    this.#configure();
    if (this.isConnected) this.#learn();
  }

  protected override render(): TemplateResult {
    const language = languageOf(this);
    const title = language.text("title", { document: language.document() });
    const label = [...this.labels].map(({ textContent }) => textContent.trim()).join(" ") || title;
    return frame(this, {
      snapshot: this.#snapshot,
      language,
      label: this.required ? `${label}, ${language.text("required")}` : label,
      preview: this.#preview,
      intake: this.#intake,
      requirements: this.#requirements.what,
      accept: acceptOf(this.document, this.vendor),
      isDisabled: this.matches(":disabled"),
      isMissed: this.#isMissed,
    });
  }

  protected override updated(): void {
    // Not at first: what a server rendered has no such attribute, and React would miss it.
    const { phase } = this.#snapshot;
    if (phase === "idle") this.removeAttribute("phase");
    else this.setAttribute("phase", phase);
    // What the bubble points at is there from the first time on, and its language may be another.
    this.#submit();
  }

  #configure(): void {
    this.#session.configure(settingsOf(this));
  }

  /** Asks what the vendor takes, which loads the engine before it is needed. */
  async #learn(): Promise<void> {
    const of = `${this.vendor} ${this.document}`;
    if (!this.vendor || !this.document || of === this.#requirements.of) return;
    this.#requirements = { of, what: null };
    const what = await this.#session.requirements().catch(() => null);
    if (!what || of !== this.#requirements.of) return;
    this.#requirements = { of, what };
    this.requestUpdate();
  }

  #onChange(): void {
    const before = this.#snapshot;
    const now = this.#session.getSnapshot();
    this.#snapshot = now;
    this.requestUpdate();
    this.#submit();
    this.#tell(before, now);
  }

  /** What the form gets, and whether it may go. */
  #submit(): void {
    const { original } = this.#snapshot;
    const { file } = this;
    this.#internals.setFormValue(file && asFile(file), original && asFile(original));
    const language = languageOf(this);
    const [flags, message] = validityOf(this.#snapshot, {
      language,
      isRequired: this.required,
      custom: this.#custom,
    });
    // Never a button: WebKitGTK crashes when what its bubble points at changes.
    this.#internals.setValidity(flags, message, this.#focus.base);
  }

  #tell(before: Snapshot<D>, now: Snapshot<D>): void {
    const { phase, file, report, isChecked, extraction, error, turnError } = now;
    const told = this.#settled;
    if (phase !== "checking") this.#settled = now;
    const wasChecking = before.phase === "checking";
    // What was not turned is there again, and was told.
    const isSame = (name: keyof Moment) => now[name] === told[name];
    if (wasChecking && (["original", "report", "error"] as const).every(isSame)) {
      if (turnError && !isSame("turnError")) this.#dispatch("periksa-error", turnError);
    } else if (wasChecking && (phase === "ready" || report))
      this.#dispatch("periksa-report", { report, isChecked, file, error } as FileVerdict);
    else if (phase === "done") this.#dispatch("periksa-record", extraction);
    // Once it is known that a cancelled call cost nothing, it is told as another error.
    else if (phase === "failed" && before.phase !== "failed") this.#dispatch("periksa-error", error);
    if (phase === "checking" || this.file === this.#known) return;
    this.#known = this.file;
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

/** What a page has set before the element was defined stands in the way of the accessor. */
function readBeforeUpgrade(element: object, name: string): void {
  if (!Object.hasOwn(element, name)) return;
  const members = element as Record<string, unknown>;
  const value = members[name];
  delete members[name];
  members[name] = value;
}

/** Forms take no Blob. */
function asFile(blob: Blob): File {
  return blob instanceof File ? blob : new File([blob], "document", { type: blob.type });
}
