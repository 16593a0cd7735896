// What a client is told, with what was left out.

import { demand, isOneOf } from "../common/arguments.js";
import type { ClientSettings, OcrEvent, Vendor } from "../common/types.js";

export interface Settings {
  /** Of the proxy, without a slash at its end. */
  url: string;
  vendor: Vendor;
  timeoutMs: number;
  upload: "base64" | "multipart";
  credentials: "omit" | "same-origin" | "include";
  headers: Record<string, string>;
  retries: number;
  onEvent: ((event: OcrEvent) => void) | undefined;
}

/** The settings of an OcrClient, with what was left out. */
export function readSettings(settings: Partial<ClientSettings> | undefined): Settings {
  const { endpoint, vendor, timeoutMs = 120_000, upload = "base64" } = settings ?? {};
  const { credentials = "same-origin", headers = {}, retries = 2, onEvent } = settings ?? {};
  const url = String(endpoint ?? "").replace(/\/+$/, "");
  demand(url !== "" && !/[?#\s]/.test(url), "endpoint must be the address of your proxy, without query");
  demand(isOneOf(["verihubs", "glair"] as const, vendor), "vendor must be verihubs or glair");
  demand(
    typeof timeoutMs === "number" && timeoutMs > 0 && timeoutMs < 2 ** 31,
    "timeoutMs must be a positive number of milliseconds",
  );
  demand(isOneOf(["base64", "multipart"], upload), 'upload must be "base64" or "multipart"');
  demand(
    isOneOf(["omit", "same-origin", "include"], credentials),
    'credentials must be "omit", "same-origin" or "include"',
  );
  demand(Number.isInteger(retries) && retries >= 0, "retries must be a whole number, 0 or more");
  demand(onEvent === undefined || typeof onEvent === "function", "onEvent must be a function");
  return { url, vendor, timeoutMs, upload, credentials, headers: readHeaders(headers), retries, onEvent };
}

/** Headers of a client or a call, without those that only the package sets. */
export function readHeaders(headers: Headers | Record<string, string>): Record<string, string> {
  // Another iterable, such as a Map, has no entries of its own: they would be lost without a word.
  const isPlain = typeof headers === "object" && headers !== null && !(Symbol.iterator in headers);
  demand(isPlain || isHeaders(headers), "headers must be Headers or an object of strings");
  const entries = isHeaders(headers) ? [...headers] : Object.entries(headers);
  const reserved = ["attempt", "content-type", "idempotency-key"];
  // One case for all: a call's own header comes in place of the client's.
  const lower = entries.map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(lower.filter(([name]) => !reserved.includes(name)));
}

/** Of another realm too. */
function isHeaders(headers: unknown): headers is Headers {
  return Object.prototype.toString.call(headers) === "[object Headers]";
}
