// Loads and compiles the wasm. Its error messages are for the developer.

import { builtin } from "../common/builtin.js";
import { VERSION } from "../common/generated.js";
import type { WasmSource } from "../common/types.js";
import { wasmUrl } from "../wasm-url.js";
import { bytesOf, FORBIDDEN, isWasm, nameOf, remedy } from "./wasm-response.js";

type Source = () => WasmSource | Promise<WasmSource>;
type Start = (module: WebAssembly.Module) => Promise<unknown>;
type Bytes = ArrayBuffer | ArrayBufferView;

/** What is loaded where `init` is given nothing. */
let source: Source = besideEntries;
/** What is loaded where that can't be. */
let copy: Source | undefined;

export function provide(other: Source): void {
  source = other;
}

export function provideCopy(other: Source): void {
  copy = other;
}

/** Loads what `init` was given; by default the file beside the entries, or its copy where that can't be loaded. */
export async function load(wasm: WasmSource | undefined, start: Start): Promise<void> {
  if (typeof WebAssembly !== "object") throw new Error("there is no WebAssembly here");
  try {
    await loadFrom(await (wasm ?? source()), start);
  } catch (failed) {
    const mayCopy = wasm === undefined && source === besideEntries && !isForbidden(failed);
    if (!copy || !mayCopy) throw failed;
    await loadFrom(await Promise.resolve(copy()).catch(() => Promise.reject(failed)), start);
  }
}

/** The file beside the entries: its address, or on a server its bytes. */
function besideEntries(): URL | Promise<Bytes> {
  const url = wasmUrl();
  const fs = url.protocol === "file:" && builtin<typeof import("node:fs/promises")>("node:fs/promises");
  return fs ? readFrom(fs, url) : url;
}

async function readFrom(fs: typeof import("node:fs/promises"), { href }: URL): Promise<Bytes> {
  const { fileURLToPath } = builtin<typeof import("node:url")>("node:url") as typeof import("node:url");
  try {
    // The URL class may not be Node's, which `fileURLToPath` needs; a string works.
    return await fs.readFile(fileURLToPath(href));
  } catch (cause) {
    throw failure(`${href} can't be read (${(cause as Error).message}): ${remedy()}`, cause);
  }
}

async function loadFrom(given: WasmSource, start: Start): Promise<void> {
  const module = given instanceof WebAssembly.Module ? given : await compile(await fetched(given));
  try {
    // A wasm of another version, or one without imports, could start all the same.
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === VERSION))
      throw new TypeError(`it does not export ${VERSION}`);
    await start(module);
  } catch (cause) {
    const isOther = cause instanceof TypeError || cause instanceof WebAssembly.LinkError;
    throw isOther ? failure(`${nameOf(given)} is not the wasm of this version of periksa`, cause) : cause;
  }
}

async function fetched(given: URL | Response | Bytes): Promise<Response | Bytes> {
  // Some callers pass the address as a string.
  if (typeof given !== "string" && !(given instanceof URL)) return given;
  try {
    return await fetch(given);
  } catch (cause) {
    const csp = "if the page's Content-Security-Policy forbids it, add its origin to connect-src";
    const ways = [csp, ...cors(given), remedy()].join(", or ");
    throw failure(`${nameOf(given)} could not be fetched (${(cause as Error).message}): ${ways}`, cause);
  }
}

/** What another origin has to do. Strings are addresses too. */
function cors(address: URL | string): string[] {
  const own = globalThis.location;
  try {
    const { origin } = new URL(address, own?.href);
    return !own || origin === own.origin ? [] : [`have ${origin} allow ${own.origin} by CORS`];
  } catch {
    return [];
  }
}

async function compile(given: Response | Bytes): Promise<WebAssembly.Module> {
  // Browsers cache compiled code only for `compileStreaming`.
  const code = isResponse(given) && !canStream(given) ? await bytesOf(given) : given;
  try {
    return await (isResponse(code)
      ? WebAssembly.compileStreaming(code)
      : WebAssembly.compile(code as BufferSource));
  } catch (cause) {
    const { message } = cause as Error;
    // Chromium and WebKit name what is missing, Firefox says "blocked by CSP".
    throw /unsafe-eval|CSP/.test(message)
      ? failure(FORBIDDEN, cause)
      : failure(`${nameOf(given)} can't be compiled: ${message}`, cause);
  }
}

/** Tells whether no wasm may be compiled here, wherever it comes from. */
function isForbidden(failed: unknown): boolean {
  return (failed as Error).message === FORBIDDEN;
}

function isResponse(given: Response | Bytes): given is Response {
  return typeof Response === "function" && given instanceof Response;
}

function canStream(response: Response): boolean {
  return isWasm(response) && typeof WebAssembly.compileStreaming === "function";
}

function failure(detail: string, cause: unknown): Error {
  return new Error(detail, { cause });
}
