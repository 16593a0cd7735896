// The error class of periksa. It lives in JavaScript because wasm-bindgen can't export a class that extends Error.

import { inEachLanguage } from "./languages.js";

/** A failed call. `messages` says what is wrong and what to do; `code` is stable. */
export class OcrError extends Error {
  constructor(fields, cause) {
    super(fields.message ?? fields.messages.en, cause === undefined ? undefined : { cause });
    this.name = "OcrError";
    for (const [member, nothing] of Object.entries(MEMBERS)) this[member] = fields[member] ?? nothing;
    // Not public: after this error nothing can have been charged, so the client may repeat the call by itself.
    Object.defineProperty(this, "mayRepeat", { value: fields.mayRepeat === true });
    // Not public: the call is over, so the next try is a new one.
    Object.defineProperty(this, "isSettled", { value: fields.isSettled === true, writable: true });
  }
}

/** Every member and its value where it does not apply. */
const MEMBERS = {
  code: "unknown",
  action: "contact_support",
  retryable: false,
  billed: "unknown",
  status: null,
  vendor: null,
  vendorCode: null,
  vendorMessage: null,
  requestId: null,
  retryAfterMs: null,
  problems: [],
  quality: null,
  partial: null,
  messages: null,
};

/** True for an OcrError, one of another copy of this package or of another realm too. */
export function isOcrError(value) {
  // `instanceof` does not know the Error of another realm.
  const isError = Object.prototype.toString.call(value) === "[object Error]";
  return isError && value.name === "OcrError" && typeof value.code === "string";
}

/** Is this an error as the engine gives it, plain data? */
export function isErrorData(value) {
  return typeof value === "object" && value !== null && !(value instanceof Error) && "messages" in value;
}

/** Errors that may be needed before the engine is there, so that it can't give their words. */
const WITHOUT_ENGINE = {
  aborted: {
    action: "retry",
    retryable: true,
    billed: "unknown",
    messages: {
      id: "Pengiriman dibatalkan. Kirim lagi jika sudah siap.",
      en: "Sending was cancelled. Send again when you are ready.",
    },
  },
  engine_unavailable: {
    action: "retry",
    retryable: true,
    billed: "no",
    messages: {
      id: "Pemeriksaan tidak bisa dijalankan di peramban ini. Muat ulang halaman dan coba lagi.",
      en: "The check could not be started in this browser. Reload the page and try again.",
    },
  },
  // Its words are those of its first problem.
  invalid_file: { action: "choose_another_file", retryable: false, billed: "no", messages: {} },
  invalid_options: {
    action: "fix_integration",
    retryable: false,
    billed: "no",
    messages: {
      id: "Pemanggilan keliru. Laporkan kepada pengelola situs.",
      en: "The call is wrong. Please report this to the site's team.",
    },
  },
};

/** One of those errors. `detail` is for the developer: people see it only where the call itself is wrong. */
export function errorWithoutEngine(code, { detail, cause, ...fields } = {}) {
  const { messages, ...usual } = WITHOUT_ENGINE[code];
  const withDetail = (text) => (detail ? `${text} (${detail})` : text);
  const isForAll = code === "invalid_options";
  const texts = Object.entries({ ...messages, ...inEachLanguage(code) }).map(([language, text]) => [
    language,
    isForAll ? withDetail(text) : text,
  ]);
  const message = detail && withDetail(messages.en);
  return new OcrError({ code, ...usual, message, messages: Object.fromEntries(texts), ...fields }, cause);
}

/** What a report that is not `ok` rejects with. */
export function rejection({ problems }) {
  return errorWithoutEngine("invalid_file", { problems, messages: problems[0].messages });
}
