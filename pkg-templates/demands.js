// What callers pass, checked where no engine is needed for it.

import { errorWithoutEngine } from "./errors.js";

/** Throws `invalid_options`, with words for the developer. */
export function demand(held, detail) {
  if (!held) throw errorWithoutEngine("invalid_options", { detail });
}

/** The language and texts of `registerMessages`. */
export function demandTexts(language, texts) {
  const isTag = typeof language === "string" && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language);
  demand(
    isTag && language !== "id" && language !== "en",
    "the language must be a tag such as jv, not id or en",
  );
  const isTable = typeof texts === "object" && texts !== null;
  demand(
    isTable && Object.values(texts).every((text) => typeof text === "string"),
    "the texts must be strings",
  );
}

/** The settings of an OcrClient, with what was left out. */
export function readSettings(settings) {
  const { endpoint, vendor, timeoutMs = 120_000, upload = "base64" } = settings ?? {};
  const { credentials = "same-origin", headers = {}, retries = 2, onEvent } = settings ?? {};
  const url = String(endpoint ?? "").replace(/\/+$/, "");
  demand(url !== "" && !/[?#\s]/.test(url), "endpoint must be the address of your proxy, without query");
  demand(["verihubs", "glair"].includes(vendor), "vendor must be verihubs or glair");
  demand(
    typeof timeoutMs === "number" && timeoutMs > 0 && timeoutMs < 2 ** 31,
    "timeoutMs must be a positive number of milliseconds",
  );
  demand(["base64", "multipart"].includes(upload), 'upload must be "base64" or "multipart"');
  demand(
    ["omit", "same-origin", "include"].includes(credentials),
    'credentials must be "omit", "same-origin" or "include"',
  );
  demand(Number.isInteger(retries) && retries >= 0, "retries must be a whole number, 0 or more");
  demand(onEvent === undefined || typeof onEvent === "function", "onEvent must be a function");
  return { url, vendor, timeoutMs, upload, credentials, headers: readHeaders(headers), retries, onEvent };
}

/** Headers of a client or a call, without those that only the package sets. */
export function readHeaders(headers) {
  // A Headers or Map has no entries of its own: they would be lost without a word.
  const isPlain = typeof headers === "object" && headers !== null && !(Symbol.iterator in headers);
  demand(isPlain, "headers must be an object of strings");
  const reserved = ["attempt", "content-type", "idempotency-key"];
  // One case for all: a call's own header comes in place of the client's.
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  return Object.fromEntries(lower.filter(([name]) => !reserved.includes(name)));
}
