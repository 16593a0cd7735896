import { checkOptions } from "./choices.js";
import { byId } from "./dom.js";
import { loadPackage } from "./engine.js";
import { cardView, factsView, problemView } from "./file-view.js";
import { apply, matrixOf } from "./geometry.js";
import { messageOf, text } from "./language.js";
import { showScores } from "./meters.js";
import { currentPolicy, ownThreshold } from "./policy.js";
import { outlinesOf } from "./record-view.js";
import { draw, showPicture } from "./stage.js";

/**
 * What the engine sees in the picked file: its report, over the picture and beside it.
 * @typedef {import("/pkg/session.js").SessionSnapshot} Snapshot
 */

/** @type {Snapshot | null} */
let snapshot = null;
/** The report on the picked file itself; `null` while there is none. */
let report = null;
/** Why there is none. */
let failure = null;
/** The file and the options that `report` is of. */
let judged = { original: null, key: "" };
const turn = { isRunning: false, isWanted: false };

/** Follows the element: takes its report where that is on the picked file, and else asks for one. */
export function follow(/** @type {Snapshot} */ next) {
  const isOther = next.original !== snapshot?.original;
  snapshot = next;
  if (isOther) [report, failure] = [null, null];
  const { original, phase } = next;
  if (next.report && isOnPicked(next)) {
    [report, failure] = [next.report, null];
    judged = { original, key: keyOf() };
  } else if (original && phase !== "checking" && next.isChecked && !isCurrent()) judgeAgain();
  show();
}

/** Judges the picked file by what is chosen now. While one check runs, only the newest of the others waits. */
export async function judgeAgain() {
  turn.isWanted = true;
  if (turn.isRunning) return;
  turn.isRunning = true;
  while (turn.isWanted) {
    turn.isWanted = false;
    await judge();
  }
  turn.isRunning = false;
}

/** Puts all words into the language of the page. */
export function translateLens() {
  show();
}

async function judge() {
  const { original, attempt } = snapshot ?? {};
  if (!original || isCurrent()) return;
  const key = keyOf();
  let found = null;
  let reason = null;
  try {
    const { check } = await loadPackage();
    found = await check(original, { ...checkOptions(), policy: currentPolicy(), attempt });
  } catch (error) {
    reason = error;
  }
  if (original !== snapshot.original) return;
  [report, failure] = [found, reason];
  judged = { original, key };
  show();
}

function isCurrent() {
  return judged.original === snapshot.original && judged.key === keyOf();
}

/** All that a report depends on besides the file. */
function keyOf() {
  return JSON.stringify([checkOptions(), currentPolicy(), snapshot.attempt]);
}

/** Is the element's report on the picked file, and not on what was made of it? */
function isOnPicked({ report, prepared }) {
  return !prepared || JSON.stringify(report.facts) !== JSON.stringify(prepared.facts);
}

function show() {
  const { original = null, prepared = null, extraction = null, error = null } = snapshot ?? {};
  const quality = report?.quality ?? null;
  const isHuge = report?.problems.some(({ code }) => code === "too_many_pixels");
  showPicture(report && { blob: original, facts: report.facts, isHuge }, prepared);
  const record = extraction ?? error?.partial ?? null;
  const matrix = matrixOf(prepared?.transform);
  const toPicked = ({ polygon, ...field }) => ({
    ...field,
    polygon: polygon.map((point) => apply(matrix, point)),
  });
  draw(quality?.card ?? null, record ? outlinesOf(record).map(toPicked) : []);
  showScores(quality, ownThreshold);
  list(byId("card"), quality ? cardView(quality) : []);
  list(byId("problems"), report ? report.problems.map(problemView) : []);
  list(byId("facts"), original ? factsView(original, report, prepared) : []);
  byId("judged").textContent = summary();
}

function summary() {
  const { original, phase, file } = snapshot ?? {};
  if (failure?.messages) return messageOf(failure.messages);
  if (report && !report.ok && file) return text("judged.mended");
  if (report) return text(report.problems.length > 0 ? "judged.problems" : "judged.good");
  if (!original) return text("judged.none");
  return text(phase === "checking" || turn.isRunning ? "judged.running" : "judged.unknown");
}

function list(place, rows) {
  place.replaceChildren(...rows);
  place.hidden = rows.length === 0;
}
