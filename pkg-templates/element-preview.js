// The picture of a file, from the very bytes that will be sent.

import { html } from "lit";

import { icon } from "./element-icons.js";

/** Formats that all browsers draw. */
const DRAWN = ["jpeg", "png", "webp", "gif", "bmp", "avif"];

/** Holds the address of at most one file, and no longer than it is shown. */
export class Preview {
  #host;
  #file = null;
  #url = null;
  /** The browser could not draw it. */
  #isBroken = false;
  /** What was picked, of the file that is shown. */
  #original = null;

  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected() {
    this.#host.requestUpdate();
  }

  hostDisconnected() {
    this.#show(null);
  }

  /** Is this a new check of the picture that is shown? */
  isShowing({ original }) {
    return original !== null && original === this.#original && this.#url !== null && !this.#isBroken;
  }

  render(snapshot, words) {
    const { phase, original, file, report, prepared } = snapshot;
    if (phase === "idle") {
      this.#show(null);
      return html`<div part="icon">${icon("card")}</div>`;
    }
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
      const alt = words.text(file || isKept ? "preview" : "previewOfBad");
      return html`<img part="picture" src=${this.#url} alt=${alt} @error=${this.#onError} />`;
    }
    const format = report && report.facts.format !== "unknown" ? report.facts.format.toUpperCase() : null;
    return html`<div part="icon">${icon("file")}<span>${format ?? words.text("file")}</span></div>`;
  }

  #onError = () => {
    this.#isBroken = true;
    this.#host.requestUpdate();
  };

  #show(shown) {
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

function isDrawn({ file, original, report, prepared }) {
  const { format } = prepared?.facts ?? report?.facts ?? {};
  if (!format) return (file ?? original).type.startsWith("image/");
  // Drawing a picture of too many pixels could take the whole tab down.
  const isHuge = !prepared && report?.problems.some(({ code }) => code === "too_many_pixels");
  return DRAWN.includes(format) && !isHuge;
}
