// Calls without a final answer, kept in the tab's `sessionStorage`: their answers can be asked for later, also by a page that
// was loaded anew. Of the file, the person and the ticket nothing is kept. A tab's copy has them too, which costs nothing:
// asking sends no file, and all who ask are given the same answer.

import { isNode } from "../common/builtin.js";
import type { DocumentKind, Prepared, Vendor } from "../common/types.js";

/** A call without a final answer. */
export interface Unsettled extends CallId {
  /** Its part of the proxy's address: `glair/stnk?table=true`. */
  path: string;
  vendor: Vendor;
  document: DocumentKind;
  validateQuality: boolean;
  table: boolean;
  page: number | null;
  /** Number of the try, by which its key ends. */
  number: number;
  /** Whose call it is, on a page with several; `null`: nobody's any more, but the same file is sent under its key. */
  name: string | null;
  /** Milliseconds since 1970. */
  sentAt: number;
  /** What was made of the picked file. */
  prepared: Pick<Prepared, "changes" | "transform" | "decoder"> | null;
}

/** Names a call. */
export interface CallId {
  /** Absolute address of the proxy. */
  endpoint: string;
  /** SHA-256 over route, options and the file's bytes. */
  content: string;
}

/** What is looked for. */
export type Wanted = Pick<Unsettled, "endpoint" | "vendor" | "document" | "table" | "page"> & {
  name: string;
};

/** Between the name that was given and what a session adds, so that it finds the very call that it made. */
export const OWN = "\n";

/** What a client asks of the calls that are kept; in a worker the page answers. */
export interface Ledger {
  /** Returns the call of this content. */
  find(id: CallId): Unsettled | undefined;
  /** Keeps a call, before it is sent. */
  keep(call: Unsettled): void;
  /** Forgets a call that has its final answer, or was not sent. */
  drop(id: CallId): void;
  /** Nobody asks for the call's answer any more. */
  release(id: CallId): void;
}

/**
 * A vendor has five minutes in the reference proxy, whose answers live for ten more: after that nobody has the answer, and
 * asking would tell no more than that.
 */
export const KEPT_FOR_MS: number = 15 * 60_000;

const PREFIX = "periksa.call ";
/** What the storage does not take: it is disabled, full, or of a sandboxed frame. Then it lasts as long as the page. */
const memory = new Map<string, string>();

/** The calls that this tab keeps. On a server there are none: its callers are many. */
export const ledger: Ledger = {
  find({ endpoint, content }) {
    return kept().find((call) => call.endpoint === endpoint && call.content === content);
  },
  keep(call) {
    if (!isServer()) write(nameOf(call), JSON.stringify(call));
  },
  drop(id) {
    remove(nameOf(id));
  },
  release(id) {
    const call = ledger.find(id);
    if (call) ledger.keep({ ...call, name: null });
  },
};

/** Returns the newest call of this name and route. */
export function findWanted(wanted: Wanted): Unsettled | undefined {
  return allWanted(wanted)[0];
}

/** Returns the calls of this name and route, the newest first. */
export function allWanted({ endpoint, vendor, document, table, page, name }: Wanted): Unsettled[] {
  return kept().filter(
    (call) =>
      call.endpoint === endpoint &&
      call.vendor === vendor &&
      call.document === document &&
      call.table === table &&
      call.page === page &&
      (call.name === name || call.name?.startsWith(name + OWN)),
  );
}

/** Nobody asks for the answers of these calls any more. */
export function releaseAll(wanted: Wanted): void {
  for (const call of allWanted(wanted)) ledger.release(call);
}

/** Forgets all calls, whoever made them. */
export function forgetAll(): void {
  for (const [name] of entries()) remove(name);
}

/** Returns all calls that are kept, the newest first, and forgets those that are too old. */
export function kept(): Unsettled[] {
  const calls = entries().flatMap(([name, text]) => {
    const call = read(text);
    const isKept = call && name === nameOf(call) && Math.abs(Date.now() - call.sentAt) < KEPT_FOR_MS;
    if (!isKept) remove(name);
    return isKept ? [call] : [];
  });
  return calls.sort((one, other) => other.sentAt - one.sentAt);
}

function nameOf({ endpoint, content }: CallId): string {
  return `${PREFIX}${endpoint} ${content}`;
}

/** Reads what any script of the page may have written; `null` for what is no call. */
function read(text: string): Unsettled | null {
  try {
    const call = JSON.parse(text) as Partial<Unsettled> | null;
    const { content, path, number, name, sentAt, page } = call ?? {};
    const isCall =
      /^[0-9a-f]{64}$/.test(String(content)) &&
      String(path).startsWith(`${call?.vendor}/${call?.document}`) &&
      Number.isSafeInteger(number) &&
      Number.isFinite(sentAt) &&
      (page === null || Number.isInteger(page)) &&
      (name === null || typeof name === "string");
    return isCall ? (call as Unsettled) : null;
  } catch {
    return null;
  }
}

function entries(): [name: string, text: string][] {
  return [...memory, ...stored()];
}

/** Returns what the storage has of ours; the access alone throws where it is forbidden. */
function stored(): [name: string, text: string][] {
  try {
    const names = isServer() ? [] : Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX));
    return names.map((name) => [name, sessionStorage.getItem(name) ?? ""]);
  } catch {
    return [];
  }
}

function write(name: string, text: string): void {
  memory.delete(name);
  try {
    sessionStorage.setItem(name, text);
  } catch {
    memory.set(name, text);
  }
}

function remove(name: string): void {
  memory.delete(name);
  try {
    if (!isServer()) sessionStorage.removeItem(name);
  } catch {
    // It has nothing of ours then.
  }
}

function isServer(): boolean {
  // Node has a `sessionStorage` too, by the process.
  return isNode() && typeof document === "undefined";
}
