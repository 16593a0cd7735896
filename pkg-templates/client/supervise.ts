// The frame of every call: it ends with the result, or as soon as the caller leaves, and its end is told.

import { demandSignal } from "../common/abort.js";
import { demandListener } from "../common/arguments.js";
import { endedCall, type OcrError } from "../common/errors.js";
import { now, tell } from "../common/listeners.js";
import type { ErrorCode, Extraction, ExtractOptions, Progress } from "../common/types.js";
import type { Member } from "./flight.js";
import type { Settings } from "./settings.js";

/** Runs the work. `left` is aborted when the caller no longer waits; `onSend` has to be called before anything is sent. */
export async function supervise(
  { onEvent }: Settings,
  signal: AbortSignal | undefined,
  work: (left: AbortSignal, onSend: () => void) => Promise<Extraction>,
): Promise<Extraction> {
  const began = now();
  const done = (code: ErrorCode | null, { attempts, sandbox, warnings = [] }: Partial<Extraction> = {}) => {
    tell(onEvent, {
      phase: "done",
      ms: now() - began,
      code,
      attempts: attempts ?? null,
      sandbox: sandbox ?? null,
      warnings: warnings.map((warning) => warning.code),
    });
  };
  const left = new AbortController();
  let maySend = false;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(endedCall("aborted", maySend, { cause: signal?.reason }));
      // At once: the promise alone would leave the work time to send.
      left.abort();
    };
  });
  const onSend = () => {
    maySend = true;
  };
  signal?.addEventListener("abort", abort);
  try {
    if (signal?.aborted) abort();
    const extraction = await Promise.race([aborted, signal?.aborted ? aborted : work(left.signal, onSend)]);
    done(null, extraction);
    return extraction;
  } catch (error) {
    done((error as OcrError).code);
    throw error;
  } finally {
    signal?.removeEventListener("abort", abort);
    left.abort();
  }
}

/** Checks the options that every call has. */
export function demandCallOptions({ signal, onProgress }: Partial<ExtractOptions>): void {
  demandListener(onProgress, "onProgress");
  demandSignal(signal);
}

/** Tells a caller's `onProgress` of each step. */
export function memberOf(onProgress: ExtractOptions["onProgress"], totalBytes: number): Member {
  const progress: Member = (phase: Progress["phase"], sentBytes = 0, total = totalBytes) =>
    tell(onProgress, { phase, sentBytes, totalBytes: total });
  progress.wanted = typeof onProgress === "function";
  return progress;
}
