import { checkOptions } from "./choices.js";
import { byId } from "./dom.js";
import { loadPackage } from "./engine.js";
import { cardView, factsView, problemView } from "./file-view.js";
import { apply, cornersOf, inverse, matrixOf, then, upright } from "./geometry.js";
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
/**
 * What was made of a picked file whose own pixels were not judged, as of AVIF or of one that is too large, with the report on it.
 * @type {{ prepared: import("/pkg/index.js").Prepared, report: import("/pkg/index.js").CheckReport } | null}
 */
let made = null;
/** Why there is no report. */
let failure = null;
/** The file and the options that `report` is of. */
let judged = { original: null, key: "" };
/** The newest report of the element. It comes again with each of its changes, and would undo a newer one made here. */
let taken = null;
const turn = { isRunning: false, isWanted: false };

/**
 * Follows the element: takes a new report of it where that is on the picked file, and else asks for one.
 * @param {Snapshot} next
 * @param {import("/pkg/index.js").Policy | undefined} policy what the element goes by
 */
export function follow(next, policy) {
  const isOther = next.original !== snapshot?.original;
  snapshot = next;
  if (isOther) [report, made, failure] = [null, null, null];
  const { original, phase } = next;
  if (next.report && next.report !== taken && isOnPicked(next)) {
    [report, made, failure] = [next.report, null, null];
    judged = { original, key: keyOf(policy) };
  }
  taken = next.report;
  if (original && phase !== "checking" && next.isChecked && !isCurrent()) judgeAgain();
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
  const { original, prepared, attempt } = snapshot ?? {};
  if (!original || isCurrent()) return;
  const policy = currentPolicy();
  const key = keyOf(policy);
  let [found, foundMade, reason] = [null, null, null];
  try {
    const { check } = await loadPackage();
    const options = { ...checkOptions(), policy, attempt };
    found = await check(original, options);
    if (!found.quality && prepared && prepared.file !== original)
      foundMade = { prepared, report: await check(prepared.file, options) };
  } catch (error) {
    reason = error;
  }
  if (original !== snapshot.original) return;
  [report, made, failure] = [found, foundMade, reason];
  judged = { original, key };
  show();
}

function isCurrent() {
  const { original, prepared } = snapshot;
  const isMadeWanted = report && !report.quality && prepared && prepared.file !== original;
  const isOfFile =
    judged.original === original && (made?.prepared ?? null) === (isMadeWanted ? prepared : null);
  return isOfFile && judged.key === keyOf(currentPolicy());
}

/** All that a report depends on besides the file. */
function keyOf(policy) {
  return JSON.stringify([checkOptions(), policy, snapshot.attempt]);
}

/** Is the element's report on the picked file, and not on what was made of it? */
function isOnPicked({ report, prepared }) {
  return !prepared || JSON.stringify(report.facts) !== JSON.stringify(prepared.facts);
}

function show() {
  const { original = null, prepared = null, extraction = null, error = null } = snapshot ?? {};
  const quality = report?.quality ?? made?.report.quality ?? null;
  const isHuge = report?.problems.some(({ code }) => code === "too_many_pixels");
  showPicture(report && { blob: original, facts: report.facts, isHuge }, prepared);
  const record = extraction ?? error?.partial ?? null;
  const matrix = matrixOf(prepared?.transform);
  const toPicked = ({ polygon, ...field }) => ({
    ...field,
    polygon: polygon.map((point) => apply(matrix, point)),
  });
  const card = quality?.card ?? null;
  const toUpright = report?.quality ? (corners) => corners : fromMade;
  draw(
    card && { ...card, corners: toUpright(card.corners) },
    quality?.flashlight.detected ? toUpright(cornersOf(quality.glare)) : null,
    record ? outlinesOf(record).map(toPicked) : [],
    record?.sandbox,
  );
  showScores(quality, ownThreshold);
  const judgedFacts = report?.quality ? report.facts : made?.prepared.facts;
  list(byId("card"), quality ? cardView(quality, judgedFacts) : []);
  list(byId("problems"), allProblems().map(problemView));
  list(byId("facts"), original ? factsView(original, report, prepared) : []);
  byId("judged").textContent = summary();
}

/** Of the picked file, and what was seen besides only in what was made of it. */
function allProblems() {
  const own = report?.problems ?? [];
  const codes = new Set(own.map(({ code }) => code));
  return [...own, ...(made?.report.problems ?? []).filter(({ code }) => !codes.has(code))];
}

/** Pixels of what was made of the picked file as those of the upright picked file. */
function fromMade(/** @type {import("./geometry.js").Point[]} */ places) {
  const toPicked = then(inverse(upright(made.prepared.facts)), matrixOf(made.prepared.transform));
  const matrix = then(toPicked, upright(report.facts));
  return places.map((place) => apply(matrix, place));
}

function summary() {
  const { original, phase, file } = snapshot ?? {};
  if (failure?.messages) return messageOf(failure.messages);
  if (report && !report.ok && file) {
    const isStill = allProblems().some(({ severity }) => severity === "warning");
    return text(isStill ? "judged.partlyMended" : "judged.mended");
  }
  if (report) return text(report.problems.length > 0 ? "judged.problems" : "judged.good");
  if (!original) return text("judged.none");
  return text(phase === "checking" || turn.isRunning ? "judged.running" : "judged.unknown");
}

function list(place, rows) {
  place.replaceChildren(...rows);
  place.hidden = rows.length === 0;
}
