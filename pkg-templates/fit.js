// A file on its way to a vendor: checked, and prepared where that helps.

import { demandSignal, untilAborted } from "./abort.js";
import { isBlob } from "./api.js";
import { demand } from "./demands.js";
import { run } from "./engine.js";
import { now, tell } from "./listeners.js";
import { canMend, prepareIfNeeded } from "./prepare.js";

export async function makeFit(file, options) {
  demand(isBlob(file), "the file must be a File or Blob");
  const { signal, onProgress, onEvent } = options ?? {};
  demandSignal(signal);
  const progress = (phase) => tell(onProgress, { phase, sentBytes: 0, totalBytes: file.size });
  const listening = { signal, progress, onEvent: (event) => tell(onEvent, event) };
  return untilAborted(fit(file, options ?? {}, listening), signal);
}

/** `{ file, report, prepared }`: what to send, the report on it, and what was made of the file that was given. */
export async function fit(source, options, { signal, progress, onEvent }) {
  const { check = true, prepare = "auto", rotate = 0 } = options;
  const judge = (file, quality) => judged(file, { ...options, quality }, onEvent);
  let report = null;
  if (check) {
    progress("checking");
    // What is still to be turned is judged as it will be.
    report = await judge(source, rotate ? false : options.quality);
    if (!report.ok && !(prepare && canMend(report))) return { file: source, report, prepared: null };
  }
  if ((!prepare && !rotate) || signal?.aborted) return { file: source, report, prepared: null };
  progress("preparing");
  const { prepared, refusal } = await made(source, options, report, signal, onEvent);
  if (refusal && report && !report.ok) report = { ...report, problems: refusal };
  const file = prepared?.file ?? source;
  // What was mended is checked like any file.
  if (report && (rotate || (prepared && !report.ok))) report = await judge(file, options.quality);
  return { file, report, prepared };
}

async function judged(file, options, onEvent) {
  const began = now();
  const { report, shadowed } = await run((engine, wake) => engine.check(file, options, wake));
  onEvent({
    stage: "check",
    ms: now() - began,
    ok: report.ok,
    format: report.facts.format,
    bytes: report.facts.bytes,
    problems: report.problems.map((problem) => problem.code),
    shadowed,
    scores: scoresOf(report.quality),
  });
  return report;
}

async function made(source, options, report, signal, onEvent) {
  const began = now();
  try {
    const prepared = await prepareIfNeeded(source, options, report, signal);
    if (prepared)
      onEvent({
        stage: "prepare",
        ms: now() - began,
        bytes: source.size,
        preparedBytes: prepared.file.size,
        changes: prepared.changes.map(({ kind }) => kind),
      });
    return { prepared };
  } catch (error) {
    // A file that passed may go as it is, unless it was to be turned.
    if (error.code !== "invalid_file" || options.rotate) throw error;
    return { prepared: null, refusal: error.problems };
  }
}

function scoresOf(quality) {
  if (!quality) return null;
  const { blur, dark, flashlight, grayscale } = quality;
  return { blur: blur.score, dark: dark.score, flashlight: flashlight.score, grayscale: grayscale.score };
}
