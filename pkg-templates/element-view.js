// What `<periksa-input>` looks like in each state. One frame for all of them: what stays keeps its place and its focus.

import { html, nothing } from "lit";

import { icon } from "./element-icons.js";
import { canRotate, canSend, statusOf } from "./element-state.js";

/**
 * @param {import("./element.js").PeriksaInput} element
 * @param {object} view what the element knows besides
 */
export function frame(element, view) {
  const { snapshot, words, preview, intake, label, accept, isDisabled } = view;
  const { phase } = snapshot;
  const isBusy = phase === "checking" || phase === "sending";
  const classes = [phase, intake.isOver && "over", isDisabled && "disabled"].filter(Boolean).join(" ");
  return html`
    <div
      part="base ${phase}"
      class=${classes}
      role="group"
      aria-label=${label}
      aria-busy=${isBusy ? "true" : "false"}
      aria-disabled=${isDisabled ? "true" : nothing}
      lang=${words.tag}
      tabindex="-1"
    >
      <div part="preview">
        ${preview.render(snapshot, words)} ${tools(element, view)}
      </div>
      <div part="body">
        ${heading(element, view)} ${status(element, view)} ${facts(view)} ${progress(view)} ${actions(element, view)}
        ${phase === "idle" ? hints(view) : nothing}
      </div>
      ${intake.render(accept)}
    </div>
  `;
}

function heading(element, { words }) {
  const required = html` <span part="required">(${words.text("required")})</span>`;
  return html`<div part="title">
    ${words.text("title", { document: words.document() })}${element.required ? required : nothing}
  </div>`;
}

/** It is always there, so that each change of it is said aloud, whole. */
function status(element, { snapshot, words, isMissed }) {
  const hasEndpoint = Boolean(element.endpoint);
  const { tone, line, notes } = statusOf(snapshot, { words, hasEndpoint, isMissed });
  return html`<div part="status" role="status" aria-atomic="true">
    <p part="line" class=${tone}>${icon(tone)}<span>${line}</span></p>
    ${notes.length > 0 ? html`<ul part="notes">${notes.map((note) => noteView(note, words))}</ul>` : nothing}
  </div>`;
}

function noteView({ severity, text }, words) {
  const isError = severity === "error";
  const kind = words.text(isError ? "problem" : "warning");
  return html`<li part="note ${severity}" class=${severity}>
    ${icon(isError ? "bad" : "warn")}<span><span class="unseen">${kind}: </span>${text}</span>
  </li>`;
}

/** Name, format, size and pixels, and what was changed about it. */
function facts({ snapshot, words }) {
  const { phase, original, file, report, prepared } = snapshot;
  if (phase === "idle") return nothing;
  const { format, displayWidth: width, displayHeight: height } = prepared?.facts ?? report?.facts ?? {};
  const pixels = width && words.text("pixels", { width, height });
  const shown = [
    format && format !== "unknown" && format.toUpperCase(),
    words.size((file ?? original).size),
    pixels,
  ];
  const changes = (prepared?.changes ?? []).map(({ kind }) => words.text(`change.${kind}`));
  const changed = words.text("changed", { changes: words.list([...new Set(changes)]) });
  return html`<div part="facts">
    ${original.name ? html`<div class="name">${original.name}</div>` : nothing}
    <div>${shown.filter(Boolean).join(" · ")}</div>
    ${changes.length > 0 && file ? html`<div>${changed}</div>` : nothing}
  </div>`;
}

function progress({ snapshot, words }) {
  if (snapshot.phase !== "sending") return nothing;
  const { phase, sentBytes = 0, totalBytes = 0 } = snapshot.progress ?? {};
  const isCounted = phase === "uploading" && sentBytes > 0;
  const bytes = { sent: words.size(sentBytes), total: words.size(totalBytes) };
  return html`<div part="progress">
    <progress
      part="bar"
      aria-label=${words.text("progress")}
      max=${isCounted ? totalBytes : 1}
      value=${isCounted ? sentBytes : nothing}
    ></progress>
    <span>${isCounted ? words.text("bytes", bytes) : nothing}</span>
  </div>`;
}

/** Under the picture, where no other button ever comes in their place: who turns quickly must not send. */
function tools(element, { snapshot, words, preview, isDisabled }) {
  const { phase } = snapshot;
  const isTurning = phase === "checking" && preview.isShowing(snapshot);
  const isKept = isTurning || ["ready", "done", "failed"].includes(phase);
  if (!isKept) return nothing;
  const rotate = html`<button
    part="button rotate"
    type="button"
    aria-label=${words.text("rotateLong")}
    ?disabled=${isDisabled}
    @click=${() => element.rotate()}
  >
    ${icon("rotate")}<span>${words.text("rotate")}</span>
  </button>`;
  const clear = html`<button
    part="button clear"
    type="button"
    ?disabled=${isDisabled}
    @click=${() => element.clear()}
  >
    ${icon("clear")}<span>${words.text("clear")}</span>
  </button>`;
  return html`<div part="tools">${isTurning || canRotate(snapshot) ? rotate : nothing} ${clear}</div>`;
}

/** Send keeps its place while it can't be pressed, so that the second click of two hits nothing else. */
function actions(element, { snapshot, words, intake, isDisabled }) {
  const { phase } = snapshot;
  const isBusy = phase === "checking" || phase === "sending";
  const isSendShown = element.endpoint && (isBusy || canSend(snapshot));
  const isRefused = phase === "failed" && !canSend(snapshot);
  const send = html`<button
    part="button primary send"
    type="button"
    ?disabled=${isDisabled || isBusy}
    @click=${() => element.send()}
  >
    ${icon("send")}<span>${words.text(phase === "failed" ? "retry" : "send")}</span>
  </button>`;
  const cancel = html`<button
    part="button cancel"
    type="button"
    ?disabled=${isDisabled}
    @click=${() => element.cancel()}
  >
    <span>${words.text("cancel")}</span>
  </button>`;
  const isMain = phase === "idle" || isRefused;
  return html`<div part="actions">
    ${isSendShown ? send : nothing} ${isBusy ? cancel : pickers({ words, intake, isDisabled, isMain, phase })}
  </div>`;
}

/** The camera comes first where there is one to hold; a mouse has only the one chooser. */
function pickers({ words, intake, isDisabled, isMain, phase }) {
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
      ${icon("camera")}<span>${words.text(isAgain ? "cameraAgain" : "camera")}</span>
    </button>
    <button
      part="button ${primary} pick"
      type="button"
      aria-describedby=${isAgain ? nothing : "hints"}
      ?disabled=${isDisabled}
      @click=${() => intake.open("pick")}
    >
      ${icon("pick")}<span class="mouse">${words.text(isAgain ? "pickAnother" : "pick")}</span
      ><span class="touch">${words.text("pickTouch")}</span>
    </button>
  `;
}

function hints({ words, requirements, intake }) {
  const { formats = [], maxBytes } = requirements ?? {};
  const values = {
    formats: words.list(
      formats.map((format) => format.toUpperCase()),
      "disjunction",
    ),
    size: maxBytes && words.size(maxBytes),
  };
  return html`<div part="hints" id="hints">
    <p class="mouse">${words.text(intake.isOver ? "dropHere" : "hint")}</p>
    <p class="touch">${words.text("hintTouch")}</p>
    ${requirements ? html`<p>${words.text(maxBytes ? "limits" : "limitsWithoutSize", values)}</p>` : nothing}
  </div>`;
}
