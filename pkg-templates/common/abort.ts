// Ends calls early.

import { demand } from "./arguments.js";
import { endedCall, type OcrError } from "./errors.js";

export function demandSignal(signal: AbortSignal | null | undefined): void {
  demand(!signal || typeof signal.addEventListener === "function", "signal must be an AbortSignal");
}

/** Returns the result of the work, or rejects as soon as the signal is aborted. The work itself is not stopped. */
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

/** Returns the error of a call that was aborted before anything was sent. */
export function abortedBy(signal: AbortSignal): OcrError {
  return endedCall("aborted", false, { cause: signal.reason });
}
