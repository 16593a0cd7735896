import { byId } from "./dom.js";
import { errorView } from "./error-view.js";
import { recordView } from "./record-view.js";

/** What is shown, so that pointing at it is not lost with each change of the element. */
let shown = { result: null, language: "" };
/** The row that was pressed: it stays lit. */
let pinned = null;

/**
 * Tells at which field of the record the person points, by pointer or by focus; `onPress` hears that they want to see it.
 * @param {(path: string | null) => void} onPoint
 * @param {() => void} onPress
 */
export function startResult(onPoint, onPress) {
  const record = byId("record");
  const point = (target) => onPoint(pathOf(target) ?? pinned);
  record.addEventListener("pointerover", ({ target }) => point(target));
  record.addEventListener("pointerleave", () => onPoint(pinned));
  record.addEventListener("focusin", ({ target }) => point(target));
  record.addEventListener("focusout", () => onPoint(pinned));
  record.addEventListener("click", ({ target }) => {
    const button = target.closest("button.locate");
    if (!button) return;
    pinned = pinned === pathOf(button) ? null : pathOf(button);
    for (const one of record.querySelectorAll("button.locate"))
      one.setAttribute("aria-pressed", String(pathOf(one) === pinned));
    onPoint(pinned ?? pathOf(button));
    if (pinned) onPress();
  });
}

/** Shows the answer, or what went wrong; of a partial answer both. */
export function showResult(/** @type {import("/pkg/session.js").SessionSnapshot} */ { extraction, error }) {
  const { lang } = document.documentElement;
  const result = extraction ?? error;
  if (result === shown.result && lang === shown.language) return;
  shown = { result, language: lang };
  pinned = null;
  const failure = byId("error");
  failure.replaceChildren(...(error ? errorView(error) : []));
  if (error) failure.dataset.code = error.code;
  else delete failure.dataset.code;
  const record = extraction ?? error?.partial ?? null;
  byId("record").replaceChildren(...(record ? recordView(record) : []));
  byId("no-result").hidden = Boolean(record || error);
}

/** Marks the row of the field that the person points at in the picture. */
export function mark(/** @type {string | null} */ path) {
  for (const row of byId("record").querySelectorAll("[data-field]"))
    row.classList.toggle("pointed", row.dataset.field === path);
}

function pathOf(/** @type {Element} */ target) {
  return target.closest("[data-located]")?.dataset.field ?? null;
}
