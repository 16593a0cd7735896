import { startBatch, translateBatch } from "./batch-view.js";
import { currentChoices, lockChoices, startChoices, translateChoices } from "./choices.js";
import { byId } from "./dom.js";
import { startDropping } from "./drop.js";
import { loadPackage } from "./engine.js";
import { limitsText } from "./file-view.js";
import { language, setLanguage, startLanguage, text, translatePage } from "./language.js";
import { follow, judgeAgain, translateLens } from "./lens.js";
import { currentPolicy, startPolicy, translatePolicy } from "./policy.js";
import { mark, showResult, startResult } from "./result.js";
import { light, reveal, startStage } from "./stage.js";

const ENDED = new Set(["done", "failed"]);

/** @type {import("/pkg/element.js").PeriksaInput} */
const field = byId("field");

/** Sets the element up as a form would: by its attributes and properties. */
function configure() {
  if (!isLoaded()) return;
  const { vendor, document, validateQuality, table, crop, scenario } = currentChoices();
  Object.assign(field, {
    ...{ vendor, kind: document, validateQuality, table },
    crop: crop ? "card" : null,
    policy: currentPolicy(),
    headers: scenario ? { "Sandbox-Scenario": scenario } : undefined,
    lang: language(),
  });
}

/** Goes by what is chosen now. What came of a send does not fit other choices: its file starts anew. */
function choose() {
  if (!isLoaded()) return;
  configure();
  const { phase, file, original } = field.snapshot;
  if (ENDED.has(phase) && file) field.pick(original);
  showLimits();
}

/** Has the element go by the policy. What it has sent it does not judge again: that is for the page to do. */
function settlePolicy() {
  configure();
  if (isLoaded() && ["sending", "done"].includes(field.snapshot.phase)) judgeAgain();
}

/** What the vendor takes. */
async function showLimits() {
  const { vendor, document } = currentChoices();
  // Where it can't be told the page or the element says why.
  const limits = await loadPackage()
    .then(({ requirements }) => requirements(document, vendor))
    .catch(() => null);
  const now = currentChoices();
  if (now.vendor === vendor && now.document === document)
    byId("limits").textContent = limits ? limitsText(limits) : "";
}

/** Brings the page in line with the element. */
function update() {
  if (!isLoaded()) return;
  const { snapshot } = field;
  const isSending = snapshot.phase === "sending";
  lockChoices(isSending);
  say(byId("locked"), isSending ? text("locked") : "");
  follow(snapshot, field.policy);
  showResult(snapshot);
}

/** Until then the page has an empty place for the element. */
function isLoaded() {
  return field.snapshot !== undefined;
}

/** A text that did not change is not said again. */
function say(place, said) {
  if (place.textContent !== said) place.textContent = said;
}

function translate() {
  translatePage();
  translateChoices();
  translatePolicy();
  translateBatch();
}

startLanguage();
startChoices(choose);
startPolicy({ onMove: judgeAgain, onSettled: settlePolicy });
startBatch();
startStage((path) => {
  light(path);
  mark(path);
});
startResult(light, reveal);
translate();
translateLens();
byId("language").value = language();
byId("language").addEventListener("change", ({ target }) => {
  setLanguage(target.value);
  translate();
  configure();
  update();
  translateLens();
  showLimits();
});
// From the start: the browser would leave the page for a file that is dropped while the package comes.
startDropping(field, async (files) => {
  await loadPackage();
  field.pick(files);
});
try {
  await loadPackage();
  configure();
  showLimits();
  for (const event of ["periksa-report", "periksa-record", "periksa-error", "change"])
    field.addEventListener(event, update);
  new MutationObserver(update).observe(field, { attributeFilter: ["phase"] });
} catch (error) {
  console.error(error);
  byId("broken").textContent = text("broken");
}
