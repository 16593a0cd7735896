// A request whose bytes are counted as they go out, which `XMLHttpRequest` alone does.

import { errorWithoutEngine, OcrError } from "../common/errors.js";
import { TextDecoder } from "../common/text-codecs.js";
import type { HttpRequest, Reply } from "../engine/glue.js";

/** Tells whether the bytes of a request can be counted: not in Node, and not where cookies must be left out. */
export function canCount({ credentials }: HttpRequest): boolean {
  return typeof XMLHttpRequest === "function" && credentials !== "omit";
}

/**
 * Sends it, and calls `onUpload(sent, total)` as bytes go out; once all are out, `sent` is `total`.
 * An XMLHttpRequest can't be kept from following a redirect; the answer that comes of one is not read.
 * @throws {OcrError} `network` for any failure without an answer, an abort included; `invalid_options`
 */
export async function upload(
  request: HttpRequest,
  signal: AbortSignal,
  onUpload: (sent: number, total: number) => void,
): Promise<Reply> {
  const xhr = opened(request);
  const report = ({ loaded, total }: ProgressEvent) => onUpload(loaded, total);
  xhr.upload.onprogress = report;
  xhr.upload.onload = report;
  const stop = () => xhr.abort();
  signal.addEventListener("abort", stop);
  try {
    if (signal.aborted) throw new OcrError({ code: "network" });
    await new Promise((resolve) => {
      xhr.onloadend = resolve;
      xhr.send(request.body);
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
  // After a failure or an abort, an answer cut half-way included, the status is 0.
  if (xhr.status === 0) throw new OcrError({ code: "network" });
  return replyOf(xhr, request);
}

function opened({ url, headers, credentials, body }: HttpRequest): XMLHttpRequest {
  try {
    const xhr = new XMLHttpRequest();
    xhr.open(body ? "POST" : "GET", url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.withCredentials = credentials === "include";
    // Bytes: as a text they would be read by the charset that the answer claims, and JSON is UTF-8 (RFC 8259, 8.1).
    xhr.responseType = "arraybuffer";
    return xhr;
  } catch (cause) {
    throw errorWithoutEngine("invalid_options", { detail: "bad endpoint or header", cause });
  }
}

function replyOf(xhr: XMLHttpRequest, { url }: HttpRequest): Reply {
  const header = (name: string) => xhr.getResponseHeader(name);
  const asked = new URL(url, globalThis.document?.baseURI ?? location.href).href;
  // Empty where a service worker made the answer.
  const isRedirected = xhr.responseURL !== "" && xhr.responseURL !== asked;
  return {
    // As `fetch` tells a redirect that it did not follow.
    status: isRedirected ? 0 : xhr.status,
    text: isRedirected ? "" : new TextDecoder().decode(xhr.response ?? undefined),
    requestId: header("Request-Id"),
    retryAfter: header("Retry-After"),
    sandbox: header("Sandbox") === "true",
    kept: header("Idempotency-Key") ?? (header("Idempotent-Replay") === "true" ? "true" : null),
  };
}
