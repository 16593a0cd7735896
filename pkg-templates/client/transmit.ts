// One request to the proxy, and what it came to.

import { isBlob } from "../common/blob.js";
import { endedCall, OcrError } from "../common/errors.js";
import { now, tell } from "../common/listeners.js";
import type { ErrorCode, Prepared } from "../common/types.js";
import type { EncodedCall, EngineOptions, HttpRequest, Reply } from "../engine/glue.js";
import { ask, run } from "../engine/instance.js";
import { type Ending, readAnswer } from "./answer.js";
import type { Members } from "./flight.js";
import { retryAfter } from "./pause.js";
import type { Settings } from "./settings.js";
import { canCount, upload } from "./upload.js";

/** A file, or where the vendor fetches it from. */
export type Source = Blob | { url: string | URL };

/** What is sent, or asked for. */
export interface Outgoing {
  /** What the answer is about. */
  call: EngineOptions & { today?: string | undefined };
  path: string;
  headers: Record<string, string>;
  /** `null` asks for the answer of a call that was sent before. */
  body: Pick<EncodedCall, "body" | "bytes"> | null;
  source: Source | null;
  /** What was made of the picked file; `null` where that itself is sent. */
  prepared: Pick<Prepared, "changes" | "transform" | "decoder"> | null;
}

/** What a request came to: `status` is `null` without an answer, 0 for a redirect; `kept` is the key that the answer names. */
export type Came = Ending & { status: number | null; text: string; kept: string | null };

/** Sends one request and reads its answer. Rejects where the engine can't tell the outcome: such a request is not repeated. */
export async function attemptCall(
  settings: Settings,
  outgoing: Outgoing,
  attempt: number,
  signal: AbortSignal,
  progress: Members,
): Promise<Came> {
  const { call, source, prepared } = outgoing;
  const began = now();
  let status: number | null = null;
  let code: ErrorCode | null = null;
  try {
    const reply = await transmit(settings, outgoing, signal, progress).catch((error: OcrError) =>
      withoutAnswer(error, source, signal),
    );
    let ending: Ending;
    if ("outcome" in reply) ending = reply;
    else if (isRedirect(reply)) ending = redirected(reply, call);
    else {
      const { text, sandbox, sentBytes } = reply;
      ({ status } = reply);
      progress("reading", sentBytes, sentBytes);
      const retryAfterMs = retryAfter(reply.retryAfter);
      ending = readAnswer(reply, call, { raw: text, attempts: attempt, sandbox, retryAfterMs, prepared });
    }
    code = ending.error?.code ?? null;
    const { text, kept } = "kept" in reply ? reply : { text: "", kept: null };
    return { ...ending, status: "kept" in reply ? reply.status : null, text, kept };
  } catch (thrown) {
    const error = thrown as OcrError;
    ({ code } = error);
    if (code !== "engine_unavailable") throw error;
    throw new OcrError({ ...endedCall(code, true), message: error.message }, { cause: error });
  } finally {
    tell(settings.onEvent, { phase: "sending", ms: now() - began, attempt, status, code });
  }
}

async function transmit(
  { url, headers, credentials, timeoutMs }: Settings,
  { path, headers: own, body }: Outgoing,
  signal: AbortSignal,
  progress: Members,
): Promise<Reply & { sentBytes: number }> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, timeoutMs);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  const request: HttpRequest = {
    url: `${url}/${path}`,
    body: body?.body ?? null,
    headers: { ...headers, ...own },
    credentials,
  };
  // The size of a form is known only while it is sent.
  let totalBytes = isBlob(request.body) ? request.body.size : (body?.bytes ?? 0);
  // Browsers report the last bytes twice, as progress and as the end.
  let waiting = false;
  const onUpload = (sent = totalBytes, total = totalBytes) => {
    totalBytes = total;
    if (!waiting) progress(sent < total ? "uploading" : "waiting", sent, total);
    waiting ||= sent >= total;
  };
  if (body) progress("uploading", 0, totalBytes);
  // Jest's jsdom has no fetch.
  const isCounted = (body && progress.wanted()) || typeof fetch !== "function";
  try {
    const reply =
      isCounted && canCount(request)
        ? await upload(request, controller.signal, onUpload)
        : await run((engine, wake) => engine.send(request, controller.signal, () => onUpload(), wake));
    return { ...reply, sentBytes: totalBytes };
  } catch (error) {
    // Aborts a request that a broken engine left behind.
    stop();
    throw timedOut ? new OcrError({ code: "timeout" }, { cause: error }) : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

/** Returns the result of a request without an answer. Rejects where the engine can't tell it. */
async function withoutAnswer(error: OcrError, source: Source | null, signal: AbortSignal): Promise<Ending> {
  if (signal.aborted) throw endedCall("aborted", true, { cause: error });
  // The engine broke, or refused the request.
  if (error.code === "engine_unavailable" || error.code === "invalid_options") throw error;
  const code = await reasonOf(error, source);
  const ended = ask((engine) => engine.failure(code, true));
  const cause = code === error.code ? error.cause : error;
  return { ...ended, error: new OcrError(ended.error, { cause }) };
}

/** Tells whether it is a redirect. Browsers hide the status of one as 0, Node does not. */
function isRedirect({ status }: Reply): boolean {
  return status === 0 || (status >= 300 && status < 400);
}

/** Reads a redirect as an answer without a body, and tells the developer what to change. */
function redirected({ status }: Reply, call: Outgoing["call"]): Ending {
  const answer = { status: status || 302, text: "", requestId: null };
  const { outcome, error } = readAnswer(answer, call, { raw: "", attempts: 1 });
  const message =
    "the proxy answered with a redirect, which is no answer to an upload: answer 401 where the person has to sign in, or make" +
    " the endpoint the final address";
  const members = { ...(error as OcrError), message, status: status || null };
  return { outcome, extraction: null, error: new OcrError(members) };
}

/** Finds out more exactly why there was no answer. */
async function reasonOf({ code }: OcrError, source: Source | null): Promise<ErrorCode> {
  if (code !== "network") return code;
  if (isBlob(source) && !(await isReadable(source))) return "file_unreadable";
  return globalThis.navigator?.onLine === false ? "offline" : code;
}

async function isReadable(blob: Blob): Promise<boolean> {
  try {
    await blob.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
