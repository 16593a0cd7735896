// Measures on the visitor's own device, and draws the bars.

import { byId } from "/dom.js";
import { bytes } from "/formatting.js";
import { addTexts, language, setLanguage, startLanguage, text, translatePage } from "/language.js";
import { stageTable } from "./bars.js";
import { drawPhoto, jpegOf } from "./photo.js";
import { STAGES } from "./stages.js";
import { summary } from "./summary.js";
import { TEXTS } from "./texts.js";
import { takeTurnsOfThoseThatCan } from "./turns.js";

/** What was measured, by stage. @type {Record<string, Parameters<typeof stageTable>[1]>} */
let results = {};
/** What the status says: a key and its values. @type {[string, Record<string, unknown>?] | null} */
let status = null;
/** Of the run; `null` while there is none. @type {AbortController | null} */
let stopping = null;
/** The photo that was drawn. */
let drawn = null;

async function measure() {
  stopping = new AbortController();
  const { signal } = stopping;
  results = {};
  say(null);
  show();
  try {
    const periksa = await import("/pkg/index.js");
    await periksa.default();
    const file = byId("file").files[0] ?? (await photo(signal));
    for (const [at, [stage, { options, ways }]] of Object.entries(STAGES).entries()) {
      say(["bench.measuring", { stage: `stage.${stage}` }]);
      const onTurn = (share) => turn((at + share) / Object.keys(STAGES).length, signal);
      await onTurn(0);
      const { samples, failed } = await takeTurnsOfThoseThatCan(await ways(periksa, file), {
        ...options,
        onTurn,
      });
      results[stage] = { ways: summary(samples), failed };
      show();
    }
    say(["bench.done", { name: file.name, size: file.size }]);
  } catch (error) {
    if (signal.aborted) say(["bench.stopped"]);
    else say(["bench.failed", { reason: error?.messages?.[language()] ?? String(error) }]);
  } finally {
    stopping = null;
    show();
  }
}

/** Lets the page draw how far it is, and hear the button. */
async function turn(share, signal) {
  byId("progress").value = share;
  await new Promise((resolve) => setTimeout(resolve));
  signal.throwIfAborted();
}

async function photo(signal) {
  if (drawn) return drawn;
  say(["bench.drawing"]);
  await turn(0, signal);
  const blob = await jpegOf(drawPhoto(4000, 3000, 1), 4_600_000);
  drawn = new File([blob], "12-mp.jpg", { type: "image/jpeg" });
  return drawn;
}

function say(next) {
  status = next;
  const [key, { stage, size, ...values } = {}] = status ?? [];
  const told = { ...values, ...(stage && { stage: text(stage) }), ...(size && { size: bytes(size) }) };
  byId("status").textContent = key ? text(key, told) : "";
}

function show() {
  const isRunning = stopping !== null;
  // What has the focus goes on having it: the button that takes the place of the one that was pressed.
  const isFocused = [byId("start"), byId("stop")].includes(document.activeElement);
  byId("setup").disabled = isRunning;
  byId("start").hidden = isRunning;
  byId("stop").hidden = !isRunning;
  byId("progress-row").hidden = !isRunning;
  if (isFocused) byId(isRunning ? "stop" : "start").focus();
  byId("results").replaceChildren(...Object.entries(results).map(([stage, of]) => stageTable(stage, of)));
}

function translate() {
  document.title = text("bench.title");
  translatePage();
  say(status);
  show();
}

addTexts(TEXTS);
startLanguage();
translate();
byId("language").value = language();
byId("language").addEventListener("change", ({ target }) => {
  setLanguage(target.value);
  translate();
});
byId("start").addEventListener("click", measure);
byId("stop").addEventListener("click", () => stopping?.abort());
