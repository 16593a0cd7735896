// The wasm engine: loaded once, on first use; asked through calls that can't hang.

import { errorWithoutEngine, isErrorData, OcrError } from "../common/errors.js";
import { addLanguage, teach } from "../common/languages.js";
import type { MessageTable, WasmSource } from "../common/types.js";
import { cardFinder } from "./card-finder.js";
import { type Glue, glue, type Job, type Wake } from "./glue.js";
import { load } from "./load.js";

let loading: Promise<void> | undefined;
let ready = false;
/** The error that broke the engine. After a trap its memory can't be trusted: only a new instance is called again. */
let broken: unknown;
let restarted: Promise<void> | undefined;
/** Number of the current instance. Jobs of an earlier one are not touched again. */
let instance = 0;
/** Settles when the event loop of a server has had its turn after long work. */
let resting: Promise<void> | undefined;
/** Work that takes longer, in milliseconds, is followed by a rest. */
const LONG = 10;
/** Rejects each running job. After a trap, nothing may wake them. */
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
  loading ??= load(wasm, (module) => glue.default({ module_or_path: module }))
    .then(() => guarded(setUp))
    .then(
      () => {
        ready = true;
      },
      (failure) => {
        loading = undefined;
        if (failure instanceof OcrError) throw failure;
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
    const poll = async () => {
      while (resting) await resting;
      waking = false;
      if (own !== instance) return;
      try {
        if (!guarded(() => inTurn(() => job.poll()))) return;
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

/** Has other jobs wait, after long work, until a server's event loop has had its turn: together they would block it. */
function inTurn<T>(work: () => T): T {
  const began = performance.now();
  try {
    return work();
  } finally {
    if (typeof setImmediate === "function" && performance.now() - began > LONG)
      resting = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
        resting = undefined;
      });
  }
}

/** Gives a new instance what it has to know. */
function setUp(): void {
  teach(glue);
  glue.use_card_finder(cardFinder);
}

/** Calls a synchronous export, which needs `init` awaited before. @internal */
export function ask<T>(call: (engine: Glue) => T): T {
  if (!ready) throw errorWithoutEngine("invalid_options", { detail: "await init() once before this call" });
  // A synchronous call can't wait for the restart that is scheduled.
  restart();
  return guarded(() => call(glue));
}

/** Adds a language: to the engine now, or when it is loaded. @internal */
export function learn(language: string, texts: MessageTable): void {
  addLanguage(language, texts);
  if (ready && !broken) guarded(() => teach(glue));
}

/** Calls the engine. Throws an OcrError for whatever it throws, and marks it as broken after a trap. */
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
    // Restarts later: the glue allows no new instance until the calls of the old one have returned.
    restarted = new Promise((resolve) => setTimeout(resolve)).then(restart);
    throw stopped();
  }
}

/** Starts a new instance. Where that fails, the engine stays broken. */
function restart(): void {
  if (!broken) return;
  try {
    glue.restart();
    // The first call of any export starts the new instance.
    glue.memory_bytes();
    setUp();
  } catch {
    return;
  }
  broken = undefined;
  instance += 1;
}

/** Tells whether the engine broke: browsers throw a RuntimeError for a trap, and other errors where stack or memory runs out. */
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
