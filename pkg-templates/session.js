// One document's way through a form, from picked file to record: what `<periksa-input>` and `usePeriksa` are made of.

import { errorWithoutEngine, rejection } from "./errors.js";
import init, { makeFit, OcrClient, requirements } from "./index.js";
import { tell } from "./listeners.js";
import initThere, {
  OcrClient as ClientThere,
  makeFit as makeFitThere,
  requirements as requirementsThere,
} from "./worker.js";

// Not the modules as they are: bundlers would have to keep all that is in them.
const local = { default: init, makeFit, OcrClient, requirements };
const distant = {
  default: initThere,
  makeFit: makeFitThere,
  OcrClient: ClientThere,
  requirements: requirementsThere,
};
const IDLE = {
  phase: "idle",
  original: null,
  file: null,
  report: null,
  prepared: null,
  isChecked: false,
  rotation: 0,
  progress: null,
  extraction: null,
  error: null,
  turnError: null,
  attempt: 0,
};
/** Settings that change what a file is judged by, and what it is made into. */
const OF_THE_FILE = ["document", "vendor", "validateQuality", "quality", "policy", "prepare"];
/** Not the headers, which may be others with each call: a client made anew has forgotten which tries it made. */
const OF_THE_CLIENT = ["endpoint", "vendor", "timeoutMs", "upload", "credentials", "retries"];
/** The vendor saw the picture, and did not like it. */
const REJECTED = ["document_not_detected", "quality_rejected", "image_too_small"];

/** A worker of this page has answered. */
let hasWorker = false;

export class Session {
  #settings;
  #state = Object.freeze(IDLE);
  #listeners = new Set();
  /** Of what is under way; what an earlier one still brings is not wanted any more. */
  #controller = new AbortController();
  /** The engine that answers: the worker's, unless there can be none here. */
  #engine;
  #client;
  /** The file was judged by settings that no longer hold. */
  #isOutdated = false;
  /** What comes back where the picture is not turned. */
  #unturned = IDLE;

  constructor(settings) {
    this.#settings = settings;
  }

  /** What there is now. It never changes; another one comes in its place. */
  getSnapshot = () => this.#state;

  /** Calls it after each change, until the function it gives is called. */
  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Other settings. A file that is not sent yet is judged by them anew. */
  configure(settings) {
    const differs = (names) => names.some((name) => !same(settings[name], this.#settings[name]));
    const [forFile, forClient] = [differs(OF_THE_FILE), differs(OF_THE_CLIENT)];
    const isElsewhere = settings.engine !== this.#settings.engine;
    this.#settings = settings;
    if (isElsewhere) this.#engine = undefined;
    if (forClient || isElsewhere) this.#client = undefined;
    const { phase, original, rotation } = this.#state;
    if (!forFile || !original || phase === "done") return;
    if (phase === "sending") this.#isOutdated = true;
    else this.#fit(original, rotation);
  }

  /** What the vendor takes of the document. */
  requirements() {
    const { document, vendor } = this.#settings;
    return this.#ask(async (engine) => {
      await engine.default();
      return engine.requirements(document, vendor);
    });
  }

