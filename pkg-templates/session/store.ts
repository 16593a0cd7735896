// One document's way through a form, from picked file to record. `<periksa-input>` and `usePeriksa` are views of it.

import { fileOf } from "../common/blob.js";
import { errorWithoutEngine, isOcrError, OcrError } from "../common/errors.js";
import { tell } from "../common/listeners.js";
import { plainCopy } from "../common/plain.js";
import type {
  Billed,
  DocumentKind,
  ExtractOptions,
  Prepared,
  PrepareOptions,
  Progress,
  Requirements,
  Rotation,
} from "../common/types.js";
import { OcrClient, prepare, requirements } from "../worker.js";
import { Resumption } from "./resumption.js";
import { defaults, type Picked, type SessionEngine, type SessionSettings } from "./settings.js";
import { canSend, type SessionSnapshot, type SnapshotBase } from "./snapshot.js";

// Not the module itself: bundlers would have to keep all its exports.
const workerEngine: SessionEngine = { requirements, prepare, OcrClient };
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
  isResumable: false,
  attempt: 0,
} as const satisfies SessionSnapshot;
/** A page that begins has come to rest by then: what a live region says at first is not read out. */
const SETTLED_MS = 100;
/** What a new try forgets of the one before. */
const UNDER_WAY = { progress: null, error: null, turnError: null, isResumable: false } as const;
/** Settings that decide whether a file is accepted, and how it is prepared. */
const FILE_SETTINGS: SettingName[] = [
  "document",
  "vendor",
  "validateQuality",
  "checkQuality",
  "policy",
  "prepare",
  "crop",
];
/** Settings that need a new client. Not `headers`, which may change with each call: a new client forgets earlier tries. */
const CLIENT_SETTINGS: SettingName[] = [
  "endpoint",
  "vendor",
  "timeoutMs",
  "upload",
  "credentials",
  "retries",
];

type SettingName = keyof SessionSettings;
/** The members of the next snapshot that differ. */
type StateChange<D extends DocumentKind> = Partial<SnapshotBase<D>>;

/** The state of a session and its work. @internal */
export class Store<D extends DocumentKind = DocumentKind> {
  #settings: SessionSettings<D>;
  #state: SessionSnapshot<D> = Object.freeze(IDLE);
  #listeners = new Set<() => void>();
  /** Controls the work under way. Results of aborted work are dropped. */
  #controller = new AbortController();
  #client: OcrClient | undefined;
  /** Settings of the file have changed since it was checked. */
  #isOutdated = false;
  /** The snapshot to return to where turning the picture fails or is cancelled. */
  #unturned: SessionSnapshot<D> = IDLE;
  #resumption = new Resumption(() => this.#settings);
  /** The file that the browser kept of an earlier page, while the answer to its call is asked for. */
  #restored: Blob | null = null;
  /** Is called after each change, and is no subscriber. */
  #onChange: (() => void) | undefined;

  /** Starts idle: nothing runs until somebody subscribes or a file is picked. */
  constructor(settings: SessionSettings<D>, onChange?: () => void) {
    this.#settings = copied(settings);
    this.#onChange = onChange;
  }

  /** Returns the current snapshot: the same object until something changes. */
  readonly getSnapshot = (): SessionSnapshot<D> => this.#state;

