// The proxy contract for Verihubs, in Node 20.
import { createHash } from "node:crypto";

const { VERIHUBS_APP_ID, VERIHUBS_API_KEY } = process.env;
const { VERIHUBS_BASE_URL = "https://api.verihubs.com" } = process.env;
if (!VERIHUBS_APP_ID || !VERIHUBS_API_KEY) throw new Error("set VERIHUBS_APP_ID and VERIHUBS_API_KEY");
const MAX_BYTES = 16 * 1024 * 1024;
/** Running calls and their answers, by key, each with what was asked. Several processes have to share them. */
const calls = new Map();

/** A listener of node:http, and a route of Express. */
export async function ocr(request, response) {
  const { status, headers, body } = await answerTo(request);
  response.writeHead(status, { "Cache-Control": "no-store", ...headers }).end(body);
}

async function answerTo(request) {
  const { "sec-fetch-site": site, "content-type": type, "idempotency-key": key } = request.headers;
  const [, document] = /^\/api\/ocr\/verihubs\/(ktp|kitas|stnk|bpkb_i[kp])$/.exec(request.url) ?? [];
  // The answer of a call that was sent before, for a page that has its file no more.
  if (request.method === "GET" && key) return calls.get(key)?.answer ?? problem(404, "not_found", "unknown");
  if (request.method !== "POST" || !document) return problem(404, "not_found", "no");
  // Each call costs money: no other site's page may call, and your sign-in and rate limit belong here.
  if (site && site !== "same-origin") return problem(403, "forbidden", "no");
  const body = await bodyOf(request).catch(() => null);
  if (!body) return problem(400, "invalid_payload", "no");
  if (body.length > MAX_BYTES) return problem(413, "image_too_large", "no");
  const call = () => ask(document, type, body);
  if (!key) return call();
  // A form has another boundary each time.
  const [, boundary] = /boundary="?([^";]+)/.exec(type) ?? [];
  const sent = boundary ? body.toString("latin1").replaceAll(boundary, "") : body;
  const asked = createHash("sha256").update(`${document}\n`).update(sent).digest("hex");
  if (!calls.has(key)) calls.set(key, { asked, answer: kept(key, call) });
  // Never one person's record to another.
  return calls.get(key).asked === asked ? calls.get(key).answer : problem(422, "invalid_payload", "no");
}

/** The body; one that is too long is read to its end, but not kept: else its sender would not hear why. */
async function bodyOf(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MAX_BYTES) chunks.push(chunk);
    else if (length > 2 * MAX_BYTES) break;
  }
  return length > MAX_BYTES ? { length } : Buffer.concat(chunks);
}

/** For ten minutes a repeat gets the same answer, unless nothing can have been charged: then it may call again. */
async function kept(key, call) {
  const answer = await call();
  if (answer.isUnpaid) calls.delete(key);
  else setTimeout(() => calls.delete(key), 600_000).unref();
  return answer.isUnpaid ? answer : { ...answer, headers: { ...answer.headers, "Idempotency-Key": key } };
}

async function ask(document, type, body) {
  const url = `${VERIHUBS_BASE_URL}/v2/${document === "ktp" ? "ktp/extract" : `ocr/${document}`}`;
  const headers = { "App-ID": VERIHUBS_APP_ID, "API-Key": VERIHUBS_API_KEY, "Content-Type": type };
  try {
    const answer = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(100_000) });
    // Its status and body, untouched.
    const passed = ["content-type", "request-id", "retry-after"].filter((name) => answer.headers.has(name));
    const told = Object.fromEntries(passed.map((name) => [name, answer.headers.get(name)]));
    const { status } = answer;
    return { status, headers: told, body: Buffer.from(await answer.arrayBuffer()), isUnpaid: status === 429 };
  } catch (error) {
    const isUnpaid = ["ECONNREFUSED", "ENOTFOUND"].includes(error.cause?.code);
    return { ...problem(502, "vendor_unavailable", isUnpaid ? "no" : "unknown"), isUnpaid };
  }
}

function problem(status, code, billed) {
  const body = JSON.stringify({ type: `urn:periksa:${code}`, title: code, status, billed });
  return { status, headers: { "Content-Type": "application/problem+json" }, body };
}
