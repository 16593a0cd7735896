import { checkOptions } from "./choices.js";
import { loadPackage } from "./engine.js";
import { currentPolicy } from "./policy.js";

/**
 * What is told of a file: numbers and codes, nothing of its picture.
 * @typedef {object} Row
 * @property {string} file its name, with its folders where a folder was picked
 * @property {"ok" | "warned" | "blocked" | "failed"} verdict
 * @property {string[]} problems codes, worst first
 * @property {string | null} format
 * @property {number} bytes
 * @property {number | null} width of the upright picture, in pixels
 * @property {number | null} height
 * @property {Record<"blur" | "dark" | "flashlight" | "grayscale", number> | null} scores 0..1, 1 is worst
 * @property {number | null} card how sure it is that there is one, 0..1
 * @property {import("/pkg/index.js").Texts | null} reason why it could not be judged
 */

/**
 * Judges files one after the other. A file that can't be read is a row too; it ends early where `signal` is aborted. Files are
 * let go of as they are done.
 * @param {File[]} files
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<Row>}
 */
export async function* judgeEach(files, signal) {
  const { check } = await loadPackage();
  const options = { ...checkOptions(), policy: currentPolicy(), signal };
  const left = [...files];
  for (let file = left.shift(); file && !signal.aborted; file = left.shift()) {
    let row;
    try {
      row = judgedRow(file, await check(file, options));
    } catch (error) {
      if (signal.aborted) return;
      row = failedRow(file, error);
    }
    yield row;
  }
}

/** @returns {Row} */
function judgedRow(
  file,
  /** @type {import("/pkg/index.js").CheckReport} */ { ok, facts, problems, quality },
) {
  const scores = quality && {
    blur: quality.blur.score,
    dark: quality.dark.score,
    flashlight: quality.flashlight.score,
    grayscale: quality.grayscale.score,
  };
  return {
    file: nameOf(file),
    verdict: ok ? (problems.length > 0 ? "warned" : "ok") : "blocked",
    problems: problems.map(({ code }) => code),
    format: facts.format,
    bytes: facts.bytes,
    width: facts.displayWidth,
    height: facts.displayHeight,
    scores,
    card: quality?.card?.confidence ?? null,
    reason: null,
  };
}

/** @returns {Row} */
function failedRow(file, error) {
  return {
    ...{ file: nameOf(file), verdict: "failed", problems: [error.code ?? "unknown"], bytes: file.size },
    ...{ format: null, width: null, height: null, scores: null, card: null },
    reason: error.messages ?? null,
  };
}

/** The files without those that a system hides in folders. */
export function listed(/** @type {File[]} */ files) {
  return files.filter(({ name }) => !name.startsWith("."));
}

function nameOf(file) {
  return file.webkitRelativePath || file.name;
}
