// Asks for the answer of a call that was sent before, by its key alone. It costs nothing, so that it is repeated for as long
// as the proxy may have the answer.

import { OcrError } from "../common/errors.js";
import { ask } from "../engine/instance.js";
import type { Ending } from "./answer.js";
import type { Members } from "./flight.js";
import { pause, waitBefore } from "./pause.js";
import type { Settings } from "./settings.js";
import { attemptCall, type Came, type Outgoing } from "./transmit.js";
import { KEPT_FOR_MS, type Unsettled } from "./unsettled.js";

/** So long it is asked without any word of the proxy that the call is running. */
const MAX_SILENCE_MS = 150_000;
/** So many answers of a server that fails are enough, in a quarter of a minute. */
const MAX_FAILURES = 5;
const MAX_WAIT_MS = 30_000;
/** After a question without an answer the connection may be dead: the next ones wait less, and twice as long each time. */
const SHORT_TIMEOUT_MS = 20_000;
/** The proxy has waited itself before it says that a call is still running; what stands before it may not. */
const RUNNING_WAIT_MS = 2_000;

/** How it ended: with the call's own answer; with a proxy that knows no such call; or nobody knows yet. */
export type Asked = Ending & { end: "settled" | "unknown" | "open" };

/** Asks until there is an answer. Rejects when the signal is aborted. */
export async function askFor(
  settings: Settings,
  unsettled: Unsettled,
  { headers, today }: { headers: Record<string, string>; today: string | undefined },
  signal: AbortSignal,
  progress: Members,
): Promise<Asked> {
  const outgoing = question(unsettled, headers, today);
  progress("waiting");
  let heardAt = Date.now();
  let failures = 0;
  let timeouts = 0;
  for (let attempt = 1; ; attempt += 1) {
    const patience = timeouts === 0 ? Number.POSITIVE_INFINITY : SHORT_TIMEOUT_MS * 2 ** (timeouts - 1);
    const left = Math.max(1, heardAt + MAX_SILENCE_MS - Date.now());
    const timeoutMs = Math.min(settings.timeoutMs, patience, left);
    const came = await attemptCall({ ...settings, timeoutMs }, outgoing, attempt, signal, progress);
    if (isItsAnswer(came, outgoing)) return { ...came, end: "settled" };
    const isRunning = came.status === 504 && problemOf(came.text).pending === true;
    if (isRunning) [heardAt, failures, timeouts] = [Date.now(), 0, 0];
    else failures += 1;
    if (!isRunning && !mayCome(came)) return withoutAnswer(came);
    if (came.status === null && came.error?.code === "timeout") timeouts += 1;
    const silentFor = Date.now() - heardAt;
    const isOver = silentFor >= MAX_SILENCE_MS || (came.status !== null && failures >= MAX_FAILURES);
    if (isOver || Date.now() - unsettled.sentAt > KEPT_FOR_MS) return open(came);
    const wait = isRunning ? RUNNING_WAIT_MS : waitBefore(failures + 1, came.error?.retryAfterMs ?? null);
    await pause(Math.min(wait, MAX_WAIT_MS, MAX_SILENCE_MS - silentFor), signal);
    progress("waiting");
  }
}

function question(unsettled: Unsettled, headers: Outgoing["headers"], today: string | undefined): Outgoing {
  const { vendor, document, validateQuality, table, page, path, prepared, content, number } = unsettled;
  return {
    call: {
      ...{ vendor, document, today },
      ...(validateQuality ? { validateQuality } : {}),
      ...(table ? { table } : {}),
      ...(page === null ? {} : { page }),
    },
    path,
    headers: { ...headers, "Idempotency-Key": `${content}-${number}` },
    body: null,
    source: null,
    prepared,
  };
}

/**
 * Tells whether it is the answer of this very call: it names the key, bare or as a string of RFC 8941. A cache may give that of
 * another call, and what stands before the proxy may name any key.
 */
function isItsAnswer({ status, kept, outcome, error }: Came, { headers }: Outgoing): boolean {
  const key = headers["Idempotency-Key"];
  const isNamed = kept === key || kept === `"${key}"`;
  const isRefused = error?.action === "sign_in" || status === 403;
  return isNamed && outcome.settled && !isRefused && !isUnasked(status) && status !== 404;
}

/** Tells whether the answer may come yet: there was none, or one of a server that is busy or not there for now. */
function mayCome({ status, extraction }: Came): boolean {
  if (extraction) return false;
  return (
    status === null || status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501)
  );
}

/** The proxy does not answer such questions. */
function isUnasked(status: number | null): boolean {
  return status === 405 || status === 501;
}

/** What it is where no answer comes: only the proxy itself can say that it knows no such call. */
function withoutAnswer(came: Came): Asked {
  const { status, text, error } = came;
  const { type, billed } = problemOf(text);
  const isForgotten = status === 404 && type === "urn:periksa:not_found" && billed === "unknown";
  const isFailure = Number(status) >= 400 && status !== 404 && !isUnasked(status);
  if (isFailure || error?.action === "sign_in") return open(came);
  return { ...lost(status), end: isForgotten || isUnasked(status) ? "unknown" : "open" };
}

/** The call may have been paid, whatever the question cost. */
function open({ outcome, error, status }: Came): Asked {
  const { message = "", cause } = error ?? {};
  return error
    ? {
        outcome,
        extraction: null,
        error: new OcrError({ ...error, message, billed: "unknown" }, { cause }),
        end: "open",
      }
    : { ...lost(status), end: "open" };
}

function lost(status: number | null): Ending {
  const { outcome, error } = ask((engine) => engine.failure("timeout", true));
  const message = `the proxy has no answer to this call: it answered the GET with ${status}. Sent again, the same file has the same key`;
  return { outcome, extraction: null, error: new OcrError({ ...error, message, status }) };
}

/** The members of the proxy's own error; none where it is another answer. */
function problemOf(text: string): { type?: unknown; billed?: unknown; pending?: unknown } {
  try {
    const problem: unknown = JSON.parse(text);
    const { type } = (problem ?? {}) as { type?: unknown };
    return String(type).startsWith("urn:periksa:") ? (problem as object) : {};
  } catch {
    return {};
  }
}
