// The proxy contract for Verihubs, in Node 20: VERIHUBS_APP_ID=… VERIHUBS_API_KEY=… node proxy.mjs
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";

const { VERIHUBS_APP_ID, VERIHUBS_API_KEY, PORT = 8081 } = process.env;
const { VERIHUBS_BASE_URL = "https://api.verihubs.com" } = process.env;
if (!VERIHUBS_APP_ID || !VERIHUBS_API_KEY) throw new Error("set VERIHUBS_APP_ID and VERIHUBS_API_KEY");
/** Running calls and their answers, by key. Several processes have to share them. */
const calls = new Map();

const server = createServer(async (request, response) => {
  const { status, headers, body } = await answerTo(request);
  response.writeHead(status, headers).end(body);
});
server.listen(PORT, "127.0.0.1", () => console.log(`listening on port ${server.address().port}`));

async function answerTo(request) {
  const { "sec-fetch-site": site, "content-length": length, "idempotency-key": key } = request.headers;
  const [, document] = /^\/api\/ocr\/verihubs\/(ktp|kitas|stnk|bpkb_i[kp])$/.exec(request.url) ?? [];
  if (request.method !== "POST" || !document) return problem(404, "not_found", "no");
  // Each call costs money: no other site's page may call, and your sign-in and rate limit belong here.
  if (site && site !== "same-origin") return problem(403, "forbidden", "no");
  if (!(length <= 16 * 1024 * 1024)) return problem(413, "image_too_large", "no");
  const body = await buffer(request).catch(() => null);
  if (!body) return problem(400, "invalid_payload", "no");
  const call = () => ask(document, request.headers["content-type"], body);
  if (!key) return call();
  if (!calls.has(key)) calls.set(key, kept(key, call));
  return calls.get(key);
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
    return { status, headers: told, body: await answer.text(), isUnpaid: status === 429 };
  } catch (error) {
    const isUnpaid = ["ECONNREFUSED", "ENOTFOUND"].includes(error.cause?.code);
    return { ...problem(502, "vendor_unavailable", isUnpaid ? "no" : "unknown"), isUnpaid };
  }
}

function problem(status, code, billed) {
  const body = JSON.stringify({ type: `urn:periksa:${code}`, title: code, status, billed });
  return { status, headers: { "Content-Type": "application/problem+json" }, body };
}
