// Calls the listeners of callers.

/** Calls a listener. What it throws is reported as an uncaught error and changes nothing here. */
export function tell<Args extends unknown[]>(
  listener: ((...args: Args) => void) | null | undefined,
  ...args: Args
): void {
  try {
    listener?.(...args);
  } catch (error) {
    if (typeof reportError === "function") reportError(error);
    else console.error(error);
  }
}

/** Returns milliseconds of a clock that never goes back. */
export function now(): number {
  return Math.round(performance.now());
}
