// The wasm engine: loaded once, on first use; asked through calls that can't hang.

import { errorWithoutEngine, isErrorData, OcrError } from "./errors.js";
import { addLanguage, teach } from "./languages.js";
import { load } from "./load.js";
import * as glue from "./periksa.js";

/** @type {Promise<void> | undefined} */
let loading;
let ready = false;
/** What broke the engine. After a trap its memory can't be trusted: it is not asked again, a new instance is. */
let broken;
/** @type {Promise<void> | undefined} */
let restarted;
/** Which instance this is: jobs of an earlier one are not touched again. */
let instance = 0;
/** Rejects each job under way: what a broken engine waits for may never wake it. */
const underWay = new Set();

/**
 * Loads the engine. Later calls wait for the first; after a failure the next call tries again.
 * @param {URL | Response | BufferSource | WebAssembly.Module} [wasm]
 */
export function init(wasm) {
  loading ??= load(wasm, (module) => glue.default({ module_or_path: module })).then(
    () => {
      ready = true;
      teach(glue);
    },
    (failure) => {
      loading = undefined;
      const detail = failure?.message ?? String(failure);
      throw errorWithoutEngine("engine_unavailable", { detail, cause: failure?.cause ?? failure });
    },
  );
  return loading;
}

/**
 * Runs an asynchronous export to its end.
 *
 * Such exports return a job that is polled from here, not a promise of their own: a trap is then thrown to this
 * code, and does not become an unhandled error beside a promise that never settles.
 * @template T
 * @param {(engine: typeof glue, wake: () => void) => glue.Job} start
 * @returns {Promise<T>}
 */
export async function run(start) {
  await init();
  await restarted;
  const own = instance;
  let giveUp;
  const outcome = new Promise((resolve, reject) => {
    giveUp = reject;
    underWay.add(giveUp);
    let job;
    let waking = false;
    const wake = () => {
      if (waking) return;
      waking = true;
      queueMicrotask(poll);
    };
    const poll = () => {
      waking = false;
      if (own !== instance) return;
      try {
        if (!guarded(() => job.poll())) return;
        resolve(guarded(() => job.outcome()));
      } catch (error) {
        reject(error);
      }
      if (!broken) job.free();
    };
    try {
      job = guarded(() => start(glue, wake));
    } catch (error) {
      reject(error);
      return;
    }
    poll();
  });
  return outcome.finally(() => underWay.delete(giveUp));
}

/**
 * Calls a synchronous export, which needs `init` awaited before.
 * @template T
 * @param {(engine: typeof glue) => T} call
 * @returns {T}
 */
export function ask(call) {
  if (!ready) throw errorWithoutEngine("invalid_options", { detail: "await init() once before this call" });
  // It can't wait.
  restart();
  return guarded(() => call(glue));
}

/** Adds a language, now or whenever the engine is there. */
export function learn(language, texts) {
  addLanguage(language, texts);
  if (ready && !broken) teach(glue);
}

/** The error of this code, in the engine's words. */
export function errorOf(code, fields, cause) {
  return new OcrError({ ...ask((engine) => engine.error_of(code)), ...fields }, cause);
}

/** Turns whatever the engine throws into an OcrError, and remembers a trap. */
function guarded(call) {
  if (broken) throw stopped();
  try {
    return call();
  } catch (thrown) {
    if (thrown instanceof OcrError) throw thrown;
    if (isErrorData(thrown)) throw new OcrError(thrown);
    if (!isTrap(thrown))
      throw errorWithoutEngine("engine_unavailable", { detail: String(thrown), cause: thrown });
    broken = thrown;
    for (const giveUp of underWay) giveUp(stopped());
    // Not at once: what the old instance had under way ends first, for the glue lets it call no new one.
    restarted = new Promise((resolve) => setTimeout(resolve)).then(restart);
    throw stopped();
  }
}

/** If it does not start again, it stays broken. */
function restart() {
  if (!broken) return;
  try {
    glue.restart();
    // Any call will do: it is this one that starts the new instance.
    glue.memory_bytes();
  } catch {
    return;
  }
  broken = undefined;
  instance += 1;
  teach(glue);
}

/** Engines throw a RuntimeError for a trap, and errors of their own when the stack or the memory runs out. */
function isTrap(thrown) {
  return (
    thrown instanceof WebAssembly.RuntimeError ||
    thrown instanceof RangeError ||
    thrown?.name === "InternalError"
  );
}

function stopped() {
  return errorWithoutEngine("engine_unavailable", { detail: "the engine stopped", cause: broken });
}
