// The sandbox's page, and the package's own files for it.

import { readFile } from "node:fs/promises";

import type { Reply } from "./answer.js";

const TYPES: Record<string, string> = {
  js: "text/javascript",
  wasm: "application/wasm",
  html: "text/html; charset=utf-8",
};

/** The file at this address; `null` where there is none. */
export async function fileAt(pathname: string): Promise<Reply | null> {
  const [, module] = /^\/periksa\/((?:[\w-]+\/)?[\w-]+\.(?:js|wasm))$/.exec(pathname) ?? [];
  const path = pathname === "/" ? "sandbox/page.html" : module;
  const body = path && (await readFile(new URL(`../${path}`, import.meta.url)).catch(() => null));
  if (!body) return null;
  const type = TYPES[path.split(".").at(-1) ?? ""] ?? "application/octet-stream";
  return { status: 200, headers: { "Content-Type": type }, body };
}
