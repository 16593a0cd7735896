import { lockChoices } from "./choices.js";
import { byId } from "./dom.js";
import { errorView } from "./error-view.js";
import { factsView, problemView } from "./file-view.js";
import { bytes } from "./formatting.js";
import { text } from "./language.js";
import { lockPicking } from "./pick.js";
import { recordView } from "./record-view.js";
import { state, whyNotSend } from "./state.js";

/** Brings the page in line with the state. */
export function render() {
  const { phase, file, report, extraction, error } = state;
  renderList(byId("facts"), file ? factsView(file, report) : []);
  renderList(byId("problems"), report ? report.problems.map(problemView) : []);
  renderProgress();
  renderSend();
  lockChoices(phase === "sending");
  lockPicking(phase === "sending");

  const failure = byId("error");
  failure.replaceChildren(...(error ? errorView(error, () => state.retry()) : []));
  if (error) failure.dataset.code = error.code;
  else delete failure.dataset.code;
  const shown = extraction ?? error?.partial ?? null;
  byId("record").replaceChildren(...(shown ? recordView(shown) : []));
  byId("no-result").hidden = Boolean(shown || error);
}

/** The part that changes while a task runs: its state in words, and the bar. */
export function renderProgress() {
  const { phase, progress } = state;
  const status = byId("status");
  status.dataset.state = phase;
  const said = statusText();
  // A text that did not change is not said again.
  if (status.textContent !== said) status.textContent = said;

  byId("progress-row").hidden = phase !== "sending";
  const bar = byId("progress");
  const isCounted = progress?.phase === "uploading" && progress.totalBytes > 0;
  if (isCounted) bar.value = progress.sentBytes / progress.totalBytes;
  else bar.removeAttribute("value");
  byId("progress-bytes").textContent = isCounted
    ? text("progress.bytes", { sent: bytes(progress.sentBytes), total: bytes(progress.totalBytes) })
    : "";
}

function renderSend() {
  const reason = whyNotSend();
  const button = byId("send");
  button.disabled = reason !== null;
  if (reason) button.setAttribute("aria-describedby", "send-reason");
  else button.removeAttribute("aria-describedby");
  byId("send-reason").textContent = reason ? text(`reason.${reason}`) : "";
  byId("cancel").hidden = state.phase !== "sending";
}

function renderList(list, rows) {
  list.replaceChildren(...rows);
  list.hidden = rows.length === 0;
}

function statusText() {
  const { phase, report, progress } = state;
  const count = (severity) => report.problems.filter((problem) => problem.severity === severity).length;
  if (phase === "ready" && !report) return text("status.unchecked");
  if (phase === "ready" && report.problems.length) return text("status.warned", { count: count("warning") });
  if (phase === "blocked") return text("status.blocked", { count: count("error") });
  if (phase === "sending") return text(`progress.${progress?.phase ?? "checking"}`);
  return text(`status.${phase}`);
}
