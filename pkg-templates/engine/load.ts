// From what the engine is loaded, and the words in which that fails. They are for the developer.

import { VERSION } from "../common/generated.js";
import type { WasmSource } from "../common/types.js";
import { wasmUrl } from "../wasm-url.js";
import { bytesOf, isWasm, nameOf, REMEDY } from "./fetched.js";

/** What to load where `init` is not told: the file beside the entries, unless an entry knows better. */
let source: () => WasmSource | Promise<WasmSource> = wasmUrl;

export function provide(other: () => WasmSource | Promise<WasmSource>): void {
  source = other;
}

export async function load(
  wasm: WasmSource | undefined,
  start: (module: WebAssembly.Module) => Promise<unknown>,
): Promise<void> {
  if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
  const given = await (wasm ?? source());
  const module = given instanceof WebAssembly.Module ? given : await compile(await fetched(given));
  try {
    // A wasm of another version may take all that this glue gives it, and any wasm that takes nothing would start.
    if (!WebAssembly.Module.exports(module).some(({ name }) => name === VERSION))
      throw new TypeError(`it does not export ${VERSION}`);
    await start(module);
  } catch (cause) {
    const isOther = cause instanceof TypeError || cause instanceof WebAssembly.LinkError;
    throw isOther ? failure(`${nameOf(given)} is not the wasm of this version of periksa`, cause) : cause;
  }
}

type Bytes = ArrayBuffer | ArrayBufferView;

async function fetched(given: URL | Response | Bytes): Promise<Response | Bytes> {
  // Some give it as a text.
  if (typeof given !== "string" && !(given instanceof URL)) return given;
  try {
    return await fetch(given);
  } catch (cause) {
    const csp = "if the page's Content-Security-Policy forbids it, add its origin to connect-src";
    const { message } = cause as Error;
    throw failure(`${nameOf(given)} could not be fetched (${message}): ${csp}, or ${REMEDY}`, cause);
  }
}

async function compile(given: Response | Bytes): Promise<WebAssembly.Module> {
  // Browsers keep the machine code only of what they compile while it comes in.
  const code = isResponse(given) && !canStream(given) ? await bytesOf(given) : given;
  try {
    return await (isResponse(code) ? WebAssembly.compileStreaming(code) : WebAssembly.compile(code as BufferSource));
  } catch (cause) {
    const { message } = cause as Error;
    // Chromium and WebKit name what is missing, Firefox says "blocked by CSP".
    throw /unsafe-eval|CSP/.test(message)
      ? failure("the page's Content-Security-Policy forbids it: add 'wasm-unsafe-eval' to script-src", cause)
      : failure(`${nameOf(given)} can't be compiled: ${message}`, cause);
  }
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
