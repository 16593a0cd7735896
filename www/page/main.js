import { currentChoices, startChoices, translateChoices } from "./choices.js";
import { byId } from "./dom.js";
import { asFailure, clientFor, loadPeriksa } from "./engine.js";
import { limitsText, showPreview } from "./file-view.js";
import { language, setLanguage, startLanguage, translatePage } from "./language.js";
import { render, renderProgress } from "./page-view.js";
import { offerTypes, startPicking } from "./pick.js";
import { begin, cancel, end, isNewest, phaseOf, state, whyNotSend } from "./state.js";

/** Loads the engine before there is a file, so that its absence is told early and a check is quick. */
async function warmUp() {
  const task = begin("idle");
  render();
  try {
    await showLimits();
  } catch (error) {
    if (end(task, "failed", { error: asFailure(error), retry: warmUp })) render();
  }
}

/** What the vendor takes, for the person and for the browser's file dialogue. */
async function showLimits() {
  const { vendor, document } = currentChoices();
  const { requirements } = await loadPeriksa();
  const limits = await requirements(document, vendor);
  offerTypes(limits.accept);
  byId("limits").textContent = limitsText(limits);
}

async function checkFile() {
  const { file } = state;
  const { vendor, document, validateQuality } = currentChoices();
  const task = begin("checking", { report: null });
  render();
  let ended;
  try {
    await showLimits();
    const { check } = await loadPeriksa();
    const report = await check(file, { vendor, document, validateQuality });
    ended = end(task, phaseOf(report), { report });
  } catch (error) {
    ended = end(task, "failed", { error: asFailure(error), retry: checkFile });
  }
  if (!ended) return;
  showPreview(file, state.report);
  render();
}

async function send() {
  if (whyNotSend()) return;
  const { vendor, scenario, ...options } = currentChoices();
  const task = begin("sending");
  render();
  // Not the cancel button: a second press of Enter would then cancel what the first one sent.
  byId("progress").focus();
  const onProgress = (progress) => {
    if (!isNewest(task)) return;
    state.progress = progress;
    renderProgress();
  };
  try {
    const client = await clientFor(vendor, scenario);
    const extraction = await client.extract(state.file, { ...options, signal: task.signal, onProgress });
    endSend(task, "done", { extraction });
  } catch (error) {
    endSend(task, "failed", { error: asFailure(error), retry: send });
  }
}

/** Ends a send, and takes whoever stayed with it to what came of it. */
function endSend(task, phase, changes) {
  if (!end(task, phase, changes)) return;
  const stayed = [byId("progress"), byId("cancel")].includes(document.activeElement);
  render();
  if (!stayed) return;
  if (phase === "done") byId("result-title").focus();
  else (document.getElementById("retry") ?? byId("error")).focus();
}

/** Goes back to what the check said: what came of a send does not fit the new choices. */
function settle() {
  begin(phaseOf(state.report));
  render();
}

function pick(/** @type {File} */ file) {
  state.file = file;
  showPreview(null);
  checkFile();
}

function translate() {
  translatePage();
  translateChoices();
  showLimits().catch(() => {}); // Whatever keeps the engine from loading is on the page already.
  if (state.file && state.phase !== "checking") showPreview(state.file, state.report);
  render();
}

startLanguage();
translatePage();
startChoices(({ checkAgain }) => {
  if (checkAgain && state.file) checkFile();
  else if (checkAgain) warmUp();
  else if (state.extraction || state.retry === send) settle();
});
startPicking(pick);
byId("send").addEventListener("click", send);
byId("cancel").addEventListener("click", cancel);
byId("language").value = language();
byId("language").addEventListener("change", ({ target }) => {
  setLanguage(target.value);
  translate();
});
warmUp();