  /**
   * Calls the listener after each change, until the returned function is called. From the first one on, the answer of a call
   * that an earlier page has left is asked for.
   */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#resumption.watch(true);
    this.#takeUpSoon();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#resumption.watch(false);
    };
  };

  /** Replaces the settings. A file that is not sent yet is checked again where they matter to it. */
  configure(given: SessionSettings<D>): void {
    const settings = copied(given);
    const differs = (names: SettingName[]) =>
      names.some((name) => !isSame(settings[name], this.#settings[name]));
    const [forFile, forClient] = [differs(FILE_SETTINGS), differs(CLIENT_SETTINGS)];
    const hasOtherEngine = settings.engine !== this.#settings.engine;
    const hasOtherHeaders = !isSame(plainHeaders(settings), plainHeaders(this.#settings));
    const { key } = this.#resumption;
    this.#settings = settings;
    if (forClient || hasOtherEngine) this.#client = undefined;
    const { phase, original, rotation, error, isResumable } = this.#state;
    if (key !== this.#resumption.key) {
      // It was taken up for other settings.
      if (phase === "resuming" && !original) this.#begin({ ...IDLE, attempt: this.#state.attempt });
      this.#takeUpSoon();
      // The person has signed in: that was what the answer waited for.
    } else if (hasOtherHeaders && isResumable && !original && error?.action === "sign_in") this.#resume();
    if (!forFile || !original || phase === "done") return;
    if (phase === "sending" || phase === "resuming") this.#isOutdated = true;
    else this.#check(original, rotation);
  }

  /** Asks what the vendor takes of the document. @throws {OcrError} `engine_unavailable`, `invalid_options` */
  requirements(): Promise<Requirements> {
    const { document, vendor } = this.#settings;
    return this.#ask((engine) => engine.requirements(document, vendor));
  }

  /** Takes a file, checks it, and prepares it where needed; without one it clears. Ignored while a file is sent. Never rejects. */
  async pick(picked: Picked): Promise<void> {
    if (this.#state.phase === "sending") return;
    const file = pickedFile(picked);
    this.#restored = null;
    this.#resumption.release();
    if (file) await this.#check(file, 0, { isNew: true });
    else this.clear();
  }

  /** Takes the file that the browser kept of an earlier page; of one that has been sent already the answer is asked for first. */
  async restore(file: Blob): Promise<void> {
    const { phase, original } = this.#state;
    if (phase === "idle" && !this.#resumption.findLeft()) await this.pick(file);
    else if (!original && (phase === "idle" || phase === "resuming")) this.#restored = file;
  }

  /** Turns the picture by 90 degrees clockwise. Never rejects. */
  async rotate(): Promise<void> {
    const { phase, original, rotation } = this.#state;
    if (!original || phase === "sending" || phase === "resuming") return;
    // A second turn during the first one returns to the snapshot before both.
    const unturned = phase === "checking" ? this.#unturned : this.#state;
    // A file accepted by outdated settings must not be sent; a file that was sent is not sent again.
    const isStale = this.#isOutdated && phase !== "done";
    await this.#check(original, ((rotation + 90) % 360) as Rotation, { unturned: isStale ? IDLE : unturned });
  }

  /** Sends the file, for the first time or again where that can help. Never rejects. */
  async send(): Promise<void> {
    const { original, rotation, file } = this.#state;
    if (!canSend(this.#state)) return;
    if (!file || !original) {
      await this.#resume();
      return;
    }
    if (this.#isOutdated) {
      await this.#check(original, rotation);
      return;
    }
    const { document, validateQuality, table, page, today, headers } = this.#settings;
    this.#resumption.release();
    const signal = this.#begin({ phase: "sending", ...UNDER_WAY });
    if (signal.aborted) return;
    try {
      const options: ExtractOptions<D> = {
        ...{ document, validateQuality, table, page, today, headers, signal, check: false, prepare: false },
        attempt: this.#state.attempt,
        resumeAs: this.#resumption.begin(),
        onProgress: (progress) => this.#settle(signal, { progress }),
      };
      const extraction = await this.#clientInUse().extract(file, options);
      this.#settle(signal, { phase: "done", extraction, progress: null });
    } catch (thrown) {
      // An engine of the settings may have sent the file.
      const error = asOcrError(thrown, "unknown");
      // The call was cancelled, and its own error now says that it cost nothing.
      const isCancelled = signal.aborted && this.#state.error === signal.reason;
      if (isCancelled && error.billed === "no") this.#update({ error });
      if (!signal.aborted && error.retryable && this.#resumption.find()) await this.#resume(error);
      else this.#fail(signal, error, { isAttempt: true });
    }
  }

  /**
   * Ends the work under way: a check forgets its file, a turn is undone. A call that was already sent may have been
   * charged; its answer is not asked for any more, unless nobody wanted that: the page or the component is being left.
   */
  cancel({ isLeaving = false }: { isLeaving?: boolean } = {}): void {
    const { phase, original, attempt } = this.#state;
    const unturned = this.#unturned;
    this.#unturned = IDLE;
    this.#restored = null;
    if (phase === "checking" && unturned.original) this.#begin(unturned);
    else if (phase === "checking") this.clear();
    if (phase !== "sending" && phase !== "resuming") return;
    if (!isLeaving) this.#resumption.release();
    // At once: a page that is being left may not see the call's own end.
    if (!original) this.#begin({ ...IDLE, attempt });
    else this.#begin({ phase: "failed", progress: null, error: new OcrError({ code: "aborted" }) });
  }

  /** Forgets the file and its result. Failed attempts still count. */
  clear(): void {
    this.#unturned = IDLE;
    this.#restored = null;
    this.#resumption.release();
    this.#begin({ ...IDLE, attempt: this.#state.attempt });
  }

  /**
   * Asks for the answer of the call that an earlier page has left: once the session has all its settings, others of the page
   * are there too, and its view has been rendered, so that a screen reader hears of the change.
   */
  #takeUpSoon(): void {
    setTimeout(() => {
      const isWatched = this.#listeners.size > 0;
      if (isWatched && this.#state.phase === "idle" && this.#resumption.takeUp()) this.#resume();
    }, SETTLED_MS);
  }

  /** Asks for the answer of a call that has none. `why` it has none is said where the proxy has no answer either. */
  async #resume(why?: OcrError): Promise<void> {
    const { document, table, page, today, headers } = this.#settings;
    const resumeAs = this.#resumption.call;
    const signal = this.#begin({ phase: "resuming", ...UNDER_WAY });
    if (signal.aborted) return;
    try {
      const options = { document, table, page, today, headers, signal };
      const onProgress = (progress: Progress) => this.#settle(signal, { progress });
      // Without a name of its own it would get another's.
      const extraction = resumeAs
        ? await this.#clientInUse().resume<D>({ ...options, resumeAs, onProgress })
        : null;
      if (extraction) this.#settle(signal, { phase: "done", extraction, progress: null });
      else if (why) this.#fail(signal, why, { isAttempt: true });
      else if (!this.#takeRestored(signal)) this.#settle(signal, { ...IDLE, attempt: this.#state.attempt });
    } catch (thrown) {
      const error = asOcrError(thrown, "unknown");
      const isResumable = this.#resumption.find() !== undefined;
      if (!isResumable && this.#takeRestored(signal)) return;
      // It says no more than that there is no answer yet.
      this.#fail(signal, error.code === "timeout" && why ? why : error, { isAttempt: true, isResumable });
    }
  }

  /** Takes the file that the browser kept, of whose call there is no answer. */
  #takeRestored(signal: AbortSignal): boolean {
    const file = this.#restored;
    if (!file || signal.aborted) return false;
    this.#restored = null;
    this.#check(file, 0);
    return true;
  }

  /** Checks and prepares a file. Only a new file can count as a failed attempt of the person. */
  async #check(
    original: Blob,
    rotation: Rotation,
    { isNew = false, unturned = IDLE }: Checking<D> = {},
  ): Promise<void> {
    const { attempt } = this.#state;
    this.#isOutdated = false;
    this.#unturned = unturned;
    const signal = this.#begin({ ...IDLE, phase: "checking", original, rotation, attempt });
    if (signal.aborted) return;
    try {
      const made = await this.#prepare(original, rotation, signal);
      const prepared = made.changes.length > 0 ? made : null;
      // A worker returns a copy, also of a file that it did not change.
      const file = prepared?.file ?? original;
      const { report } = made;
      this.#settle(signal, { phase: "ready", file, report, prepared, isChecked: true, progress: null });
    } catch (thrown) {
      const error = thrown as OcrError;
      const { report } = error;
      const isGone = error.code === "file_unreadable" && (unturned.file ?? original) === original;
      const isOpen = error.code === "engine_unavailable" && (this.#settings.failOpen ?? defaults.failOpen);
      if (report && !report.ok) {
        this.#fail(signal, error, { report, prepared: error.prepared, isChecked: true, isAttempt: isNew });
      } else if (unturned.original && !isGone) this.#settle(signal, { ...unturned, turnError: error });
      else if (isOpen) {
        if (!signal.aborted) tellOfUnchecked(error, "taken unchecked", TO_REFUSE);
        this.#settle(signal, { phase: "ready", file: original, error, progress: null });
      } else {
        if (error.code === "engine_unavailable" && !signal.aborted)
          tellOfUnchecked(error, "refused, because it could not be checked");
        this.#fail(signal, error, { isAttempt: isNew });
      }
    } finally {
      if (!signal.aborted) this.#unturned = IDLE;
    }
  }

  #prepare(original: Blob, rotation: Rotation, signal: AbortSignal): Promise<Prepared> {
    const { document, vendor, validateQuality, checkQuality, policy, prepare, crop, onEvent } =
      this.#settings;
    const options: PrepareOptions = {
      ...{ document, vendor, validateQuality, checkQuality, policy, signal, rotate: rotation },
      attempt: this.#state.attempt,
      when: whenOf(this.#settings),
      // A file that goes as it is is not cut either.
      ...(prepare === false ? {} : { crop }),
      onProgress: (progress) => this.#settle(signal, { progress }),
      onEvent: (event) => tell(onEvent, event),
    };
    return this.#ask((engine) => engine.prepare(original, options));
  }

  /** Calls a function of the engine. Rejects with an OcrError. */
  async #ask<T>(call: (engine: SessionEngine) => Promise<T>): Promise<T> {
    try {
      return await call(this.#engine);
    } catch (thrown) {
      throw asOcrError(thrown, "no");
    }
  }

  get #engine(): SessionEngine {
    return this.#settings.engine ?? workerEngine;
  }

  #clientInUse(): OcrClient {
    const { endpoint, vendor, timeoutMs, upload, credentials, retries } = this.#settings;
    this.#client ??= new this.#engine.OcrClient({
      ...{ vendor, timeoutMs, upload, credentials, retries },
      // The client throws where it is missing.
      endpoint: endpoint as string | URL,
      onEvent: (event) => tell(this.#settings.onEvent, event),
    });
    return this.#client;
  }

  /** Aborts the work under way and starts other work. */
  #begin(change: StateChange<D>): AbortSignal {
    const earlier = this.#controller;
    const controller = new AbortController();
    this.#controller = controller;
    // A listener may begin other work meanwhile.
    this.#update(change);
    earlier.abort(change.error ?? undefined);
    return controller.signal;
  }

  #settle(signal: AbortSignal, change: StateChange<D>): void {
    if (!signal.aborted) this.#update(change);
  }

  #fail(signal: AbortSignal, error: OcrError, { isAttempt, ...found }: Failure<D>): void {
    const attempt = this.#state.attempt + (isAttempt && error.attemptFailed ? 1 : 0);
    this.#settle(signal, { progress: null, ...found, phase: "failed", error, attempt });
  }

  #update(change: StateChange<D>): void {
    this.#state = Object.freeze({ ...this.#state, ...change }) as SessionSnapshot<D>;
    for (const listener of [this.#onChange, ...this.#listeners]) tell(listener);
  }
}

/** How a file comes to its check. */
interface Checking<D extends DocumentKind> {
  /** The person has just picked it. */
  isNew?: boolean;
  /** The snapshot to return to where the picture can't be turned. */
  unturned?: SessionSnapshot<D>;
}

/** What is known of a failure. */
interface Failure<D extends DocumentKind> extends StateChange<D> {
  /** It counts as a failed attempt of the person, where the error is one that counts. */
  isAttempt: boolean;
}

/** Keeps settings as they are now: the caller's own may be a Proxy, and change in place. */
function copied<D extends DocumentKind>(settings: SessionSettings<D>): SessionSettings<D> {
  return { ...settings, policy: plainCopy(settings.policy) };
}

/** Returns the picked file, or the first of a list. Says so where it is nothing of the kind. */
function pickedFile(picked: unknown): Blob | null {
  const file = fileOf(picked) ?? fileOf((picked as ArrayLike<unknown> | null | undefined)?.[0]);
  if (file) return file;
  const isNone = !picked || (picked as ArrayLike<unknown>).length === 0;
  if (!isNone)
    console.error(
      "periksa: pick() takes a File or Blob, or its bytes; what it was given counts as no file",
      picked,
    );
  return null;
}

const TO_REFUSE = ' To have such files refused: setDefaults({ failOpen: false }) of "periksa/session"';
/** What the developer was told of files that can't be checked. */
const told = new Set<string>();

/** Tells the developer, once a page, why files can't be checked: people are told no more than they can act on. */
function tellOfUnchecked(error: OcrError, what: string, remedy = ""): void {
  if (told.has(what)) return;
  told.add(what);
  console.error(`periksa: a file was ${what}. ${error.message}${remedy}`, error);
}

/** Tells when a file is prepared: as `extract` does it, or only to turn it. */
function whenOf({ prepare }: Pick<SessionSettings, "prepare">): "needed" | "never" {
  return prepare === false ? "never" : "needed";
}

/** Makes an OcrError of what an engine of the settings threw. */
function asOcrError(thrown: unknown, billed: Billed): OcrError {
  if (isOcrError(thrown)) return thrown;
  return errorWithoutEngine("engine_unavailable", { detail: String(thrown), cause: thrown, billed });
}

function plainHeaders({ headers }: Pick<SessionSettings, "headers">): unknown {
  return headers instanceof Headers ? [...headers] : headers;
}

/** Compares plain data by value. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
