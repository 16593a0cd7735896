// What callers want to hear of a call while it runs.

/** Calls a listener of the caller's; what it throws is reported as its own error and changes nothing here. */
export function tell<Event extends unknown[]>(
  listener: ((...event: Event) => void) | null | undefined,
  ...event: Event
): void {
  try {
    listener?.(...event);
  } catch (error) {
    if (typeof reportError === "function") reportError(error);
    else console.error(error);
  }
}

/** Milliseconds of a clock that only goes forward. */
export function now(): number {
  return Math.round(performance.now());
}
