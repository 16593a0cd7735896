// The template of `<periksa-input>`, one for all phases: what stays on the page keeps its element and its focus.

import { html, nothing, type TemplateResult } from "lit";

import type { FileFacts, Requirements } from "../common/types.js";
import { canSend, type SessionPhase, type SessionSnapshot } from "../session/snapshot.js";
import { icon } from "./icons.js";
import type { Intake } from "./intake.js";
import type { Language } from "./language.js";
import type { Preview } from "./preview.js";
import { canRotate, factsOf, type Note, statusOf } from "./state.js";

/** The members of the element that its view uses. */
export interface ViewElement {
  endpoint?: string | URL | null;
  required: boolean;
  rotate(): void;
  send(): void;
  cancel(): void;
  clear(): void;
}

/** What is shown, besides public members of the element. */
export interface View {
  snapshot: SessionSnapshot;
  language: Language;
  preview: Preview;
  intake: Intake;
  /** What the vendor takes; `null` while it is not known. */
  requirements: Requirements | null;
  /** The accessible name of the field. */
  label: string;
  /** The types that its file choosers offer. */
  accept: string;
  isDisabled: boolean;
  /** The form was submitted without a file. */
  isMissed: boolean;
  isFolder: boolean;
}

/** Tells whether work is under way that can be cancelled. */
function isWorking(phase: SessionPhase): boolean {
  return phase === "checking" || phase === "sending" || phase === "resuming";
}

/** Part of the template; `nothing` where it is left out. */
type Piece = TemplateResult | typeof nothing;

export function frame(element: ViewElement, view: View): TemplateResult {
  const { snapshot, language, preview, intake, label, accept, isDisabled } = view;
  const { phase } = snapshot;
  const isBusy = isWorking(phase);
  const classes = [phase, intake.isOver && "over", isDisabled && "disabled"].filter(Boolean).join(" ");
  return html`
    <div
      part="base ${phase}"
      class=${classes}
      role="group"
      aria-label=${label}
      aria-busy=${isBusy ? "true" : "false"}
      aria-disabled=${isDisabled ? "true" : nothing}
      lang=${language.tag}
      tabindex="-1"
    >
      <div part="preview">
        ${preview.render(snapshot, language)} ${tools(element, view)}
      </div>
      <div part="body">
        ${heading(element, view)} ${status(element, view)} ${facts(view)} ${progress(view)} ${actions(element, view)}
        ${phase === "idle" ? hints(view) : nothing}
      </div>
      ${intake.render(accept)}
    </div>
  `;
}

function heading(element: ViewElement, { language }: View): Piece {
  const required = html` <span part="required">(${language.text("required")})</span>`;
  return html`<div part="title">
    ${language.text("title", { document: language.documentName() })}${element.required ? required : nothing}
  </div>`;
}

/** Renders the live region. It always exists, so that screen readers read each change of it as a whole. */
function status(element: ViewElement, { snapshot, language, isMissed, isFolder }: View): Piece {
  const hasEndpoint = Boolean(element.endpoint);
  const { tone, line, notes } = statusOf(snapshot, { language, hasEndpoint, isMissed, isFolder });
  return html`<div part="status" role="status" aria-atomic="true">
    <p part="line" class=${tone}>${icon(tone)}<span>${line}</span></p>
    ${notes.length > 0 ? html`<ul part="notes">${notes.map((note) => noteView(note, language))}</ul>` : nothing}
  </div>`;
}

function noteView({ severity, text }: Note, language: Language): Piece {
  const isError = severity === "error";
  const kind = language.text(isError ? "problem" : "warning");
  return html`<li part="note ${severity}" class=${severity}>
    ${icon(isError ? "bad" : "warn")}<span><span class="unseen">${kind}: </span>${text}</span>
  </li>`;
}

/** Renders name, format, size and pixels of the file, and what was changed. */
function facts({ snapshot, language }: View): Piece {
  const { original, file, prepared } = snapshot;
  if (!original) return nothing;
  const known = factsOf(snapshot);
  const { displayWidth: width = null, displayHeight: height = null }: Partial<FileFacts> = known ?? {};
  const shown = [
    known && known.format !== "unknown" && known.format.toUpperCase(),
    language.size((file ?? original).size),
    width && height && language.text("pixels", { width, height }),
  ];
  const changes = (prepared?.changes ?? []).map(({ kind }) => language.text(`change.${kind}`));
  const changed = language.text("changed", { changes: language.list([...new Set(changes)]) });
  const { name }: Partial<File> = original;
  return html`<div part="facts">
    ${name ? html`<div class="name">${name}</div>` : nothing}
    <div>${shown.filter(Boolean).join(" · ")}</div>
    ${changes.length > 0 && file ? html`<div>${changed}</div>` : nothing}
  </div>`;
}

