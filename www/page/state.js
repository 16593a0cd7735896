/**
 * @typedef {"idle" | "checking" | "ready" | "blocked" | "sending" | "done" | "failed"} Phase
 * @typedef {import("/pkg/index.js").CheckReport} CheckReport
 */

/** All the page shows, apart from the choices, which the form holds. */
export const state = {
  /** @type {Phase} */
  phase: "idle",
  /** @type {File | null} */
  file: null,
  /** @type {CheckReport | null} */
  report: null,
  /** @type {import("/pkg/index.js").Extraction | null} */
  extraction: null,
  /** @type {import("/pkg/index.js").OcrError | null} */
  error: null,
  /** What failed, to be done again. @type {(() => void) | null} */
  retry: null,
  /** @type {import("/pkg/index.js").Progress | null} */
  progress: null,
};

/** The newest task; whatever an older one still brings is dropped. */
let newest = new AbortController();

/** Starts a task in place of the one that runs, and drops what came of earlier ones. */
export function begin(/** @type {Phase} */ phase, changes = {}) {
  newest.abort();
  newest = new AbortController();
  Object.assign(state, { phase, extraction: null, error: null, retry: null, progress: null }, changes);
  return newest;
}

/** Ends a task, unless a newer one has begun; says whether it did. */
export function end(/** @type {AbortController} */ task, /** @type {Phase} */ phase, changes) {
  if (!isNewest(task)) return false;
  Object.assign(state, { phase, progress: null }, changes);
  return true;
}

export function isNewest(task) {
  return task === newest;
}

/** Aborts the task that runs: it ends with an error that says so. */
export function cancel() {
  newest.abort();
}

/** Where a file stands by its check alone. @returns {Phase} */
export function phaseOf(/** @type {CheckReport | null} */ report) {
  if (!report) return state.file ? "ready" : "idle";
  return report.ok ? "ready" : "blocked";
}

/** Why nothing can be sent now, as the end of a text's key; `null` if something can. */
export function whyNotSend() {
  const { phase, file, report, error } = state;
  if (!file) return "noFile";
  if (phase === "checking" || phase === "sending") return phase;
  if (report && !report.ok) return "blocked";
  // The vendor has judged this very file: sending it again would cost again, for the same answer.
  if (["retake_photo", "choose_another_file"].includes(error?.action)) return "refused";
  return null;
}
