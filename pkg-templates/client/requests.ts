// The requests of a client, and the promise that a paid call is never repeated by accident.

import { isBlob } from "../common/blob.js";
import { errorWithoutEngine, type OcrError, type OpenError } from "../common/errors.js";
import { now, tell } from "../common/listeners.js";
import type { ErrorCode, Extraction, Prepared } from "../common/types.js";
import type { Call, EncodedCall, Reply, Request } from "../engine/glue.js";
import { ask, errorOf, run } from "../engine/instance.js";
import { inOriginal, read, toExtraction } from "./answer.js";
import { Flight, type Member, type Members } from "./flight.js";
import type { Settings } from "./settings.js";

/** A longer wait asked for by `Retry-After` is left to the person. */
const LONGEST_WAIT_MS = 10_000;
const FIRST_WAIT_MS = 500;
/** How many files' tries are remembered. */
const MOST_TRIES = 64;

/** A file, or where the vendor fetches it from. */
export type Source = Blob | { url: string | URL };

/** What is to be sent. */
export interface Work {
  source: Source;
  call: Call;
  /** Of this call, besides the client's. */
  headers: Record<string, string>;
  body: EncodedCall;
  prepared: Prepared | null;
}

export class Requests {
  readonly settings: Settings;
  /** Requests under way, by the key of their content. */
  #flights = new Map<string, Flight<Extraction>>();
  /** Which try by the person is the next one, by the key of the content. */
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

  /** Sends until there is an outcome. Repeats only what can't have been charged, and under the same key. */
  async #send(work: Work, signal: AbortSignal, progress: Members): Promise<Extraction> {
    const { key } = work.body;
    const idempotencyKey = `${key}-${this.#tries.get(key) ?? 1}`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const extraction = await this.#attempt(work, idempotencyKey, attempt, signal, progress);
        this.#answered(key);
        return extraction;
      } catch (thrown) {
        const error = thrown as OpenError;
        // An engine that broke may have sent it before.
        if (error.code === "engine_unavailable") error.billed = "unknown";
        const wait = error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
        if (!error.mayRepeat || attempt > this.settings.retries || wait > LONGEST_WAIT_MS) {
          // Without a last word the outcome is unknown: the next try keeps the key, and the proxy its answer.
          if (error.isSettled) this.#answered(key);
          throw error;
        }
        await sleep(wait, signal);
      }
    }
  }

  /** One request, and its answer read. */
  async #attempt(
    { source, call, headers, body, prepared }: Work,
    idempotencyKey: string,
    attempt: number,
    signal: AbortSignal,
    progress: Members,
  ): Promise<Extraction> {
    const began = now();
    const sent = (status: number | null, code: ErrorCode | null) =>
      tell(this.settings.onEvent, { stage: "send", ms: now() - began, attempt, status, code });
    let reply: Reply & { sentBytes: number };
    try {
      const own = { ...headers, ...(call.attempt ? { Attempt: String(call.attempt) } : {}) };
      reply = await this.#transmit(body, { ...own, "Idempotency-Key": idempotencyKey }, signal, progress);
    } catch (error) {
      const told = await explained(error as OcrError, source, signal);
      sent(null, told.code);
      throw told;
    }
    const { status, text, sandbox } = reply;
    progress("reading", reply.sentBytes, reply.sentBytes);
    try {
      const data = ask((engine) => read(engine, text, call, reply));
      sent(status, null);
      return inOriginal(toExtraction(data, text, { attempts: attempt, sandbox }), prepared);
    } catch (thrown) {
      const error = thrown as OpenError;
      error.retryAfterMs = retryAfterMs(reply.retryAfter);
      // What the proxy keeps under this key, it would only give again.
      // Where the engine broke over it, the next try may read it.
      error.isSettled ||= reply.kept && !error.mayRepeat && error.code !== "engine_unavailable";
      if (error.partial)
        error.partial = inOriginal(
          toExtraction(error.partial, text, { attempts: attempt, sandbox }),
          prepared,
        );
      sent(status, error.code);
      throw error;
    }
  }

  async #transmit(
    body: EncodedCall,
    own: Record<string, string>,
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
    const request: Request = {
      url: `${url}/${body.path}`,
      body: body.body,
      headers: { ...headers, ...body.headers, ...own },
      credentials,
      counted: progress.wanted(),
    };
    // What a form has besides the file is known once it is sent.
    let totalBytes = isBlob(body.body) ? body.body.size : body.bytes;
    // The last event comes twice, as progress and as the end.
    let waiting = false;
    const onUpload = (sent = totalBytes, total = totalBytes) => {
      totalBytes = total;
      if (!waiting) progress(sent < total ? "uploading" : "waiting", sent, total);
      waiting ||= sent >= total;
    };
    progress("uploading", 0, totalBytes);
    try {
      const reply = await run((engine, wake) => engine.send(request, controller.signal, onUpload, wake));
      return { ...reply, sentBytes: totalBytes };
    } catch (error) {
      // An engine that broke has left its request behind.
      stop();
      throw timedOut ? errorOf("timeout", {}, error) : error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }

  /** After a final answer the next try is a new one. */
  #answered(key: string): void {
    const next = (this.#tries.get(key) ?? 1) + 1;
    this.#tries.delete(key);
    this.#tries.set(key, next);
    const [oldest = key] = this.#tries.keys();
    if (this.#tries.size > MOST_TRIES) this.#tries.delete(oldest);
  }
}

/** Says more exactly why there was no answer. */
async function explained(error: OcrError, source: Source, signal: AbortSignal): Promise<OcrError> {
  if (signal.aborted) return errorWithoutEngine("aborted", { cause: error });
  if (error.code !== "network") return error;
  if (isBlob(source) && !(await isReadable(source)))
    return errorOf("file_unreadable", { billed: "unknown" }, error);
  if (globalThis.navigator?.onLine === false) return errorOf("offline", {}, error);
  return error;
}

async function isReadable(blob: Blob): Promise<boolean> {
  try {
    await blob.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3). */
function retryAfterMs(value: string | null): number | null {
  if (!value) return null;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", wake);
      if (signal.aborted) reject(errorWithoutEngine("aborted", { cause: signal.reason }));
      else resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener("abort", wake);
  });
}
