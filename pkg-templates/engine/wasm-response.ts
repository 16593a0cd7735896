// The answer to a request for the wasm. A server that lacks the file may answer with a page and a 200.

export const REMEDY = 'serve periksa_bg.wasm, give init() its address, or import "periksa/inline"';

/** Does the answer say that it is a wasm, in the words that compiling from a stream asks for? They allow no parameter. */
export function isWasm({ ok, headers }: Response): boolean {
  return ok && /^\s*application\/wasm\s*$/i.test(headers.get("Content-Type") ?? "");
}

/** The bytes of an answer, which must begin as a wasm does whatever it says. */
export async function bytesOf(response: Response): Promise<ArrayBuffer> {
  const { ok, status, headers } = response;
  const name = nameOf(response);
  if (!ok) throw new Error(`the server answered ${status} to ${name}: ${REMEDY}`);
  const bytes = await response.arrayBuffer();
  const start = new TextDecoder().decode(bytes.slice(0, 64));
  if (start.startsWith("\0asm")) return bytes;
  const type = headers.get("Content-Type");
  const what = /^\s*</.test(start) ? "a web page" : `${bytes.byteLength} bytes`;
  throw new Error(`${name} is ${what} (${type}), not the wasm: ${REMEDY}`);
}

/** The address of what is loaded. One that holds the wasm itself is cut. */
export function nameOf(loaded: object): string {
  const { href, url } = loaded as { href?: string; url?: string };
  return (href ?? url)?.slice(0, 200) || "what init() was given";
}
