/**
 * Plays your proxy and both vendors, with invented answers, for Node: to see the way to a record before there is a proxy.
 * `npx periksa sandbox` serves it with a page.
 * @module
 */

import type { IncomingMessage, ServerResponse } from "node:http";

import { answerTo, type Reply } from "./sandbox/answer.js";
import { fileAt } from "./sandbox/files.js";

/** More than any vendor takes. */
const MAX_BYTES = 16 * 1024 * 1024;
const EXPOSED = "Idempotency-Key, Idempotent-Replay, Request-Id, Retry-After, Sandbox";
let calls = 0;

/**
 * Answers as a proxy in front of a vendor does, below `/api/ocr`. It checks what comes by the vendor's limits and invents
 * all values; the header `Sandbox-Scenario` asks for another answer. Pages of any origin may call it.
 * @param request Whose body nothing has read.
 * @param response Which is ended.
 * @returns When it has answered.
 * @example
 * createServer(sandbox).listen(8080, "127.0.0.1");
 */
export async function sandbox(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { status, headers, body } = await replyTo(request);
    response.writeHead(status, headers).end(body);
  } catch {
    // Its sender has left, or what it asks is no address.
    response.writeHead(500).end();
  }
}

async function replyTo(request: IncomingMessage): Promise<Reply> {
  const { method, url = "/", headers } = request;
  const { pathname, searchParams } = new URL(url, "http://sandbox");
  const [, route] = /^\/api\/ocr\/(.+)$/.exec(pathname) ?? [];
  if (!route) return (method === "GET" && (await fileAt(pathname))) || { status: 404, body: "" };
  if (method === "OPTIONS") return { status: 204, headers: corsFor(request), body: "" };
  const scenario = String(headers["sandbox-scenario"] ?? "").trim();
  const body = await bodyOf(request);
  calls += 1;
  const type = headers["content-type"] ?? "";
  const reply = await answerTo({ method, route, searchParams, scenario, type, body });
  const own = { "Request-Id": `sandbox-${calls}`, Sandbox: "true" };
  return { ...reply, headers: { ...own, ...corsFor(request), ...reply.headers } };
}

/** Whatever page asks: nothing here is worth keeping from it. */
function corsFor({ headers }: IncomingMessage): Record<string, string> {
  if (!headers.origin) return {};
  return {
    "Access-Control-Allow-Origin": headers.origin,
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Headers": headers["access-control-request-headers"] ?? "*",
    "Access-Control-Expose-Headers": EXPOSED,
    Vary: "Origin",
  };
}

/** The body; `null` where it is too long. It is read to its end all the same: else its sender would not hear why. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MAX_BYTES) chunks.push(chunk);
  }
  return length <= MAX_BYTES ? Buffer.concat(chunks) : null;
}
