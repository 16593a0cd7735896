// The worker's side: it answers for the ordinary entry.

import { BEFORE_SENDING } from "../client/client.js";
import { errorWithoutEngine } from "../common/errors.js";
import type { Wasm } from "../engine/load.js";
import * as periksa from "../index.js";
import type { CallMessage, ClientMessage, ToPage, ToThread } from "./protocol.js";

const { default: init, isOcrError, OcrClient, registerMessages } = periksa;
/** They need the engine; the others wait for it themselves. */
const SYNCHRONOUS = ["normalize", "parseNik", "requirements"];

/** What an earlier worker's engine was loaded from. */
let wasm: unknown;
/** Of each call under way that can be cancelled. */
const controllers = new Map<number, AbortController>();
const clients = new Map<number, periksa.OcrClient>();
/** Of each call that waits for the page's leave to send something. */
const leaves = new Map<number, () => void>();

/** Listens to the page. */
export function listen(): void {
  self.addEventListener("message", ({ data }: MessageEvent<ToThread>) => {
    if ("name" in data) answer(data);
    else if ("cancel" in data) controllers.get(data.cancel)?.abort();
    else if ("leave" in data) leaves.get(data.leave)?.();
    else if ("forget" in data) clients.delete(data.forget);
    else if ("language" in data) registerMessages(...data.language);
    else wasm = data.wasm;
  });
  // Whose message it was can't be told: to the page this is the end of the worker.
  self.addEventListener("messageerror", () => {
    throw new Error("what the page said could not be read");
  });
  post({ isListening: true });
}

async function answer({ id, name, args, signal, listeners, client }: CallMessage): Promise<void> {
  const [first, given] = args;
  const options = given as Record<string | symbol, unknown>;
  for (const listener of listeners) {
    options[listener] = (event: unknown) => post({ id, listener, event });
  }
  if (signal) {
    const controller = new AbortController();
    controllers.set(id, controller);
    options.signal = controller.signal;
    if (signal.aborted) controller.abort();
  }
  if (client && options instanceof Object) options[BEFORE_SENDING] = () => leaveOf(id);
  try {
    const loading = init(((name === "default" ? first : undefined) ?? wasm) as Wasm | undefined);
    // Where it matters, the function itself meets the failure.
    loading.catch(() => {});
    if (SYNCHRONOUS.includes(name)) await loading;
    const owner = client ? clientOf(client) : periksa;
    const asked: (...args: unknown[]) => unknown = Reflect.get(owner, name);
    const value = await asked.apply(owner, args);
    post({ id, value: withoutForm(value) });
  } catch (error) {
    post({ id, error: told(error) });
  } finally {
    controllers.delete(id);
    leaves.delete(id);
  }
}

function post(message: ToPage): void {
  self.postMessage(message);
}

/** The page tells what a call that was aborted has cost; so nothing is sent without its knowing. */
function leaveOf(id: number): Promise<void> {
  return new Promise((resolve) => {
    leaves.set(id, resolve);
    post({ id, isAsking: true });
  });
}

/** A further worker makes the clients of its page anew. */
function clientOf({ id, settings, isHeard }: ClientMessage): periksa.OcrClient {
  if (isHeard) settings.onEvent = (event) => post({ client: id, event });
  const client = clients.get(id) ?? new OcrClient(settings);
  clients.set(id, client);
  return client;
}

/** A form can't be posted; its entries can. */
function withoutForm(value: unknown): unknown {
  const body = (value as { body?: unknown } | null | undefined)?.body;
  return body instanceof FormData ? { ...(value as object), body: [...body] } : value;
}

/** An error as plain data. Posted as it is, it would lose its members; not every browser can post one at all. */
function told(error: unknown): object {
  if (isOcrError(error)) return { ...error, message: error.message, cause: cause(error.cause) };
  return told(errorWithoutEngine("engine_unavailable", { detail: String(error), cause: error }));
}

function cause(error: unknown): unknown {
  if (isOcrError(error)) return told(error);
  if (error instanceof Error) return { name: error.name, message: error.message };
  return error === undefined ? undefined : String(error);
}
