// The response to a request for the wasm. A server that lacks the file may answer with a web page and status 200.

import { isNode } from "../common/builtin.js";

/** What the developer is told where no wasm may be compiled, wherever it comes from. */
export const FORBIDDEN =
  "the page's Content-Security-Policy forbids it: add 'wasm-unsafe-eval' to script-src";

/** Tells the developer what to do where the wasm can't be had. */
export function remedy(): string {
  return isNode()
    ? 'leave periksa out of the bundle, give init() the bytes of periksa_bg.wasm, or import "periksa/inline"'
    : 'serve periksa_bg.wasm, give init() its address, or import "periksa/inline"';
}

/** Tells whether the response has the media type that `compileStreaming` requires: `application/wasm` without parameters. */
export function isWasm({ ok, headers }: Response): boolean {
  return ok && /^\s*application\/wasm\s*$/i.test(headers.get("Content-Type") ?? "");
}

/** Returns the bytes of a response. They must begin as a wasm does; the media type does not matter. */
export async function bytesOf(response: Response): Promise<ArrayBuffer> {
  const { ok, status, headers } = response;
  const name = nameOf(response);
  if (!ok) throw new Error(`the server answered ${status} to ${name}: ${remedy()}`);
  const bytes = await response.arrayBuffer();
  const start = String.fromCharCode(...new Uint8Array(bytes.slice(0, 64)));
  if (start.startsWith("\0asm")) return bytes;
  const type = headers.get("Content-Type");
  const what = /^\s*</.test(start) ? "a web page" : `${bytes.byteLength} bytes`;
  throw new Error(`${name} is ${what} (${type}), not the wasm: ${remedy()}`);
}

/** Returns the address for error messages, cut to 200 characters because a data URL holds the whole wasm. */
export function nameOf(loaded: object): string {
  const { href, url } = loaded as { href?: string; url?: string };
  return (href ?? url)?.slice(0, 200) || "what init() was given";
}
