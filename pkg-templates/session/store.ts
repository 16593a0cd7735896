// One document's way through a form, from picked file to record: what `<periksa-input>` and `usePeriksa` are made of.

import { errorWithoutEngine, type OcrError, rejection } from "../common/errors.js";
import { tell } from "../common/listeners.js";
import type {
  Document,
  ErrorCode,
  ExtractOptions,
  FitOptions,
  Requirements,
  Rotation,
} from "../common/types.js";
import init, { makeFit, OcrClient, requirements } from "../index.js";
import initThere, {
  OcrClient as ClientThere,
  makeFit as makeFitThere,
  requirements as requirementsThere,
} from "../worker.js";
import type { Engine, SessionSettings } from "./settings.js";
import { canSend, type Moment, type Snapshot } from "./snapshot.js";

// Not the modules as they are: bundlers would have to keep all that is in them.
const local: Engine = { default: init, makeFit, OcrClient, requirements };
const distant: Engine = {
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
} as const satisfies Snapshot;
/** Settings that change what a file is judged by, and what it is made into. */
const OF_THE_FILE: SettingName[] = ["document", "vendor", "validateQuality", "quality", "policy", "prepare"];
/** Not the headers, which may be others with each call: a client made anew has forgotten which tries it made. */
const OF_THE_CLIENT: SettingName[] = ["endpoint", "vendor", "timeoutMs", "upload", "credentials", "retries"];
/** The vendor saw the picture, and did not like it. */
const REJECTED: ErrorCode[] = ["document_not_detected", "quality_rejected", "image_too_small"];

/** A worker of this page has answered. */
let hasWorker = false;

type SettingName = keyof SessionSettings;
/** What is another in the next snapshot. */
type Change<D extends Document> = Partial<Moment<D>>;

/**
 * One document's way through a form, for any framework: a store with `subscribe` and `getSnapshot`.
 * @example
 * const session = new Session({ document: "ktp", vendor: "verihubs", endpoint: "/api/ocr" });
 * session.subscribe(() => render(session.getSnapshot()));
 * await session.pick(input.files[0]);
 * await session.send();
 */
export class Session<D extends Document = Document> {
  #settings: SessionSettings<D>;
  #state: Snapshot<D> = Object.freeze(IDLE);
  #listeners = new Set<() => void>();
  /** Of what is under way; what an earlier one still brings is not wanted any more. */
  #controller = new AbortController();
  /** The engine that answers: the worker's, unless there can be none here. */
  #engine: Engine | undefined;
  #client: OcrClient | undefined;
  /** The file was judged by settings that no longer hold. */
  #isOutdated = false;
  /** What comes back where the picture is not turned. */
  #unturned: Snapshot<D> = IDLE;

  /** Nothing happens until a file is picked. */
  constructor(settings: SessionSettings<D>) {
    this.#settings = settings;
  }

  /** What there is now: the same object until something changes. */
  readonly getSnapshot = (): Snapshot<D> => this.#state;

