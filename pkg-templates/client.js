// The client: one file's way from check to record, and the promise that a paid call is never repeated by accident.

import { demandSignal } from "./abort.js";
import { isBlob, read, toExtraction } from "./api.js";
import { demand, readHeaders, readSettings } from "./demands.js";
import { ask, errorOf, init, run } from "./engine.js";
import { errorWithoutEngine, rejection } from "./errors.js";
import { fit } from "./fit.js";
import { Flight } from "./flight.js";
import { now, tell } from "./listeners.js";
import { toOriginal } from "./prepare.js";

/** A longer wait asked for by `Retry-After` is left to the person. */
const LONGEST_WAIT_MS = 10_000;
const FIRST_WAIT_MS = 500;
/** Among the options of `extract`: called before anything is sent, and waited for. */
export const BEFORE_SENDING = Symbol("before sending");
/** How many files' tries are remembered. */
const MOST_TRIES = 64;

export class OcrClient {
  #settings;
  /** Requests under way, by the key of their content. */
  #flights = new Map();
  /** Which try by the person is the next one, by the key of the content. */
  #tries = new Map();

  constructor(settings) {
    this.#settings = readSettings(settings);
  }

  async extract(source, options) {
    const { signal, onProgress } = options ?? {};
    demand(onProgress == null || typeof onProgress === "function", "onProgress must be a function");
    demandSignal(signal);
    const { prepare = "auto" } = options ?? {};
    demand(prepare === "auto" || prepare === false, 'prepare must be "auto" or false');
    const began = now();
    const done = (code, { attempts = null, sandbox = null, warnings = [] } = {}) => {
      const codes = warnings.map((warning) => warning.code);
      tell(this.#settings.onEvent, {
        stage: "done",
        ms: now() - began,
        code,
        attempts,
        sandbox,
        warnings: codes,
      });
    };
    const left = new AbortController();
    let billed = "no";
    const onSend = () => {
      billed = "unknown";
    };
    let abort;
    const aborted = new Promise((_, reject) => {
      abort = () => reject(errorWithoutEngine("aborted", { billed, cause: signal.reason }));
    });
    signal?.addEventListener("abort", abort);
    try {
      if (signal?.aborted) abort();
      const work = signal?.aborted ? aborted : this.#extract(source, options ?? {}, left.signal, onSend);
      const extraction = await Promise.race([aborted, work]);
      done(null, extraction);
      return extraction;
    } catch (error) {
      done(error.code);
      throw error;
    } finally {
      signal?.removeEventListener("abort", abort);
      left.abort();
    }
  }

  /** `left` is aborted when nobody waits for the outcome any more; `onSend` is called before anything is sent. */
  async #extract(source, options, left, onSend) {
    const { vendor, upload } = this.#settings;
    const { document, validateQuality, table, page, today } = options;
    const headers = readHeaders(options.headers ?? {});
    const call = { document, vendor, validateQuality, table, page, upload, today, attempt: options.attempt };
    const totalBytes = isBlob(source) ? source.size : 0;
    const progress = (phase, sentBytes = 0, total = totalBytes) =>
      tell(options.onProgress, { phase, sentBytes, totalBytes: total });
    progress.wanted = typeof options.onProgress === "function";
    await init();
    const { file, prepared } = isBlob(source)
      ? await this.#fit(source, call, options, left, progress)
      : { file: source, prepared: null };
    if (left.aborted) return undefined;
    progress("encoding", 0, isBlob(file) ? file.size : 0);
    const body = await this.#encode(file, call);
    if (left.aborted) return undefined;
    await options[BEFORE_SENDING]?.();
    if (left.aborted) return undefined;
    onSend();
    return this.#join({ source: file, call, headers, body, prepared }, left, progress);
  }

  async #fit(source, call, options, left, progress) {
    const onEvent = (event) => tell(this.#settings.onEvent, event);
    const made = await fit(source, { ...options, ...call }, { signal: left, progress, onEvent });
    if (made.report && !made.report.ok) throw rejection(made.report);
    return made;
  }

  async #encode(source, call) {
    const began = now();
    const body = await run((engine, wake) =>
      isBlob(source)
        ? engine.encode_call(source, call, wake)
        : engine.encode_url_call(urlOf(source), call, wake),
    );
    tell(this.#settings.onEvent, { stage: "encode", ms: now() - began, bytes: body.bytes });
    return body;
  }

  /** Equal calls in flight share one request, which ends when the last of them leaves. */
  #join(work, left, progress) {
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
  async #send(work, signal, progress) {
    const { key } = work.body;
    const idempotencyKey = `${key}-${this.#tries.get(key) ?? 1}`;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const extraction = await this.#attempt(work, idempotencyKey, attempt, signal, progress);
        this.#answered(key);
        return extraction;
      } catch (error) {
        // An engine that broke may have sent it before.
        if (error.code === "engine_unavailable") error.billed = "unknown";
        const wait = error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
        if (!error.mayRepeat || attempt > this.#settings.retries || wait > LONGEST_WAIT_MS) {
          // Without a last word the outcome is unknown: the next try keeps the key, and the proxy its answer.
          if (error.isSettled) this.#answered(key);
          throw error;
        }
        await sleep(wait, signal);
      }
    }
  }

  /** One request, and its answer read. */
  async #attempt({ source, call, headers, body, prepared }, idempotencyKey, attempt, signal, progress) {
    const began = now();
    const sent = (status, code) =>
      tell(this.#settings.onEvent, { stage: "send", ms: now() - began, attempt, status, code });
    let reply;
    try {
      const own = { ...headers, ...(call.attempt ? { Attempt: String(call.attempt) } : {}) };
      reply = await this.#transmit(body, { ...own, "Idempotency-Key": idempotencyKey }, signal, progress);
    } catch (error) {
      const told = await this.#explain(error, source, signal);
      sent(null, told.code);
      throw told;
    }
    progress("reading", reply.sentBytes, reply.sentBytes);
    try {
      const data = ask((engine) => read(engine, reply.text, call, reply));
      sent(reply.status, null);
      return inOriginal(
        toExtraction(data, reply.text, { attempts: attempt, sandbox: reply.sandbox }),
        prepared,
      );
    } catch (error) {
      error.retryAfterMs = retryAfterMs(reply.retryAfter);
      // What the proxy keeps under this key, it would only give again.
      // Where the engine broke over it, the next try may read it.
      error.isSettled ||= reply.kept && !error.mayRepeat && error.code !== "engine_unavailable";
      if (error.partial) {
        const partial = toExtraction(error.partial, reply.text, {
          attempts: attempt,
          sandbox: reply.sandbox,
        });
        error.partial = inOriginal(partial, prepared);
      }
      sent(reply.status, error.code);
      throw error;
    }
  }

  async #transmit(body, own, signal, progress) {
    const { url, headers, credentials, timeoutMs } = this.#settings;
    const controller = new AbortController();
    const stop = () => controller.abort();
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, timeoutMs);
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
    const request = {
      url: `${url}/${body.path}`,
      body: body.body,
      headers: { ...headers, ...body.headers, ...own },
      credentials,
      counted: progress.wanted(),
    };
    // What a form has besides the file is known once it is sent.
    let totalBytes = body.body.size ?? body.bytes;
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

  /** Says more exactly why there was no answer. */
  async #explain(error, source, signal) {
    if (signal.aborted) return errorWithoutEngine("aborted", { cause: error });
    if (error.code !== "network") return error;
    if (isBlob(source) && !(await isReadable(source)))
      return errorOf("file_unreadable", { billed: "unknown" }, error);
    if (globalThis.navigator?.onLine === false) return errorOf("offline", {}, error);
    return error;
  }

  /** After a final answer the next try is a new one. */
  #answered(key) {
    const next = (this.#tries.get(key) ?? 1) + 1;
    this.#tries.delete(key);
    this.#tries.set(key, next);
    if (this.#tries.size > MOST_TRIES) this.#tries.delete(this.#tries.keys().next().value);
  }
}

function urlOf(source) {
  const url = source?.url;
  demand(
    typeof url === "string" || url instanceof URL,
    "pass a File, a Blob, or { url } with an https address",
  );
  return String(url);
}

/** The extraction with its polygons in the pixels of the file that was picked. */
function inOriginal(extraction, prepared) {
  if (!prepared) return extraction;
  const { changes, transform, decoder } = prepared;
  const record = toOriginal(extraction.record, transform);
  return { ...extraction, record, prepared: { changes, transform, decoder } };
}

async function isReadable(blob) {
  try {
    await blob.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** `Retry-After` in seconds or as a date (RFC 9110, 10.2.3). */
function retryAfterMs(value) {
  if (!value) return null;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

function sleep(ms, signal) {
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
