// The preview of a file, drawn from the bytes that will be sent.

import { html, type LitElement, type ReactiveController, type TemplateResult } from "lit";

import type { FileFormat } from "../common/types.js";
import type { SessionSnapshot } from "../session/snapshot.js";
import { icon } from "./icons.js";
import type { Language } from "./language.js";
import { factsOf } from "./state.js";

/** Formats that all browsers can draw. */
const DRAWN: FileFormat[] = ["jpeg", "png", "webp", "gif", "bmp", "avif"];

/** Holds an object URL of at most one file, and only while the file is shown. */
export class Preview implements ReactiveController {
  #host: LitElement;
  #file: Blob | null = null;
  #url: string | null = null;
  /** The browser could not draw the file. */
  #isBroken = false;
  /** The picked file from which the shown one was made. */
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

  /** Tells whether the shown picture is of the same picked file. */
  isShowing({ original }: SessionSnapshot): boolean {
    return original !== null && original === this.#original && this.#url !== null && !this.#isBroken;
  }

  render(snapshot: SessionSnapshot, language: Language): TemplateResult {
    if (!snapshot.original) {
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
    // Lit may render once more after the element was removed.
    const file = this.#host.isConnected ? shown : null;
    if (file === this.#file) return;
    if (this.#url) URL.revokeObjectURL(this.#url);
    this.#file = file;
    // jsdom has no object URLs.
    this.#url = file && (URL.createObjectURL?.(file) ?? null);
    this.#isBroken = false;
    this.#original = null;
  }
}

function isDrawn(snapshot: SessionSnapshot): boolean {
  const { file, original, report, prepared } = snapshot;
  const facts = factsOf(snapshot);
  if (!facts) return (file ?? original)?.type.startsWith("image/") ?? false;
  // Drawing a picture of too many pixels could crash the tab.
  const isHuge = !prepared && report?.problems.some(({ code }) => code === "too_many_pixels");
  return DRAWN.includes(facts.format) && !isHuge;
}
