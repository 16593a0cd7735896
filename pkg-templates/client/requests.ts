// Sends the requests of a client, so that no paid call is repeated by accident.

import { isBlob } from "../common/blob.js";
import { endedCall, OcrError } from "../common/errors.js";
import { now, tell } from "../common/listeners.js";
import type { EncodeOptions, ErrorCode, Extraction, ExtractOptions, Prepared } from "../common/types.js";
import type { EncodedCall, HttpRequest, Reply } from "../engine/glue.js";
import { ask, run } from "../engine/instance.js";
import { type Ending, readAnswer } from "./answer.js";
import { Flight, type Member, type Members } from "./flight.js";
import type { Settings } from "./settings.js";
import { canCount, upload } from "./upload.js";

/** If `Retry-After` asks for a longer wait, the call fails and the person decides. */
const MAX_WAIT_MS = 10_000;
const FIRST_WAIT_MS = 500;
/** Number of files whose tries are remembered. */
const MAX_TRIES = 64;

/** A file, or where the vendor fetches it from. */
export type Source = Blob | { url: string | URL };

/** Options that decide what is requested. */
export interface Call
  extends EncodeOptions,
    Omit<ExtractOptions, "headers" | "onProgress" | "prepare" | "signal"> {}

/** A call that is ready to be sent. */
export interface Work {
  source: Source;
  call: Call;
  /** Headers of this call, sent besides the client's. */
  headers: Record<string, string>;
  body: EncodedCall;
  /** What was made of the picked file; `null` where that itself is sent. */
  prepared: Prepared | null;
}

export class Requests {
  readonly settings: Settings;
  /** Requests under way, by the key of their content. */
  #flights = new Map<string, Flight<Extraction>>();
  /** Number of the person's next try, by the key of the content. */
  #tries = new Map<string, number>();

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Equal calls in flight share one request, which ends when the last of them leaves. */
  join(work: Work, left: AbortSignal, progress: Member): Promise<Extraction> {
    const { key } = work.body;
    let flight = this.#flights.get(key);
    if (!flight) {
      const opened = new Flight((signal, report) => this.#send(work, signal, report));
      flight = opened;
      this.#flights.set(key, opened);
      opened.onEnd(() => {
        if (this.#flights.get(key) === opened) this.#flights.delete(key);
      });
    }
    return flight.join(left, progress);
  }

  /** Sends the request, and repeats it under the same key where nothing can have been charged. */
  async #send(work: Work, signal: AbortSignal, progress: Members): Promise<Extraction> {
    const { key } = work.body;
    const idempotencyKey = `${key}-${this.#tries.get(key) ?? 1}`;
    for (let attempt = 1; ; attempt += 1) {
      const { extraction, error, outcome } = await this.#attempt(
        work,
        idempotencyKey,
        attempt,
        signal,
        progress,
      );
      // If the call is not settled, the next try keeps its key, so that the proxy can return the answer it kept.
      if (outcome.settled) this.#answered(key);
      if (extraction) return extraction;
      const wait = error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      if (!outcome.mayRepeat || attempt > this.settings.retries || wait > MAX_WAIT_MS) throw error;
      await sleep(wait, signal);
    }
  }

  /** Sends one request and reads its answer. Rejects where the engine can't tell the outcome: such a request is not repeated. */
  async #attempt(
    work: Work,
    idempotencyKey: string,
    attempt: number,
    signal: AbortSignal,
    progress: Members,
  ): Promise<Ending> {
    const { source, call, prepared } = work;
    const began = now();
    let status: number | null = null;
    let code: ErrorCode | null = null;
    try {
      const reply = await this.#transmit(work, idempotencyKey, signal, progress).catch((error: OcrError) =>
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
      return ending;
    } catch (thrown) {
      const error = thrown as OcrError;
      ({ code } = error);
      if (code !== "engine_unavailable") throw error;
      throw new OcrError({ ...endedCall(code, true), message: error.message }, { cause: error });
    } finally {
      tell(this.settings.onEvent, { phase: "sending", ms: now() - began, attempt, status, code });
    }
  }

  async #transmit(
    { call, headers: own, body }: Work,
    idempotencyKey: string,
    signal: AbortSignal,
    progress: Members,
  ): Promise<Reply & { sentBytes: number }> {
    const { url, headers, credentials, timeoutMs } = this.settings;
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
      url: `${url}/${body.path}`,
      body: body.body,
      headers: {
        ...{ ...headers, ...body.headers, ...own },
        ...(call.attempt ? { Attempt: String(call.attempt) } : {}),
        "Idempotency-Key": idempotencyKey,
      },
      credentials,
    };
    // The size of a form is known only while it is sent.
    let totalBytes = isBlob(body.body) ? body.body.size : body.bytes;
    // Browsers report the last bytes twice, as progress and as the end.
    let waiting = false;
    const onUpload = (sent = totalBytes, total = totalBytes) => {
      totalBytes = total;
      if (!waiting) progress(sent < total ? "uploading" : "waiting", sent, total);
      waiting ||= sent >= total;
    };
    progress("uploading", 0, totalBytes);
    // Jest's jsdom has no fetch.
    const isCounted = progress.wanted() || typeof fetch !== "function";
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

  /** Counts a settled try: the next one gets a new key. */
  #answered(key: string): void {
    const next = (this.#tries.get(key) ?? 1) + 1;
    this.#tries.delete(key);
    this.#tries.set(key, next);
    const [oldest = key] = this.#tries.keys();
    if (this.#tries.size > MAX_TRIES) this.#tries.delete(oldest);
  }
}

/** Returns the result of a request without an answer. Rejects where the engine can't tell it. */
async function withoutAnswer(error: OcrError, source: Source, signal: AbortSignal): Promise<Ending> {
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
function redirected({ status }: Reply, call: Call): Ending {
  const answer = { status: status || 302, text: "", requestId: null };
  const { outcome, error } = readAnswer(answer, call, { raw: "", attempts: 1 });
  const message =
    "the proxy answered with a redirect, which is no answer to an upload: answer 401 where the person has to sign in, or make" +
    " the endpoint the final address";
  const members = { ...(error as OcrError), message, status: status || null };
  return { outcome, extraction: null, error: new OcrError(members) };
}

/** Finds out more exactly why there was no answer. */
async function reasonOf({ code }: OcrError, source: Source): Promise<ErrorCode> {
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

/** Milliseconds of `Retry-After`, which is in seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(value: string | null): number | null {
  if (!value) return null;
  const text = value.trim();
  // A day's name comes first in each form (RFC 9110, 5.6.7). Engines make dates of much else: `1.5`, `-1`, `2, 3`.
  const isDate = /^[A-Z][a-z]{2,8},? .*\d\d:\d\d:\d\d/.test(text);
  const ms = /^\d+$/.test(text)
    ? Number(text) * 1000
    : isDate
      ? Date.parse(/GMT$/.test(text) ? text : `${text} GMT`) - Date.now()
      : Number.NaN;
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", wake);
      if (signal.aborted) reject(endedCall("aborted", true, { cause: signal.reason }));
      else resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener("abort", wake);
  });
}
