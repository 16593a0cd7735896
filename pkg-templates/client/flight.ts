// One request that several equal calls wait for.

import type { Progress } from "../common/types.js";

type Event = [phase: Progress["phase"], sentBytes?: number, totalBytes?: number];

/** What a caller hears of its request. */
export interface Member {
  (...event: Event): void;
  /** Is anybody listening? Counting bytes costs a preflight across origins. */
  wanted: boolean;
}

/** What the request tells all of them. */
export interface Members {
  (...event: Event): void;
  /** Does any of them want to hear it? */
  wanted(): boolean;
}

export class Flight<T> {
  #members = new Set<Member>();
  #controller = new AbortController();
  #result: Promise<T>;
  /** The newest event, for those who join later. */
  #newest: Event | undefined;

  constructor(start: (signal: AbortSignal, progress: Members) => Promise<T>) {
    const progress = (...event: Event) => {
      this.#newest = event;
      for (const member of this.#members) member(...event);
    };
    progress.wanted = () => [...this.#members].some((member) => member.wanted);
    // Members join before it starts, so that the first of them is counted.
    this.#result = Promise.resolve().then(() => start(this.#controller.signal, progress));
  }

  /** `left` is aborted when the member no longer waits. The last one to leave ends the request. */
  join(left: AbortSignal, progress: Member): Promise<T> {
    this.#members.add(progress);
    if (this.#newest) progress(...this.#newest);
    const leave = () => {
      this.#members.delete(progress);
      if (this.#members.size === 0) this.#controller.abort();
    };
    left.addEventListener("abort", leave, { once: true });
    return this.#result;
  }

  /** Calls back when no one should join any more: there is an outcome, or everybody left. */
  onEnd(callback: () => void): void {
    this.#controller.signal.addEventListener("abort", callback, { once: true });
    this.#result.then(callback, callback);
  }
}