  /** Calls it after each change, until the function it gives is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Other settings. A file that is not sent yet is judged by them anew. */
  configure(settings: SessionSettings<D>): void {
    const differs = (names: SettingName[]) =>
      names.some((name) => !same(settings[name], this.#settings[name]));
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

  /** What the vendor takes of the document. @throws {OcrError} `engine_unavailable`, `invalid_options` */
  requirements(): Promise<Requirements> {
    const { document, vendor } = this.#settings;
    return this.#ask(async (engine) => {
      await engine.default();
      return engine.requirements(document, vendor);
    });
  }

  /** Takes a file, checks it and prepares it where that helps. While one is sent no other is taken. Never rejects. */
  async pick(file: Blob): Promise<void> {
    if (this.#state.phase !== "sending") await this.#fit(file, 0, { isNew: true });
  }

  /** Turns the picture by a quarter, clockwise. Never rejects. */
  async rotate(): Promise<void> {
    const { phase, original, rotation } = this.#state;
    if (!original || phase === "sending") return;
    // Turned again before the first turn was made, it is still what was there before both.
    const unturned = phase === "checking" ? this.#unturned : this.#state;
    // What was judged by settings that no longer hold must not be sent; what was sent is not any more.
    const isStale = this.#isOutdated && phase !== "done";
    await this.#fit(original, ((rotation + 90) % 360) as Rotation, { unturned: isStale ? IDLE : unturned });
  }

  /** Sends the file, at first or again where that may help. Never rejects. */
  async send(): Promise<void> {
    const { original, rotation, file } = this.#state;
    if (!file || !canSend(this.#state)) return;
    if (this.#isOutdated) {
      await this.#fit(original, rotation);
      return;
    }
    const { document, validateQuality, table, page, today, headers } = this.#settings;
    const signal = this.#begin({ phase: "sending", progress: null, error: null, turnError: null });
    if (signal.aborted) return;
    try {
      const options: ExtractOptions<D> = {
        ...{ document, validateQuality, table, page, today, headers, signal, check: false, prepare: false },
        attempt: this.#state.attempt,
        onProgress: (progress) => this.#settle(signal, { progress }),
      };
      const extraction = await this.#clientOf().extract(file, options);
      this.#settle(signal, { phase: "done", extraction, progress: null });
    } catch (thrown) {
      const error = thrown as OcrError;
      // Cancelled, and not left since: now it is known that it cost nothing.
      const isCancelled = signal.aborted && this.#state.error === signal.reason;
      if (isCancelled && error.billed === "no") this.#become({ error });
      this.#fail(signal, error, { isRejected: REJECTED.includes(error.code) });
    }
  }

  /** Ends what is under way: a check forgets its file, a turn leaves it. A call that was sent may have been charged. */
  cancel(): void {
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
  clear(): void {
    this.#unturned = IDLE;
    this.#begin({ ...IDLE, attempt: this.#state.attempt });
  }

  /** A file that is only judged again is no further attempt of the person. */
  async #fit(
    original: Blob,
    rotation: Rotation,
    { isNew = false, unturned = IDLE }: Fitting<D> = {},
  ): Promise<void> {
    const { attempt } = this.#state;
    this.#isOutdated = false;
    this.#unturned = unturned;
    const signal = this.#begin({ ...IDLE, phase: "checking", original, rotation, attempt });
    if (signal.aborted) return;
    try {
      const { document, vendor, validateQuality, quality, policy, prepare, onEvent } = this.#settings;
      const options: FitOptions = {
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
    } catch (thrown) {
      const error = thrown as OcrError;
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
  async #ask<T>(call: (engine: Engine) => Promise<T>): Promise<T> {
    this.#engine ??= this.#settings.engine ?? distant;
    const engine = this.#engine;
    try {
      const answer = await call(engine);
      if (engine === distant) hasWorker = true;
      return answer;
    } catch (thrown) {
      const error = thrown as OcrError;
      // A page may have no workers, or none of this script; it still has its own thread. A worker that broke over a file
      // is another matter: the page should not.
      if (error.code !== "engine_unavailable" || engine !== distant || hasWorker) throw error;
      if (this.#engine === engine) this.#engine = local;
      return call(local);
    }
  }

  #clientOf(): OcrClient {
    const { endpoint, vendor, timeoutMs, upload, credentials, retries } = this.#settings;
    this.#engine ??= this.#settings.engine ?? distant;
    this.#client ??= new this.#engine.OcrClient({
      ...{ vendor, timeoutMs, upload, credentials, retries },
      // The client tells who has set none.
      endpoint: endpoint as string | URL,
      onEvent: (event) => tell(this.#settings.onEvent, event),
    });
    return this.#client;
  }

  /** Ends what was under way, and takes up something else. */
  #begin(change: Change<D>): AbortSignal {
    const earlier = this.#controller;
    const controller = new AbortController();
    this.#controller = controller;
    // A listener may begin something else meanwhile.
    this.#become(change);
    earlier.abort(change.error ?? undefined);
    return controller.signal;
  }

  #settle(signal: AbortSignal, change: Change<D>): void {
    if (!signal.aborted) this.#become(change);
  }

  #fail(signal: AbortSignal, error: OcrError, { isRejected = false, ...found }: Failure<D>): void {
    const attempt = this.#state.attempt + (isRejected ? 1 : 0);
    this.#settle(signal, { progress: null, ...found, phase: "failed", error, attempt });
  }

  #become(change: Change<D>): void {
    this.#state = Object.freeze({ ...this.#state, ...change }) as Snapshot<D>;
    for (const listener of [...this.#listeners]) tell(listener);
  }
}

/** A file that is judged. */
interface Fitting<D extends Document> {
  /** The person has just picked it. */
  isNew?: boolean;
  /** What comes back where it can't be turned. */
  unturned?: Snapshot<D>;
}

/** What is known of a failure; a file that was rejected is a failed attempt of the person. */
interface Failure<D extends Document> extends Change<D> {
  isRejected?: boolean;
}

/** Plain data with the same members. */
function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
