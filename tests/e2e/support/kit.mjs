// What tests use inside a page that is not ours. It imports the package as that page would.

import init, * as periksa from "/pkg/index.js";
import { jpeg } from "./jpeg.mjs";

export { init, jpeg, periksa };

/** A picture as a person would pick it. */
export function picture(options, name = "picture.jpg") {
  return new File([jpeg(options)], name, { type: "image/jpeg" });
}

/** A file of these bytes, in base64. */
export function fileOf(base64, name, type) {
  return new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name, { type });
}

/** What came of a call, as plain data: `{ value }` or `{ error }`. */
export async function outcome(call) {
  try {
    return { value: await (typeof call === "function" ? call() : call) };
  } catch (error) {
    return { error: described(error) };
  }
}

/** All members of an error, and what the test can't see from outside. */
export function described(error) {
  return {
    ...error,
    members: Object.keys(error).sort(),
    message: error.message,
    isError: error instanceof Error,
    isOcrError: error instanceof periksa.OcrError && periksa.isOcrError(error),
    cause: error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : error.cause,
  };
}

const clients = new Map();

/**
 * One call by settings that are plain data. `client` names a client to be used again.
 * `counted` makes the package use XMLHttpRequest.
 */
export function extract({ client, settings, source, options, counted = false, signal }) {
  const progress = [];
  const ocr = clients.get(client) ?? new periksa.OcrClient({ vendor: "verihubs", ...settings });
  if (client) clients.set(client, ocr);
  const file = source?.url || source instanceof Blob ? source : picture(source);
  const all = { document: "ktp", ...options, signal };
  if (counted) all.onProgress = (event) => progress.push(event);
  return outcome(async () => ({ extraction: await ocr.extract(file, all), progress }));
}
