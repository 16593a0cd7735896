// The picture of a file, from the very bytes that will be sent.

import { html, type LitElement, type ReactiveController, type TemplateResult } from "lit";

import type { Format } from "../common/types.js";
import type { Snapshot } from "../session/snapshot.js";
import { icon } from "./icons.js";
import type { Language } from "./language.js";
import { factsOf } from "./state.js";

/** Formats that all browsers draw. */
const DRAWN: Format[] = ["jpeg", "png", "webp", "gif", "bmp", "avif"];

/** Holds the address of at most one file, and no longer than it is shown. */
export class Preview implements ReactiveController {
  #host: LitElement;
  #file: Blob | null = null;
  #url: string | null = null;
  /** The browser could not draw it. */
  #isBroken = false;
  /** What was picked, of the file that is shown. */
  #original: Blob | null = null;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#show(null);
  }

  /** Is this a new check of the picture that is shown? */
  isShowing({ original }: Snapshot): boolean {
    return original !== null && original === this.#original && this.#url !== null && !this.#isBroken;
  }

  render(snapshot: Snapshot, language: Language): TemplateResult {
    if (snapshot.phase === "idle") {
      this.#show(null);
      return html`<div part="icon">${icon("card")}</div>`;
    }
    const { phase, original, file, report, prepared } = snapshot;
    const isKept = phase === "checking" && original === this.#original;
    if (phase === "checking" && !isKept) {
      this.#show(null);
      return html`<div part="icon">${icon("file")}</div>`;
    }
    if (!isKept) {
      this.#show(isDrawn(snapshot) ? (file ?? prepared?.file ?? original) : null);
      this.#original = original;
    }
    if (this.#url && !this.#isBroken) {
      const alt = language.text(file || isKept ? "preview" : "previewOfBad");
      return html`<img part="picture" src=${this.#url} alt=${alt} @error=${this.#onError} />`;
    }
    const format = report && report.facts.format !== "unknown" ? report.facts.format.toUpperCase() : null;
    return html`<div part="icon">${icon("file")}<span>${format ?? language.text("file")}</span></div>`;
  }

  #onError = (): void => {
    this.#isBroken = true;
    this.#host.requestUpdate();
  };

  #show(shown: Blob | null): void {
    // Lit may render once more after the element has gone.
    const file = this.#host.isConnected ? shown : null;
    if (file === this.#file) return;
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#file = file;
    this.#url = file && URL.createObjectURL(file);
    this.#isBroken = false;
    this.#original = null;
  }
}

function isDrawn(snapshot: Exclude<Snapshot, { phase: "idle" }>): boolean {
  const { file, original, report, prepared } = snapshot;
  const facts = factsOf(snapshot);
  if (!facts) return (file ?? original).type.startsWith("image/");
  // Drawing a picture of too many pixels could take the whole tab down.
  const isHuge = !prepared && report?.problems.some(({ code }) => code === "too_many_pixels");
  return DRAWN.includes(facts.format) && !isHuge;
}
