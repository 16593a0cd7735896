import { bothLanguages } from "./language.js";

const ENDPOINT = "/api/ocr";

/** @typedef {typeof import("/pkg/index.js")} Periksa */

/** @type {Promise<Periksa> | null} */
let loading = null;
const clients = new Map();

/**
 * Loads the package and its engine. It is imported here and not at the top of the page, so that a browser that can't load
 * it still shows a page that says so. A failed load is tried again at the next call.
 */
export function loadPeriksa() {
  if (!loading) {
    loading = importPeriksa();
    loading.catch(() => {
      loading = null;
    });
  }
  return loading;
}

async function importPeriksa() {
  try {
    const periksa = await import("/pkg/index.js");
    await periksa.default();
    return periksa;
  } catch (error) {
    throw isFailure(error) ? error : failure("engine_unavailable", "retry", "no");
  }
}

/**
 * The client for a vendor. It is kept, because it knows which calls are running and which try of a file this is.
 * @param {string} scenario asks the server's sandbox for a certain answer; empty for none
 */
export async function clientFor(vendor, scenario) {
  const { OcrClient } = await loadPeriksa();
  const key = `${vendor} ${scenario}`;
  if (!clients.has(key)) {
    const headers = scenario ? { "Sandbox-Scenario": scenario } : {};
    clients.set(key, new OcrClient({ endpoint: ENDPOINT, vendor, headers }));
  }
  return clients.get(key);
}

/** The error as the package's `OcrError`, or in its shape if it is a mistake of ours. */
export function asFailure(error) {
  if (isFailure(error)) return error;
  console.error(error);
  return failure("unknown", "contact_support", "unknown");
}

/** `isOcrError` for when the package may not be there. */
function isFailure(error) {
  return typeof error?.code === "string" && typeof error?.messages?.id === "string";
}

function failure(code, action, billed) {
  return {
    code,
    action,
    billed,
    retryable: action === "retry",
    problems: [],
    messages: bothLanguages(`error.${code}`),
  };
}