function progress({ snapshot, language }: View): Piece {
  if (snapshot.phase !== "sending" && snapshot.phase !== "resuming") return nothing;
  const { phase, sentBytes = 0, totalBytes = 0 } = snapshot.progress ?? {};
  const isCounted = phase === "uploading" && sentBytes > 0;
  const bytes = { sent: language.size(sentBytes), total: language.size(totalBytes) };
  return html`<div part="progress">
    <progress
      part="bar"
      aria-label=${language.text("progress")}
      max=${isCounted ? totalBytes : 1}
      value=${isCounted ? sentBytes : nothing}
    ></progress>
    <span>${isCounted ? language.text("bytes", bytes) : nothing}</span>
  </div>`;
}

/** Renders the buttons under the picture. No other button ever takes their place: a quick second turn must not send. */
function tools(element: ViewElement, { snapshot, language, preview, isDisabled }: View): Piece {
  const { phase } = snapshot;
  const isTurning = phase === "checking" && preview.isShowing(snapshot);
  const isKept =
    isTurning || phase === "ready" || phase === "done" || (phase === "failed" && snapshot.original);
  if (!isKept) return nothing;
  const rotate = html`<button
    part="button rotate"
    type="button"
    aria-label=${language.text("rotateLong")}
    ?disabled=${isDisabled}
    @click=${() => element.rotate()}
  >
    ${icon("rotate")}<span>${language.text("rotate")}</span>
  </button>`;
  const clear = html`<button
    part="button clear"
    type="button"
    ?disabled=${isDisabled}
    @click=${() => element.clear()}
  >
    ${icon("clear")}<span>${language.text("clear")}</span>
  </button>`;
  return html`<div part="tools">${isTurning || canRotate(snapshot) ? rotate : nothing} ${clear}</div>`;
}

/** Renders the main buttons. A disabled `send` keeps its place, so that a double click hits no other button. */
function actions(element: ViewElement, { snapshot, language, intake, isDisabled }: View): Piece {
  const { phase } = snapshot;
  const isBusy = isWorking(phase);
  const isSendShown = element.endpoint && (canSend(snapshot) || (isBusy && snapshot.original));
  const isRefused = phase === "failed" && !canSend(snapshot);
  const send = html`<button
    part="button primary send"
    type="button"
    ?disabled=${isDisabled || isBusy}
    @click=${() => element.send()}
  >
    ${icon("send")}<span>${language.text(phase === "failed" ? "retry" : "send")}</span>
  </button>`;
  const cancel = html`<button
    part="button cancel"
    type="button"
    ?disabled=${isDisabled}
    @click=${() => element.cancel()}
  >
    <span>${language.text(phase === "resuming" && !snapshot.original ? "stop" : "cancel")}</span>
  </button>`;
  const isMain = phase === "idle" || isRefused;
  return html`<div part="actions">
    ${isSendShown ? send : nothing} ${isBusy ? cancel : pickers({ language, intake, isDisabled, isMain, phase })}
  </div>`;
}

interface Pickers extends Pick<View, "language" | "intake" | "isDisabled"> {
  /** Giving a file is the next step. */
  isMain: boolean;
  phase: SessionPhase;
}

/** Renders the buttons to give a file: on phones the camera and then the gallery, elsewhere one chooser. */
function pickers({ language, intake, isDisabled, isMain, phase }: Pickers): Piece {
  const isAgain = phase !== "idle";
  const primary = isMain ? "primary" : "";
  return html`
    <button
      part="button ${primary} camera"
      class="touch"
      type="button"
      ?disabled=${isDisabled}
      @click=${() => intake.open("camera")}
    >
      ${icon("camera")}<span>${language.text(isAgain ? "cameraAgain" : "camera")}</span>
    </button>
    <button
      part="button ${primary} pick"
      type="button"
      aria-describedby=${isAgain ? nothing : "hints"}
      ?disabled=${isDisabled}
      @click=${() => intake.open("pick")}
    >
      ${icon("pick")}<span class="mouse">${language.text(isAgain ? "pickAnother" : "pick")}</span
      ><span class="touch">${language.text("pickTouch")}</span>
    </button>
  `;
}

function hints({ language, requirements, intake }: View): Piece {
  const formats = requirements?.formats ?? [];
  const maxBytes = requirements?.maxBytes;
  const values = {
    formats: language.list(
      formats.map((format) => format.toUpperCase()),
      "disjunction",
    ),
    size: maxBytes ? language.size(maxBytes) : undefined,
  };
  return html`<div part="hints" id="hints">
    <p class="mouse">${language.text(intake.isOver ? "dropHere" : "hint")}</p>
    <p class="touch">${language.text("hintTouch")}</p>
    ${requirements ? html`<p>${language.text(maxBytes ? "limits" : "limitsWithoutSize", values)}</p>` : nothing}
  </div>`;
}
