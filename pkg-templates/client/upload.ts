// A request whose bytes are counted as they go out, which `XMLHttpRequest` alone does.

import { errorWithoutEngine, OcrError } from "../common/errors.js";
import type { HttpRequest, Reply } from "../engine/glue.js";

/** Tells whether the bytes of a request can be counted: only on a page, and not where cookies must be left out. */
export function canCount({ credentials }: HttpRequest): boolean {
  return typeof XMLHttpRequest === "function" && typeof document === "object" && credentials !== "omit";
}

/**
 * Sends it, and calls `onUpload(sent, total)` as bytes go out; once all are out, `sent` is `total`.
 * An XMLHttpRequest follows every redirect, and after a 307 or 308 it would post the file there. So it is made in an empty
 * frame of its own, whose Content-Security-Policy forbids all connections as soon as this one is under way: browsers ask the
 * policy at each redirect.
 * @throws {OcrError} `network` for any failure without an answer, an abort included; `invalid_options`
 */
export async function upload(
  request: HttpRequest,
  signal: AbortSignal,
  onUpload: (sent: number, total: number) => void,
): Promise<Reply> {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  document.documentElement.append(frame);
  let stop = () => {};
  try {
    const room = frame.contentDocument as Document;
    const xhr = opened(request, new (frame.contentWindow as Window & typeof globalThis).XMLHttpRequest());
    const report = ({ loaded, total }: ProgressEvent) => onUpload(loaded, total);
    xhr.upload.onprogress = report;
    xhr.upload.onload = report;
    const redirected = new Promise<true>((resolve) => {
      room.addEventListener("securitypolicyviolation", () => resolve(true));
    });
    stop = () => xhr.abort();
    signal.addEventListener("abort", stop);
    await new Promise((resolve) => {
      xhr.onloadend = resolve;
      if (signal.aborted) resolve(null);
      else xhr.send(request.body);
      const policy = room.createElement("meta");
      policy.httpEquiv = "Content-Security-Policy";
      policy.content = "connect-src 'none'";
      room.head.append(policy);
    });
    // After a failure or an abort, an answer cut half-way included, the status is 0. What the policy forbade is told later.
    const isRedirected = xhr.status === 0 && !signal.aborted && (await Promise.race([redirected, moment()]));
    if (xhr.status === 0 && !isRedirected) throw new OcrError({ code: "network" });
    return replyOf(xhr);
  } finally {
    signal.removeEventListener("abort", stop);
    frame.remove();
  }
}

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 100));
}

function opened({ url, headers, credentials }: HttpRequest, xhr: XMLHttpRequest): XMLHttpRequest {
  try {
    xhr.open("POST", new URL(url, document.baseURI));
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
  } catch (cause) {
    throw errorWithoutEngine("invalid_options", { detail: "bad endpoint or header", cause });
  }
  xhr.withCredentials = credentials === "include";
  // Bytes: as a text they would be read by the charset that the answer claims, and JSON is UTF-8 (RFC 8259, 8.1).
  xhr.responseType = "arraybuffer";
  return xhr;
}

function replyOf(xhr: XMLHttpRequest): Reply {
  const header = (name: string) => xhr.getResponseHeader(name);
  return {
    status: xhr.status,
    text: new TextDecoder().decode(xhr.response ?? undefined),
    requestId: header("Request-Id"),
    retryAfter: header("Retry-After"),
    sandbox: header("Sandbox") === "true",
    kept: header("Idempotency-Key") !== null || header("Idempotent-Replay") === "true",
  };
}