  /** Takes a file, and makes it fit. While one is sent no other is taken. */
  async pick(file) {
    if (this.#state.phase !== "sending") await this.#fit(file, 0, { isNew: true });
  }

  /** Turns the picture by a quarter, clockwise. */
  async rotate() {
    const { phase, original, rotation } = this.#state;
    if (!original || phase === "sending") return;
    // Turned again before the first turn was made, it is still what was there before both.
    const unturned = phase === "checking" ? this.#unturned : this.#state;
    // What was judged by settings that no longer hold must not be sent; what was sent is not any more.
    const isStale = this.#isOutdated && phase !== "done";
    await this.#fit(original, (rotation + 90) % 360, { unturned: isStale ? IDLE : unturned });
  }

  /** Sends the file, at first or again where that may help. */
  async send() {
    const { phase, original, rotation, file, error } = this.#state;
    if (phase !== "ready" && !(phase === "failed" && file && mayHelp(error))) return;
    if (this.#isOutdated) {
      await this.#fit(original, rotation);
      return;
    }
    const { document, validateQuality, table, page, today, headers } = this.#settings;
    const signal = this.#begin({ phase: "sending", progress: null, error: null, turnError: null });
    if (signal.aborted) return;
    try {
      const extraction = await this.#clientOf().extract(file, {
        ...{ document, validateQuality, table, page, today, headers, signal, check: false, prepare: false },
        attempt: this.#state.attempt,
        onProgress: (progress) => this.#settle(signal, { progress }),
      });
      this.#settle(signal, { phase: "done", extraction, progress: null });
    } catch (error) {
      // Cancelled, and not left since: now it is known that it cost nothing.
      const isCancelled = signal.aborted && this.#state.error === signal.reason;
      if (isCancelled && error.billed === "no") this.#become({ error });
      this.#fail(signal, error, { isRejected: REJECTED.includes(error.code) });
    }
  }

  /** Ends what is under way: a call that was sent may have been charged. */
  cancel() {
    const { phase } = this.#state;
    const unturned = this.#unturned;
    this.#unturned = IDLE;
    if (phase === "checking" && unturned.original) this.#begin(unturned);
    else if (phase === "checking") this.clear();
    if (phase !== "sending") return;
    // Not waiting for the call's own end, which a page that is being left may not see.
    const error = errorWithoutEngine("aborted");
    this.#begin({ phase: "failed", progress: null, error });
  }

  /** Forgets the file, and what came of it. Failed attempts still count. */
  clear() {
    this.#unturned = IDLE;
    this.#begin({ ...IDLE, attempt: this.#state.attempt });
  }

  /** A file that is only judged again is no further attempt of the person. */
  async #fit(original, rotation, { isNew = false, unturned = IDLE } = {}) {
    const { attempt } = this.#state;
    this.#isOutdated = false;
    this.#unturned = unturned;
    const signal = this.#begin({ ...IDLE, phase: "checking", original, rotation, attempt });
    if (signal.aborted) return;
    try {
      const { document, vendor, validateQuality, quality, policy, prepare, onEvent } = this.#settings;
      const options = {
        ...{ document, vendor, validateQuality, quality, policy, prepare, attempt, signal },
        rotate: rotation,
        onProgress: (progress) => this.#settle(signal, { progress }),
        onEvent: (event) => tell(onEvent, event),
      };
      const { report, prepared } = await this.#ask((engine) => engine.makeFit(original, options));
      // From a worker even a file that was left alone comes back as another object.
      const file = prepared?.file ?? original;
      const found = { report, prepared, isChecked: true, progress: null };
      if (report.ok) this.#settle(signal, { ...found, phase: "ready", file });
      else this.#fail(signal, rejection(report), { ...found, isRejected: isNew });
    } catch (error) {
      const isGone = error.code === "file_unreadable" && (unturned.file ?? original) === original;
      const isOpen = error.code === "engine_unavailable" && (this.#settings.failOpen ?? true);
      if (unturned.original && !isGone) this.#settle(signal, { ...unturned, turnError: error });
      else if (isOpen) this.#settle(signal, { phase: "ready", file: original, error, progress: null });
      else this.#fail(signal, error, {});
    } finally {
      if (!signal.aborted) this.#unturned = IDLE;
    }
  }

  /** Calls a function of the engine. */
  async #ask(call) {
    this.#engine ??= this.#settings.engine ?? distant;
    const engine = this.#engine;
    try {
      const answer = await call(engine);
      if (engine === distant) hasWorker = true;
      return answer;
    } catch (error) {
      // A page may have no workers, or none of this script; it still has its own thread. A worker that broke over a file
      // is another matter: the page should not.
      if (error.code !== "engine_unavailable" || engine !== distant || hasWorker) throw error;
      if (this.#engine === engine) this.#engine = local;
      return call(local);
    }
  }

  #clientOf() {
    const { endpoint, vendor, timeoutMs, upload, credentials, retries } = this.#settings;
    this.#engine ??= this.#settings.engine ?? distant;
    this.#client ??= new this.#engine.OcrClient({
      ...{ endpoint, vendor, timeoutMs, upload, credentials, retries },
      onEvent: (event) => tell(this.#settings.onEvent, event),
    });
    return this.#client;
  }

  /** Ends what was under way, and takes up something else. */
  #begin(change) {
    const earlier = this.#controller;
    const controller = new AbortController();
    this.#controller = controller;
    // A listener may begin something else meanwhile.
    this.#become(change);
    earlier.abort(change.error ?? undefined);
    return controller.signal;
  }

  #settle(signal, change) {
    if (!signal.aborted) this.#become(change);
  }

  #fail(signal, error, { isRejected = false, ...found }) {
    const attempt = this.#state.attempt + (isRejected ? 1 : 0);
    this.#settle(signal, { progress: null, ...found, phase: "failed", error, attempt });
  }

  #become(change) {
    this.#state = Object.freeze({ ...this.#state, ...change });
    for (const listener of [...this.#listeners]) tell(listener);
  }
}

/** Can the person send the same file again with another outcome, maybe after signing in? */
export function mayHelp({ retryable, action }) {
  return retryable || action === "sign_in";
}

/** Plain data with the same members. */
function same(one, other) {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
