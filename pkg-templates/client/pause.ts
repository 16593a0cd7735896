// How long to wait before a request is repeated.

import { endedCall } from "../common/errors.js";

const FIRST_WAIT_MS = 500;

/** Returns what `Retry-After` asked for, or else twice as long as before, with some chance in it. */
export function waitBefore(repeat: number, retryAfterMs: number | null): number {
  return retryAfterMs ?? FIRST_WAIT_MS * 2 ** (repeat - 1) * (0.5 + Math.random() / 2);
}

/** Milliseconds of `Retry-After`, which is in seconds or a date (RFC 9110, 10.2.3). */
export function retryAfter(value: string | null): number | null {
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

/** Waits so long, or until the device is online again where it was not. Rejects when the call is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const wake = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", wake);
      globalThis.removeEventListener?.("online", wake);
      if (signal.aborted) reject(endedCall("aborted", true, { cause: signal.reason }));
      else resolve();
    };
    const timer = setTimeout(wake, ms);
    signal.addEventListener("abort", wake);
    globalThis.addEventListener?.("online", wake);
    if (signal.aborted) wake();
  });
}
