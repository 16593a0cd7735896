// Which call without an answer a session asks for. After its own `send` it is the very call that it made. By itself it takes up
// the call of an earlier page only where it was given a name for it, that page was loaded anew, and no other session of the page
// can mean the same: nobody may get another person's record.

import { allWanted, findWanted, OWN, releaseAll, type Unsettled, type Wanted } from "../client/unsettled.js";
import { wantedOf } from "../client/wanted.js";
import type { SessionSettings } from "./settings.js";

/** Since when this page runs: calls that were made later are of its own sessions, or of another frame's. */
const BEGAN_AT = Date.now();

/** Those that somebody watches. */
const watched = new Set<Resumption>();

export class Resumption {
  #settings: () => SessionSettings;
  /** The name of the call that the session made or took up. */
  #call: string | null = null;

  constructor(settings: () => SessionSettings) {
    this.#settings = settings;
  }

  /** Somebody watches the session, or nobody does any more. */
  watch(isWatched: boolean): void {
    if (isWatched) watched.add(this);
    else watched.delete(this);
  }

  /** Returns the name under which the next call is sent, which no other has; `null` where nobody takes it up. */
  begin(): string | null {
    const { key } = this;
    // Which of them a later page should give it to, nobody knows.
    const name = this.#isShared() ? "" : this.#settings().resumeAs;
    this.#call = key ? [name ?? "", pageKey(), Math.random().toString(36).slice(2)].join(OWN) : null;
    return this.#call;
  }

  /** The name of the call that is asked for. */
  get call(): string | null {
    return this.#call;
  }

  /** Returns the session's own call, while it has no answer. */
  find(): Unsettled | undefined {
    const wanted = this.#wanted(this.#call);
    return wanted && findWanted(wanted);
  }

  /** Makes the call that an earlier page has left the session's own. Tells whether there is one. */
  takeUp(): boolean {
    const left = this.findLeft();
    if (left) this.#call = left.name;
    return left !== undefined;
  }

  /** Returns the call that an earlier page has left for this session. */
  findLeft(): Unsettled | undefined {
    return isLoadedAnew() ? this.#left()[0] : undefined;
  }

  /** Nobody takes up the calls made so far. */
  release(): void {
    for (const name of [this.#call, ...this.#left().map((call) => call.name)]) {
      const wanted = this.#wanted(name);
      if (wanted) releaseAll(wanted);
    }
    this.#call = null;
  }

  /** What tells one session's calls from another's; empty where it takes up none. */
  get key(): string {
    const { endpoint, vendor, resume = true } = this.#settings();
    return resume && endpoint ? JSON.stringify(wantedOf(endpoint, vendor, this.#settings())) : "";
  }

  #left(): Unsettled[] {
    const { resumeAs } = this.#settings();
    const wanted = resumeAs ? this.#wanted(resumeAs + OWN + pageKey()) : undefined;
    if (!wanted || this.#isShared()) return [];
    const others = [...watched].filter((other) => other !== this).map((other) => other.#call);
    return allWanted(wanted).filter(({ name, sentAt }) => sentAt < BEGAN_AT && !others.includes(name));
  }

  #wanted(name: string | null): Wanted | undefined {
    const { key } = this;
    return key && name ? { ...(JSON.parse(key) as Wanted), name } : undefined;
  }

  #isShared(): boolean {
    const { key } = this;
    return [...watched].some((other) => other !== this && other.key === key);
  }
}

/** Tells one page from another, whose address may be another customer's. A hash (FNV-1a): it may name the person. */
function pageKey(): string {
  const { pathname = "", search = "" } = globalThis.location ?? {};
  let hash = 0x811c9dc5;
  for (const char of pathname + search) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** Tells whether the tab shows again what it has shown before. */
function isLoadedAnew(): boolean {
  const page = globalThis.document as (Document & { wasDiscarded?: boolean }) | undefined;
  const [navigation] = globalThis.performance?.getEntriesByType?.("navigation") ?? [];
  const { type } = (navigation ?? {}) as Partial<PerformanceNavigationTiming>;
  return page?.wasDiscarded === true || type === "reload" || type === "back_forward";
}
