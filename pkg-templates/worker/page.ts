// The package off the main thread: the page's side. The first call starts a worker; nothing happens at import.

import { demandTexts, readSettings } from "./demands.js";
import { errorWithoutEngine, isErrorData, OcrError } from "./errors.js";
import { bytesOf } from "./fetched.js";
import { addLanguage, teach } from "./languages.js";

export { isOcrError, OcrError } from "./errors.js";

/** @type {Worker | undefined} */
let worker;
/** Before it listens, what is posted may be lost: bundlers may load parts of it late. */
let isListening = false;
/** What the engine was loaded from, where that was said: the next worker loads it from there too. */
let wasm;
/** Calls under way by id, in their order. */
const pending = new Map();
/** The settings of each client by id, for its `onEvent`. */
const clients = new Map();
const forgotten = new FinalizationRegistry((id) => {
  clients.delete(id);
  if (isListening) worker.postMessage({ forget: id });
});
let lastId = 0;

const functionOf = (name) => {
  return (...args) => call(name, args);
};
/** The worker is asked for each of them by its name. */
export const {
  assessQuality,
  check,
  encodeRequest,
  inspect,
  makeFit,
  normalize,
  parseNik,
  prepare,
  requirements,
  toBase64,
  toDataUrl,
} = new Proxy({}, { get: (_, name) => functionOf(name) });

export class OcrClient {
  #id = nextId();
  #settings;

  constructor(settings) {
    this.#settings = readSettings(settings);
    clients.set(this.#id, new WeakRef(this.#settings));
    // Not the client itself: a call under way keeps its settings.
    forgotten.register(this.#settings, this.#id);
  }

  async extract(source, options) {
    const address = source?.url instanceof URL ? { url: source.url.href } : source;
    return call("extract", [address, options], { id: this.#id, settings: this.#settings });
  }
}

export default async function init(source) {
  const isResponse = typeof Response === "function" && source instanceof Response;
  const isAddress = source instanceof URL || typeof source === "string";
  const posted = isResponse ? await received(source) : isAddress ? absolute(source) : source;
  await call("default", [posted]);
  wasm ??= posted;
}

/** Needs no worker: each gets all messages when it starts. */
export async function registerMessages(language, texts) {
  demandTexts(language, texts);
  addLanguage(language, texts);
  if (isListening) teachWorker();
}

/** Ends the worker and frees its memory. */
export function terminate() {
  lose("the page ended the worker");
}

/** In each function that takes options they come second. */
function call(name, [first, options], client) {
  return new Promise((resolve, reject) => {
    const id = nextId();
    const { data, signal, listeners } = split(options);
    // At once: the worker may be at something that it hears nothing over.
    const cancel = () => {
      if (isListening) worker.postMessage({ cancel: id });
      settle(id, {});
    };
    signal?.addEventListener("abort", cancel);
    const message = { id, name, args: [first, data], listeners: Object.keys(listeners) };
    pending.set(id, { message, client, signal, listeners, cancel, resolve, reject, maySend: false });
    if (!worker) start();
    else if (isListening) send(id);
  });
}

/** Options without what can't be posted but has a stand-in over there. */
function split(options) {
  if (Object.prototype.toString.call(options) !== "[object Object]") return { data: options, listeners: {} };
  const is = {
    signal: ([name, value]) => name === "signal" && typeof value?.addEventListener === "function",
    listener: ([name, value]) => /^on[A-Z]/.test(name) && typeof value === "function",
  };
  const all = Object.entries(options);
  return {
    data: Object.fromEntries(all.filter((option) => !is.signal(option) && !is.listener(option))),
    signal: all.find(is.signal)?.[1],
    listeners: Object.fromEntries(all.filter(is.listener)),
  };
}

function start() {
  try {
    if (typeof Worker === "undefined") throw new Error("there are no workers here");
    // In these very words, which bundlers look for.
    worker = new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module" });
  } catch (cause) {
    lose(cause.message, cause);
    return;
  }
  worker.addEventListener("message", ({ data }) => {
    if (data.isListening) greet();
    else if (data.listener) tell(data);
    else if (data.isAsking) giveLeave(data.id);
    else settle(data.id, data);
  });
  worker.addEventListener("error", ({ message }) => lose(message ?? "the worker could not be loaded"));
  worker.addEventListener("messageerror", () => lose("what the worker said could not be read"));
}

function greet() {
  isListening = true;
  if (wasm !== undefined) worker.postMessage({ wasm });
  teachWorker();
  for (const id of [...pending.keys()]) send(id);
}

function teachWorker() {
  teach({ register_messages: (...language) => worker.postMessage({ language }) });
}

function send(id) {
  const call = pending.get(id);
  const { message, client, signal } = call;
  if (signal) message.signal = { aborted: signal.aborted };
  if (client) {
    const { url, onEvent, ...settings } = client.settings;
    settings.endpoint = absolute(url);
    message.client = { id: client.id, settings, isHeard: onEvent !== undefined };
  }
  try {
    worker.postMessage(message);
  } catch (cause) {
    const detail = `what a worker is given must be data: ${cause.message}`;
    settle(id, { error: errorWithoutEngine("invalid_options", { detail, cause }) });
  }
}

/** Whoever has left gets no more sent. */
function giveLeave(id) {
  const call = pending.get(id);
  if (!call) return;
  call.maySend = true;
  worker.postMessage({ leave: id });
}

/** What a listener throws is reported as its own error by the browser: nothing comes after it here. */
function tell({ id, client, listener, event }) {
  const call = pending.get(id);
  if (client) clients.get(client)?.deref()?.[listener](event);
  else if (!call?.signal?.aborted) call?.listeners[listener](event);
}

function settle(id, { value, error }) {
  const call = pending.get(id);
  if (!call) return;
  const { resolve, reject, signal, cancel } = call;
  pending.delete(id);
  signal?.removeEventListener("abort", cancel);
  if (signal?.aborted) {
    // Whatever came of it: the caller has left.
    const billed = error?.billed ?? costOf(call);
    reject(errorWithoutEngine("aborted", { billed, cause: signal.reason }));
  } else if (error) reject(revived(error));
  else resolve(withForm(value));
}

/** Ends the worker, and with it each call under way. The next call starts another. */
function lose(detail, cause) {
  worker?.terminate();
  worker = undefined;
  isListening = false;
  for (const [id, call] of [...pending]) {
    const billed = costOf(call);
    settle(id, { error: errorWithoutEngine("engine_unavailable", { detail, cause, billed }) });
  }
}

function costOf({ maySend }) {
  return maySend ? "unknown" : "no";
}

/** The error that the worker told as plain data. */
function revived(error) {
  if (isErrorData(error)) return new OcrError(error, revived(error.cause));
  if (error instanceof Error || typeof error !== "object") return error;
  return Object.assign(new Error(error.message), { name: error.name });
}

/** A form comes as its entries. */
function withForm(value) {
  if (!Array.isArray(value?.body)) return value;
  const body = new FormData();
  for (const [name, part] of value.body) body.append(name, part);
  return { ...value, body };
}

async function received(response) {
  try {
    return await bytesOf(response);
  } catch (cause) {
    throw errorWithoutEngine("engine_unavailable", { detail: cause.message, cause });
  }
}

/** An address as the page means it: the worker's own base is its script. */
function absolute(address) {
  try {
    return new URL(address, globalThis.document?.baseURI ?? globalThis.location?.href).href;
  } catch {
    return String(address);
  }
}

function nextId() {
  lastId += 1;
  return lastId;
}
