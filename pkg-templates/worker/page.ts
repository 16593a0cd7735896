// The page's side of the worker: starts it with the first call, and posts each call to it.

import { cardText } from "../card-text.js";
import type { Settings } from "../client/settings.js";
import { kept, ledger, type Unsettled } from "../client/unsettled.js";
import { absolute } from "../common/address.js";
import { isNode } from "../common/builtin.js";
import {
  endedCall,
  errorWithoutEngine,
  isErrorData,
  OcrError,
  type OcrErrorMembers,
} from "../common/errors.js";
import { teach } from "../common/languages.js";
import { plainCopy } from "../common/plain.js";
import type { OcrEvent } from "../common/types.js";
import { bytesOf, FORBIDDEN } from "../engine/wasm-response.js";
import { wasmCopy } from "../wasm-copy.js";
import type { CallMessage, CallName, Outcome, Thread, ToPage, ToThread } from "./protocol.js";
import { startHere, startWorker } from "./start.js";

/** A client as the page knows it. */
export interface PageClient {
  id: number;
  settings: Settings;
}

interface PendingCall {
  message: CallMessage;
  client: PageClient | undefined;
  signal: AbortSignal | undefined;
  listeners: Record<string, Listener>;
  cancel: () => void;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
  /** The worker was told that it may send, or the call was sent before. */
  maySend: boolean;
}

type Listener = (event: unknown) => void;

let worker: Thread | undefined;
/** Why calls are run on the page's own thread, where they are. */
let whyHere: string | undefined;
/** The copy of the wasm may be had: it was not looked for in vain. */
let hasCopy = true;
/** The engine was there once. */
let wasLoaded = false;
/** The worker has said that it listens. Messages posted before may be lost: bundlers may load parts of it late. */
let isListening = false;
/** What `init` was given: the next worker loads its engine from there too. */
let wasm: unknown;
/** Running calls by id, in their order. */
const pending = new Map<number, PendingCall>();
/** The settings of each client by id, for its `onEvent`. */
const clients = new Map<number, WeakRef<Settings>>();
const forgotten = new FinalizationRegistry<number>((id) => {
  clients.delete(id);
  if (isListening) post({ forget: id });
});
let lastId = 0;

/** Calls a function of the package in the worker. */
export function call<T>(name: CallName, [first, options]: unknown[], client?: PageClient): Promise<T> {
  return new Promise<unknown>((resolve, reject) => {
    const id = nextId();
    const { data, signal, listeners } = split(options);
    // Settles at once: the worker may be busy and not read messages.
    const cancel = () => {
      if (isListening) post({ cancel: id });
      settle({ id });
    };
    signal?.addEventListener("abort", cancel);
    const message: CallMessage = { id, name, args: [first, data], listeners: Object.keys(listeners) };
    pending.set(id, {
      message,
      client,
      signal,
      listeners,
      cancel,
      resolve,
      reject,
      maySend: name === "resume",
    });
    if (!worker) start();
    else if (isListening) send(id);
    worker?.hold?.(true);
  }) as Promise<T>;
}

/** Registers a client. Each worker makes its own by these settings. */
export function clientBy(settings: Settings): PageClient {
  const id = nextId();
  clients.set(id, new WeakRef(settings));
  // Registers the settings and not the client, because a running call keeps the settings alive.
  forgotten.register(settings, id);
  return { id, settings };
}

/** Keeps what the engine was loaded from for the next worker. */
export function remember(source: unknown): void {
  wasm ??= source;
}

/** Posts all languages to the worker. A worker that has still to start gets them then. */
export function teachWorker(): void {
  if (isListening) teach({ register_messages: (...language) => post({ language }) });
}

/** Ends the worker and all running calls. The next call starts another worker. */
export function lose(detail: string, cause?: unknown): void {
  worker?.terminate();
  worker = undefined;
  isListening = false;
  whyHere = undefined;
  hasCopy = true;
  for (const [id, { maySend }] of [...pending])
    settle({ id, error: endedCall("engine_unavailable", maySend, { detail, cause }) });
}

/** Separates the options that can't be posted: the signal and the listeners. */
function split(options: unknown): {
  data: unknown;
  signal: AbortSignal | undefined;
  listeners: Record<string, Listener>;
} {
  if (!isPlain(options)) return { data: options, signal: undefined, listeners: {} };
  const data: Record<string, unknown> = {};
  const listeners: Record<string, Listener> = {};
  let signal: AbortSignal | undefined;
  for (const [name, value] of Object.entries(options)) {
    if (name === "signal" && isSignal(value)) signal = value;
    else if (/^on[A-Z]/.test(name) && isListener(value)) listeners[name] = value;
    else data[name] = value;
  }
  return { data, signal, listeners };
}

