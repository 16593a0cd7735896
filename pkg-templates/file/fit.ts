// A file on its way to a vendor: checked, and prepared where that helps.

import { demandSignal, untilAborted } from "../common/abort.js";
import { isBlob } from "../common/blob.js";
import { demand } from "../common/demands.js";
import type { OcrError } from "../common/errors.js";
import { now, tell } from "../common/listeners.js";
import type {
  CheckOptions,
  CheckReport,
  Fit,
  FitOptions,
  OcrEvent,
  Prepared,
  Problem,
  Progress,
  QualityReport,
} from "../common/types.js";
import { run } from "../engine/instance.js";
import { canMend, prepareIfNeeded } from "./prepare.js";

/** Who hears of it, and ends it. */
interface Listening {
  signal: AbortSignal | undefined;
  progress: (phase: Progress["phase"]) => void;
  onEvent: (event: OcrEvent) => void;
}

/**
 * What `extract` does before it sends: checks the file, prepares it where that helps, and checks what was mended. For
 * forms that show the very file they will send; then call `extract` with `check: false, prepare: false`. A file that
 * can't be mended is a report that is not `ok`.
 * @param file The picked file.
 * @param options As of `extract`.
 * @returns What to send, the report on it, and what was made of the file that was given.
 * @throws {OcrError} `invalid_file` where it can't be turned, `aborted`, `file_unreadable`, `engine_unavailable`,
 * `invalid_options`
 * @example
 * const { file, report } = await makeFit(picked, { document: "ktp", vendor: "verihubs" });
 * if (report.ok) preview.src = URL.createObjectURL(file);
 */
export function makeFit(file: Blob, options: FitOptions & { check: false }): Promise<Fit & { report: null }>;
export function makeFit(file: Blob, options: FitOptions): Promise<Fit & { report: CheckReport }>;
export async function makeFit(file: Blob, options: FitOptions): Promise<Fit> {
  demand(isBlob(file), "the file must be a File or Blob");
  const { signal, onProgress, onEvent } = options ?? {};
  demandSignal(signal);
  const progress = (phase: Progress["phase"]) =>
    tell(onProgress, { phase, sentBytes: 0, totalBytes: file.size });
  const listening = { signal, progress, onEvent: (event: OcrEvent) => tell(onEvent, event) };
  return untilAborted(fit(file, options ?? {}, listening), signal);
}

/** What to send, the report on it, and what was made of the file that was given. @internal */
export async function fit(
  source: Blob,
  options: FitOptions,
  { signal, progress, onEvent }: Listening,
): Promise<Fit> {
  const { check = true, prepare = "auto", rotate = 0 } = options;
  const judge = (file: Blob, quality: boolean | undefined) => judged(file, { ...options, quality }, onEvent);
  let report: CheckReport | null = null;
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

async function judged(
  file: Blob,
  options: CheckOptions,
  onEvent: Listening["onEvent"],
): Promise<CheckReport> {
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

async function made(
  source: Blob,
  options: FitOptions,
  report: CheckReport | null,
  signal: AbortSignal | undefined,
  onEvent: Listening["onEvent"],
): Promise<{ prepared: Prepared | null; refusal?: Problem[] }> {
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
  } catch (thrown) {
    const error = thrown as OcrError;
    // A file that passed may go as it is, unless it was to be turned.
    if (error.code !== "invalid_file" || options.rotate) throw error;
    return { prepared: null, refusal: error.problems };
  }
}

function scoresOf(quality: QualityReport | null) {
  if (!quality) return null;
  const { blur, dark, flashlight, grayscale } = quality;
  return { blur: blur.score, dark: dark.score, flashlight: flashlight.score, grayscale: grayscale.score };
}
