// Reads and validates the settings of an `OcrClient`.

import { withoutSlash } from "../common/address.js";
import { demand, isOneOf } from "../common/arguments.js";
import { ACCEPT } from "../common/generated.js";
import type { ClientSettings, OcrEvent, Vendor } from "../common/types.js";

export interface Settings {
  /** Address of the proxy, without a slash at its end. */
  url: string;
  vendor: Vendor;
  timeoutMs: number;
  upload: "base64" | "multipart";
  credentials: "omit" | "same-origin" | "include";
  headers: Record<string, string>;
  retries: number;
  onEvent: ((event: OcrEvent) => void) | undefined;
}

const NAMES: (keyof ClientSettings)[] = [
  "endpoint",
  "vendor",
  "timeoutMs",
  "upload",
  "headers",
  "credentials",
  "retries",
  "onEvent",
];

/** Validates settings and adds the defaults. */
export function readSettings(settings: Partial<ClientSettings> | undefined): Settings {
  for (const name of Object.keys(settings ?? {}))
    demand(isOneOf(NAMES, name), `${name}: OcrClient has no such setting`);
  const { endpoint, vendor, timeoutMs = 120_000, upload = "base64" } = settings ?? {};
  const { credentials = "same-origin", headers = {}, retries = 2, onEvent } = settings ?? {};
  const url = withoutSlash(endpoint);
  demand(url !== "" && !/[?#\s]/.test(url), "endpoint must be the address of your proxy, without query");
  const vendors = Object.keys(ACCEPT) as Vendor[];
  demand(isOneOf(vendors, vendor), `vendor must be ${vendors.join(" or ")}`);
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

/** Returns the headers of a client or a call, without those that only the package sets. */
export function readHeaders(headers: Headers | Record<string, string>): Record<string, string> {
  // `Object.entries` finds nothing in a Map, so its headers would be lost silently.
  const isPlain = typeof headers === "object" && headers !== null && !(Symbol.iterator in headers);
  demand(isPlain || isHeaders(headers), "headers must be Headers or an object of strings");
  const entries = isHeaders(headers) ? [...headers] : Object.entries(headers);
  const reserved = ["attempt", "content-type", "idempotency-key"];
  // Lower case, so that a call's header replaces the client's.
  const lower = entries.map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(lower.filter(([name]) => !reserved.includes(name)));
}

/** Tells whether these are Headers, also of another realm. */
function isHeaders(headers: unknown): headers is Headers {
  return Object.prototype.toString.call(headers) === "[object Headers]";
}
