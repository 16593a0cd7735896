// The package off the main thread: the worker's side. It answers for the ordinary entry.

import { BEFORE_SENDING } from "./client.js";
import { errorWithoutEngine } from "./errors.js";
import * as periksa from "./index.js";

const { default: init, isOcrError, OcrClient, registerMessages } = periksa;
/** They need the engine; the others wait for it themselves. */
const SYNCHRONOUS = ["normalize", "parseNik", "requirements"];

/** What an earlier worker's engine was loaded from. */
let wasm;
/** Of each call under way that can be cancelled. */
const controllers = new Map();
const clients = new Map();
/** Of each call that waits for the page's leave to send something. */
const leaves = new Map();

self.addEventListener("message", ({ data }) => {
  if (data.name) answer(data);
  else if (data.cancel) controllers.get(data.cancel)?.abort();
  else if (data.leave) leaves.get(data.leave)?.();
  else if (data.forget) clients.delete(data.forget);
  else if (data.language) registerMessages(...data.language);
  else wasm = data.wasm;
});
// Whose message it was can't be told: to the page this is the end of the worker.
self.addEventListener("messageerror", () => {
  throw new Error("what the page said could not be read");
});
self.postMessage({ isListening: true });

async function answer({ id, name, args, signal, listeners, client }) {
  const [, options] = args;
  for (const listener of listeners) {
    options[listener] = (event) => self.postMessage({ id, listener, event });
  }
  if (signal) {
    const controller = new AbortController();
    controllers.set(id, controller);
    options.signal = controller.signal;
    if (signal.aborted) controller.abort();
  }
  if (client && options instanceof Object) options[BEFORE_SENDING] = () => leaveOf(id);
  try {
    const loading = init((name === "default" ? args[0] : undefined) ?? wasm);
    // Where it matters, the function itself meets the failure.
    loading.catch(() => {});
    if (SYNCHRONOUS.includes(name)) await loading;
    const value = await (client ? clientOf(client) : periksa)[name](...args);
    self.postMessage({ id, value: withoutForm(value) });
  } catch (error) {
    self.postMessage({ id, error: told(error) });
  } finally {
    controllers.delete(id);
    leaves.delete(id);
  }
}

/** The page tells what a call that was aborted has cost; so nothing is sent without its knowing. */
function leaveOf(id) {
  return new Promise((resolve) => {
    leaves.set(id, resolve);
    self.postMessage({ id, isAsking: true });
  });
}

/** A further worker makes the clients of its page anew. */
function clientOf({ id, settings, isHeard }) {
  if (isHeard) settings.onEvent = (event) => self.postMessage({ client: id, listener: "onEvent", event });
  if (!clients.has(id)) clients.set(id, new OcrClient(settings));
  return clients.get(id);
}

/** A form can't be posted; its entries can. */
function withoutForm(value) {
  return value?.body instanceof FormData ? { ...value, body: [...value.body] } : value;
}

/** An error as plain data. Posted as it is, it would lose its members; not every browser can post one at all. */
function told(error) {
  if (isOcrError(error)) return { ...error, message: error.message, cause: cause(error.cause) };
  return told(errorWithoutEngine("engine_unavailable", { detail: String(error), cause: error }));
}

function cause(error) {
  if (isOcrError(error)) return told(error);
  if (error instanceof Error) return { name: error.name, message: error.message };
  return error === undefined ? undefined : String(error);
}
