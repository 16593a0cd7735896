// From what the engine is loaded, and the words in which that fails. They are for the developer.

import { bytesOf, isWasm, nameOf, REMEDY } from "./fetched.js";
import { VERSION } from "./version.js";

/** What to load where `init` is not told: the file beside this module, unless an entry knows better. */
let source = () => new URL("./periksa_bg.wasm", import.meta.url);

/** @typedef {URL | Response | BufferSource | WebAssembly.Module} Wasm */

/** @param {() => Wasm | Promise<Wasm>} other */
export function provide(other) {
  source = other;
}

/**
 * @param {Wasm | undefined} wasm
 * @param {(module: WebAssembly.Module) => Promise<unknown>} start
 */
export async function load(wasm, start) {
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

async function fetched(given) {
  if (typeof given !== "string" && !(given instanceof URL)) return given;
  try {
    return await fetch(given);
  } catch (cause) {
    const csp = "if the page's Content-Security-Policy forbids it, add its origin to connect-src";
    throw failure(`${nameOf(given)} could not be fetched (${cause.message}): ${csp}, or ${REMEDY}`, cause);
  }
}

/** @param {Response | BufferSource} given */
async function compile(given) {
  const isResponse = typeof Response === "function" && given instanceof Response;
  // Browsers keep the machine code only of what they compile while it comes in.
  const streams = isResponse && isWasm(given) && WebAssembly.compileStreaming;
  const bytes = isResponse && !streams ? await bytesOf(given) : given;
  try {
    return await (streams ? WebAssembly.compileStreaming(given) : WebAssembly.compile(bytes));
  } catch (cause) {
    // Chromium and WebKit name what is missing, Firefox says "blocked by CSP".
    throw /unsafe-eval|CSP/.test(cause.message)
      ? failure("the page's Content-Security-Policy forbids it: add 'wasm-unsafe-eval' to script-src", cause)
      : failure(`${nameOf(given)} can't be compiled: ${cause.message}`, cause);
  }
}

function failure(detail, cause) {
  return new Error(detail, { cause });
}
