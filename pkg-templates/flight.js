// One request that several equal calls wait for.

export class Flight {
  #members = new Set();
  #controller = new AbortController();
  #result;
  /** The newest event, for those who join later. */
  #newest;

  /** @param {(signal: AbortSignal, progress: Function) => Promise<unknown>} start */
  constructor(start) {
    const progress = (...event) => {
      this.#newest = event;
      for (const member of this.#members) member(...event);
    };
    // Counting bytes costs a preflight across origins: only where somebody wants them.
    progress.wanted = () => [...this.#members].some((member) => member.wanted);
    // Members join before it starts, so that the first of them is counted.
    this.#result = Promise.resolve().then(() => start(this.#controller.signal, progress));
  }

  /** `left` is aborted when the member no longer waits. The last one to leave ends the request. */
  join(left, progress) {
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
  onEnd(callback) {
    this.#controller.signal.addEventListener("abort", callback, { once: true });
    this.#result.then(callback, callback);
  }
}
