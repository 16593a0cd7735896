// Which call without an answer a session takes up by itself. Where several sessions of a page would take up the same one,
// none does: nobody may get another person's record.

import { findWanted, releaseAll, type Unsettled, type Wanted } from "../client/unsettled.js";
import { wantedOf } from "../client/wanted.js";
import type { SessionSettings } from "./settings.js";

/** Those that somebody watches. */
const watched = new Set<Resumption>();

export class Resumption {
  #settings: () => SessionSettings;

  constructor(settings: () => SessionSettings) {
    this.#settings = settings;
  }

  /** Somebody watches the session, or nobody does any more. */
  watch(isWatched: boolean): void {
    if (isWatched) watched.add(this);
    else watched.delete(this);
  }

  /** The name that a call is sent under; `null` where nobody takes it up. */
  get name(): string | null {
    return this.#wanted()?.name ?? null;
  }

  /** Returns the call without an answer. */
  find(): Unsettled | undefined {
    const wanted = this.#wanted();
    return wanted ? findWanted(wanted) : undefined;
  }

  /** Nobody takes up the calls made so far. */
  release(): void {
    const wanted = this.#wanted();
    if (wanted) releaseAll(wanted);
  }

  /** What tells one session's calls from another's; empty where it takes up none. */
  get key(): string {
    const { endpoint, vendor, resume = true } = this.#settings();
    return resume && endpoint ? JSON.stringify(wantedOf(endpoint, vendor, this.#settings())) : "";
  }

  #wanted(): Wanted | null {
    const { key } = this;
    const isShared = [...watched].some((other) => other !== this && other.key === key);
    return key && !isShared ? (JSON.parse(key) as Wanted) : null;
  }
}
