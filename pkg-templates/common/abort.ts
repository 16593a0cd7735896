// Leaving a call before its end.

import { demand } from "./arguments.js";
import { endedCall, type OcrError } from "./errors.js";

export function demandSignal(signal: AbortSignal | null | undefined): void {
  demand(!signal || typeof signal.addEventListener === "function", "signal must be an AbortSignal");
}

/** What comes of the work, which goes on to its next stage when nobody waits any more. */
export function untilAborted<T>(start: () => Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  if (!signal) return start();
  return new Promise((resolve, reject) => {
    const leave = () => reject(abortedBy(signal));
    if (signal.aborted) {
      leave();
      return;
    }
    signal.addEventListener("abort", leave);
    start()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", leave));
  });
}

/** Of a call that has sent nothing. */
export function abortedBy(signal: AbortSignal): OcrError {
  return endedCall("aborted", false, { cause: signal.reason });
}
