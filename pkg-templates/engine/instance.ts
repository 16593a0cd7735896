// The wasm engine: loaded once, on first use; asked through calls that can't hang.

import { errorWithoutEngine, isErrorData, OcrError } from "../common/errors.js";
import { addLanguage, teach } from "../common/languages.js";
import type { MessageTable, WasmSource } from "../common/types.js";
import { type Glue, glue, type Job, type Wake } from "./glue.js";
import { load } from "./load.js";

let loading: Promise<void> | undefined;
let ready = false;
/** What broke the engine. After a trap its memory can't be trusted: it is not asked again, a new instance is. */
let broken: unknown;
let restarted: Promise<void> | undefined;
/** Which instance this is: jobs of an earlier one are not touched again. */
let instance = 0;
/** Rejects each job under way: what a broken engine waits for may never wake it. */
const underWay = new Set<(reason: OcrError) => void>();

/**
 * Loads the engine. Asynchronous functions call it themselves; those that end in `Sync` need it awaited once.
 * Safe to call again; after a failure the next call tries again.
 * @param wasm Where the wasm is, or the wasm itself. By default it is loaded from beside this module: fetched in browsers,
 * read from disk in Node.
 * @returns When the engine is there.
 * @throws {OcrError} `engine_unavailable`; its message tells the developer what was tried and what is missing
 * @example
 * await init(); // usually left to the first call
 * @example
 * await init(await fetch("/assets/periksa_bg.wasm", { integrity: "sha384-…" }));
 */
export function init(wasm?: WasmSource): Promise<void> {
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
 * @internal
 */
export async function run<T>(start: (engine: Glue, wake: Wake) => Job<T>): Promise<T> {
  await init();
  await restarted;
  const own = instance;
  let giveUp: (reason: OcrError) => void;
  const outcome = new Promise<T>((resolve, reject) => {
    giveUp = reject;
    underWay.add(giveUp);
    let job: Job<T>;
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

/** Calls a synchronous export, which needs `init` awaited before. @internal */
export function ask<T>(call: (engine: Glue) => T): T {
  if (!ready) throw errorWithoutEngine("invalid_options", { detail: "await init() once before this call" });
  // It can't wait.
  restart();
  return guarded(() => call(glue));
}

/** Adds a language, now or whenever the engine is there. @internal */
export function learn(language: string, texts: MessageTable): void {
  addLanguage(language, texts);
  if (ready && !broken) teach(glue);
}

/** Turns whatever the engine throws into an OcrError, and remembers a trap. */
function guarded<T>(call: () => T): T {
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
function restart(): void {
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
function isTrap(thrown: unknown): boolean {
  return (
    thrown instanceof WebAssembly.RuntimeError ||
    thrown instanceof RangeError ||
    (thrown as Error | null | undefined)?.name === "InternalError"
  );
}

function stopped(): OcrError {
  return errorWithoutEngine("engine_unavailable", { detail: "the engine stopped", cause: broken });
}
