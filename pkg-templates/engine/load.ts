// Loads and compiles the wasm. Its error messages are for the developer.

import { VERSION } from "../common/generated.js";
import type { WasmSource } from "../common/types.js";
import { wasmUrl } from "../wasm-url.js";
import { bytesOf, isWasm, nameOf, REMEDY } from "./wasm-response.js";

/** Returns what to load where `init` is given nothing: by default the file beside the entries. */
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
    // A wasm of another version, or one without imports, could start all the same.
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
  // Some callers pass the address as a string.
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
