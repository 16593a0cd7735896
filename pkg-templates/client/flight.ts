// A request that several equal calls share.

import type { Progress } from "../common/types.js";

type Step = [phase: Progress["phase"], sentBytes?: number, totalBytes?: number];

/** A caller that waits for the request, called with its progress. */
export interface Member {
  (...step: Step): void;
  /** Tells whether anybody listens. Counting bytes costs a preflight across origins. */
  wanted: boolean;
}

/** Passes the progress of the request to all members. */
export interface Members {
  (...step: Step): void;
  /** Tells whether any of them listens. */
  wanted(): boolean;
}

export class Flight<T> {
  #members = new Set<Member>();
  #controller = new AbortController();
  #result: Promise<T>;
  /** The newest step, for members that join later. */
  #newest: Step | undefined;

  constructor(start: (signal: AbortSignal, progress: Members) => Promise<T>) {
    const progress = (...step: Step) => {
      this.#newest = step;
      for (const member of this.#members) member(...step);
    };
    progress.wanted = () => [...this.#members].some((member) => member.wanted);
    // Starts one microtask later, so that the first member's `wanted` is known.
    this.#result = Promise.resolve().then(() => start(this.#controller.signal, progress));
  }

  /** Adds a member, until `left` is aborted. When the last one leaves, the request is aborted. */
  join(left: AbortSignal, progress: Member): Promise<T> {
    this.#members.add(progress);
    if (this.#newest) progress(...this.#newest);
    const leave = () => {
      this.#members.delete(progress);
      if (this.#members.size === 0) this.#controller.abort();
    };
    if (left.aborted) leave();
    else left.addEventListener("abort", leave, { once: true });
    return this.#result;
  }

  /** Calls back once the request has a result or all members have left: no one may join after that. */
  onEnd(callback: () => void): void {
    this.#controller.signal.addEventListener("abort", callback, { once: true });
    this.#result.then(callback, callback);
  }
}
