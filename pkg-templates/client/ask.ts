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

/** So often it is asked in vain: for about two minutes without any contact, a quarter of one where a server fails. */
const MAX_SILENCES = 9;
const MAX_FAILURES = 5;
const MAX_WAIT_MS = 30_000;
/** The proxy has waited itself before it says that a call is still running; what stands before it may not. */
const RUNNING_WAIT_MS = 2_000;

/** How it ended: with the call's own answer; with a proxy that knows no such call, or can't be asked; or nobody knows yet. */
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
  let failures = 0;
  for (let attempt = 1; ; attempt += 1) {
    const came = await attemptCall(settings, outgoing, attempt, signal, progress);
    // Only the answer of the call itself is kept under its key.
    if (came.isKept || came.extraction) return { ...came, end: "settled" };
    const isRunning = came.status === 504 && !came.outcome.settled;
    failures = isRunning ? 0 : failures + 1;
    if (!mayCome(came)) return came.error.action === "sign_in" ? { ...came, end: "open" } : unknown(came);
    const isOver = failures >= (came.status === null ? MAX_SILENCES : MAX_FAILURES);
    if (isOver || Date.now() - unsettled.sentAt > KEPT_FOR_MS) return { ...came, end: "open" };
    const wait = isRunning ? RUNNING_WAIT_MS : waitBefore(failures + 1, came.error.retryAfterMs);
    await pause(Math.min(wait, MAX_WAIT_MS), signal);
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

/** Tells whether the answer may come yet: there was none, or one of a server that is busy or not there for now. */
function mayCome({ status }: Came): boolean {
  return (
    status === null || status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501)
  );
}

/** The proxy knows no such call (404), or does not answer such questions at all. */
function unknown({ status }: Came): Asked {
  const { outcome, error } = ask((engine) => engine.failure("timeout", true));
  const message = `the proxy has no answer to this call: it answered the GET with ${status}. Sent again, the same file has the same key`;
  return { outcome, extraction: null, error: new OcrError({ ...error, message, status }), end: "unknown" };
}