function isPlain(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function isSignal(value: unknown): value is AbortSignal {
  return typeof (value as AbortSignal | null | undefined)?.addEventListener === "function";
}

function isListener(value: unknown): value is Listener {
  return typeof value === "function";
}

function start(): void {
  /** Hears this worker until another takes its place. */
  const heard =
    <Args extends unknown[]>(listener: (...args: Args) => void) =>
    (...args: Args) => {
      if (started === worker) listener(...args);
    };
  const hearer = { message: heard(hear), lost: heard(lost) };
  let started: Thread | undefined;
  try {
    started = whyHere ? startHere(hearer) : startWorker(hearer);
  } catch (cause) {
    stayHere((cause as Error).message);
    return;
  }
  worker = started;
  isListening = false;
  worker.hold?.(pending.size > 0);
}

function hear(data: ToPage): void {
  if ("isListening" in data) greet();
  else if ("event" in data) tell(data);
  else if ("isAsking" in data) giveLeave(data);
  else if ("dropped" in data) ledger.drop(data.dropped);
  else if ("released" in data) ledger.release(data.released);
  else if ("isAskingForCard" in data) giveCard();
  else end(data);
}

/** Takes the result of a call, unless the engine could not be loaded and there are other ways. */
function end(outcome: Outcome): void {
  const { isUnloaded, error } = outcome;
  wasLoaded ||= !error;
  if (wasLoaded || !isUnloaded) {
    settle(outcome);
    return;
  }
  const { message = "" } = outcome.error as OcrErrorMembers;
  if (wasm === undefined && hasCopy && !message.includes(FORBIDDEN)) startWithCopy(message);
  else if (!whyHere) stayHere(message);
  else {
    settle(outcome);
    // The next call tries a worker again.
    if (pending.size === 0) lose(message);
  }
}

/** Gives the copy of the wasm to another worker. */
async function startWithCopy(why: string): Promise<void> {
  const failed = worker;
  failed?.terminate();
  isListening = false;
  try {
    remember(await bytesOf(await wasmCopy()));
  } catch {
    hasCopy = false;
  }
  if (worker !== failed) return;
  if (hasCopy) start();
  else stayHere(why);
}

function lost(detail: string, cause?: unknown): void {
  // A worker that has said nothing yet: its script can't be had, or does not run.
  if (isListening) lose(detail, cause);
  else if (whyHere) lose(`${detail}; ${whyHere}`, cause);
  else stayHere(detail);
}

/** Runs the calls on the page's own thread. None of them was begun. */
function stayHere(why: string): void {
  worker?.terminate();
  whyHere = why || "the worker failed";
  if (!isNode()) console.info(`periksa works on the page's own thread, for there is no worker: ${whyHere}`);
  start();
}

function greet(): void {
  isListening = true;
  if (wasm !== undefined) post({ wasm });
  teachWorker();
  for (const id of [...pending.keys()]) send(id);
}

function send(id: number): void {
  const waiting = pending.get(id);
  if (!waiting) return;
  const { message, client, signal } = waiting;
  if (signal) message.signal = { aborted: signal.aborted };
  if (client) {
    const { url, onEvent, ...settings } = client.settings;
    message.client = {
      id: client.id,
      settings: { ...settings, endpoint: absolute(url) },
      isHeard: onEvent !== undefined,
    };
    message.unsettled = kept();
  }
  try {
    try {
      post(message);
    } catch {
      // It holds a Proxy, or what is no data at all.
      post(plainCopy(message));
    }
  } catch (cause) {
    const detail = `what a worker is given must be data: ${(cause as Error).message}`;
    settle({ id, error: errorWithoutEngine("invalid_options", { detail, cause }) });
  }
}

function post(message: ToThread): void {
  worker?.postMessage(message);
}

/** Keeps the call and lets it send, unless its caller has left. */
function giveLeave({ id, isAsking }: { id: number; isAsking: Unsettled }): void {
  const waiting = pending.get(id);
  if (!waiting) return;
  ledger.keep(isAsking);
  waiting.maySend = true;
  wasLoaded = true;
  post({ leave: id });
}

async function giveCard(): Promise<void> {
  const asking = worker;
  const message = await cardText().then(
    (card) => ({ card }),
    (cause) => ({ noCard: (cause as Error).message }),
  );
  if (worker === asking) post(message);
}

/** Calls a listener of the caller. The browser reports what it throws as an uncaught error. */
function tell(told: Extract<ToPage, { event: unknown }>): void {
  if ("client" in told) {
    clients
      .get(told.client)
      ?.deref()
      ?.onEvent?.(told.event as OcrEvent);
    return;
  }
  const waiting = pending.get(told.id);
  if (!waiting?.signal?.aborted) waiting?.listeners[told.listener]?.(told.event);
}

function settle({ id, value, error }: Outcome): void {
  const waiting = pending.get(id);
  if (!waiting) return;
  const { resolve, reject, signal, cancel, maySend } = waiting;
  pending.delete(id);
  if (pending.size === 0) worker?.hold?.(false);
  signal?.removeEventListener("abort", cancel);
  // The caller has left, so the result does not matter.
  if (signal?.aborted) reject(endedCall("aborted", maySend, { cause: signal.reason }));
  else if (error) reject(revived(error));
  else resolve(withForm(value));
}

/** Makes an error of the plain data that the worker posted. */
function revived(error: unknown): unknown {
  if (isErrorData(error))
    return new OcrError(error, { cause: revived((error as { cause?: unknown }).cause) });
  if (error instanceof Error || typeof error !== "object") return error;
  const { name, message } = error as Error;
  return Object.assign(new Error(message), { name });
}

/** Makes the form again, which is posted as its entries. */
function withForm(value: unknown): unknown {
  const entries = (value as { body?: unknown } | null | undefined)?.body;
  if (!Array.isArray(entries)) return value;
  const body = new FormData();
  for (const [name, part] of entries as [string, string | File][]) {
    // TypeScript has one overload for each type.
    if (typeof part === "string") body.append(name, part);
    else body.append(name, part);
  }
  return { ...(value as object), body };
}

function nextId(): number {
  lastId += 1;
  return lastId;
}
