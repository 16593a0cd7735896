// The worker's side: calls the functions of `periksa` for the page. Where no worker can run, the page runs it itself.

import { extractWith } from "../client/extract.js";
import { Requests } from "../client/requests.js";
import { resumeWith } from "../client/resume.js";
import { readSettings } from "../client/settings.js";
import type { Source } from "../client/transmit.js";
import type { CallId, Ledger, Unsettled } from "../client/unsettled.js";
import { errorWithoutEngine } from "../common/errors.js";
import type { Engine, Extraction, ExtractOptions, ResumeOptions, WasmSource } from "../common/types.js";
import * as periksa from "../functions.js";
import type { CallMessage, ClientMessage, PagePort, ToPage } from "./protocol.js";

// For where the page runs this side itself: it has the text at hand.
export { provideFinder } from "../engine/card-finder.js";

const engine: Engine = periksa;

/** What `init` was given in an earlier worker. */
let wasm: unknown;
/** Controllers of the running calls that can be cancelled, by id. */
const controllers = new Map<number, AbortController>();
/** The clients of the page, by id. */
const clients = new Map<number, Requests>();
/** Calls that asked whether they may send, by id, and the end of their wait. */
const leaves = new Map<number, { call: Unsettled; resolve: () => void }>();

/** The calls that the tab keeps, as the page told them last. */
let calls: Unsettled[] = [];
/** What is kept is the page's: a worker has no `sessionStorage`. */
const ledger: Ledger = {
  find: (id) => calls.find(isCall(id)),
  keep(call) {
    calls = [...calls.filter((other) => !isCall(call)(other)), call];
  },
  drop(id) {
    calls = calls.filter((call) => !isCall(id)(call));
    post({ dropped: { endpoint: id.endpoint, content: id.content } });
  },
  release(id) {
    post({ released: { endpoint: id.endpoint, content: id.content } });
  },
};

/** Takes the card finder, which were asked for. */
let card: { resolve: (text: string) => void; reject: (reason: Error) => void } | undefined;

function isCall({ endpoint, content }: CallId): (call: CallId) => boolean {
  return (call) => call.endpoint === endpoint && call.content === content;
}

/** Where the page is. */
let page: Pick<PagePort, "postMessage">;

/** Asks the page for the text of the card finder. */
export function askForCard(): Promise<string> {
  return new Promise((resolve, reject) => {
    card = { resolve, reject };
    post({ isAskingForCard: true });
  });
}

/** Listens to the page. */
export function listen(port: PagePort): void {
  page = port;
  port.addEventListener("message", ({ data }) => {
    if ("name" in data) answer(data);
    else if ("cancel" in data) controllers.get(data.cancel)?.abort();
    else if ("leave" in data) leaves.get(data.leave)?.resolve();
    else if ("forget" in data) clients.delete(data.forget);
    else if ("card" in data) card?.resolve(data.card);
    else if ("noCard" in data) card?.reject(new Error(data.noCard));
    else if ("language" in data) engine.registerMessages(...data.language);
    else wasm = data.wasm;
  });
  // The call can't be identified. The error makes the page end this worker.
  port.addEventListener("messageerror", () => {
    throw new Error("what the page said could not be read");
  });
  post({ isListening: true });
}

async function answer({
  id,
  name,
  args,
  signal,
  listeners,
  client,
  unsettled = [],
}: CallMessage): Promise<void> {
  const [first, given] = args;
  const options = given as Record<string, unknown>;
  for (const listener of listeners) {
    options[listener] = (event: unknown) => post({ id, listener, event });
  }
  if (signal) {
    const controller = new AbortController();
    controllers.set(id, controller);
    options.signal = controller.signal;
    if (signal.aborted) controller.abort();
  }
  if (client) {
    calls = unsettled;
    // The page may not have heard of these yet.
    for (const { call } of leaves.values()) ledger.keep(call);
  }
  const source = ((name === "default" ? first : undefined) ?? wasm) as WasmSource | undefined;
  // If loading fails, a function that needs the engine rejects by itself.
  const isUnloaded = engine.default(source).then(
    () => false,
    () => true,
  );
  try {
    const value = client
      ? await callOf(name, requestsOf(client), first, given, (call) => leaveOf(id, call))
      : await Reflect.get(engine, name)(...args);
    post({ id, value: withoutForm(value) });
  } catch (error) {
    const data = told(error);
    const mayBeUnloaded = (data as { code?: unknown }).code === "engine_unavailable";
    post({ id, error: data, isUnloaded: mayBeUnloaded && (await isUnloaded) });
  } finally {
    controllers.delete(id);
    leaves.delete(id);
  }
}

function post(message: ToPage): void {
  page.postMessage(message);
}

function callOf(
  name: string,
  requests: Requests,
  first: unknown,
  options: unknown,
  beforeSending: (call: Unsettled) => Promise<void>,
): Promise<Extraction> {
  return name === "resume"
    ? resumeWith(requests, first as Unsettled, options as ResumeOptions)
    : extractWith(requests, first as Source, options as ExtractOptions, { beforeSending });
}

/** Waits until the page keeps this call, and has noted that it may be charged. */
function leaveOf(id: number, call: Unsettled): Promise<void> {
  ledger.keep(call);
  return new Promise((resolve) => {
    leaves.set(id, { call, resolve });
    post({ id, isAsking: call });
  });
}

/** Returns the client of this id; makes it where the worker is new. */
function requestsOf({ id, settings, isHeard }: ClientMessage): Requests {
  if (isHeard) settings.onEvent = (event) => post({ client: id, event });
  const requests = clients.get(id) ?? new Requests(readSettings(settings), ledger);
  clients.set(id, requests);
  return requests;
}

/** Replaces a form, which can't be posted, by its entries. */
function withoutForm(value: unknown): unknown {
  const body = (value as { body?: unknown } | null | undefined)?.body;
  return body instanceof FormData ? { ...(value as object), body: [...body] } : value;
}

/** Makes plain data of an error: posting would drop its members, and not every browser can post errors. */
function told(error: unknown): object {
  if (periksa.isOcrError(error)) return { ...error, message: error.message, cause: cause(error.cause) };
  return told(errorWithoutEngine("engine_unavailable", { detail: String(error), cause: error }));
}

function cause(error: unknown): unknown {
  if (periksa.isOcrError(error)) return told(error);
  if (error instanceof Error) return { name: error.name, message: error.message };
  return error === undefined ? undefined : String(error);
}
