// The error class of periksa. It lives in JavaScript because wasm-bindgen can't export a class that extends Error.

import { inEachLanguage } from "./languages.js";
import type {
  Action,
  Billed,
  CheckReport,
  ErrorCode,
  Extraction,
  Problem,
  Texts,
  Vendor,
  VendorQuality,
} from "./types.js";

/** A failed call. Its `message` is English and may tell the developer more; show `messages` to people. */
export class OcrError extends Error {
  declare readonly name: "OcrError";
  /** What went wrong. It is stable; new ones may be added. */
  declare readonly code: ErrorCode;
  /** Who has to do what. */
  declare readonly action: Action;
  /** May the person try the same again? */
  declare readonly retryable: boolean;
  /** Was the call charged? `"unknown"` unless the vendor or the proxy says. */
  declare readonly billed: Billed;
  /** HTTP status, where there was an answer. */
  declare readonly status: number | null;
  /** Whose answer it was; `null` for the proxy's own, and for a 401 or 403 that is not in the vendor's form. */
  declare readonly vendor: Vendor | null;
  /** The vendor's own code. */
  declare readonly vendorCode: string | null;
  /** The vendor's words, with `…` for all that are not known to be about the call: it may quote the document. */
  declare readonly vendorMessage: string | null;
  /** The answer's `Request-Id`, for the vendor's support. */
  declare readonly requestId: string | null;
  /** How long the answer asks to wait (`Retry-After`). */
  declare readonly retryAfterMs: number | null;
  /** What is wrong with the file, for `invalid_file`. */
  declare readonly problems: Problem[];
  /** What the vendor said of the picture, for `quality_rejected`. */
  declare readonly quality: VendorQuality | null;
  /** What could be read all the same. */
  declare readonly partial: Extraction | null;
  /** What is wrong and what to do, for people, in Indonesian, English and each language that was registered. */
  declare readonly messages: Texts;
  /**
   * After this error nothing can have been charged, so the client may repeat the call by itself.
   * @internal
   */
  declare readonly mayRepeat: boolean;
  /**
   * The call is over, so the next try is a new one.
   * @internal
   */
  declare readonly isSettled: boolean;

  private constructor(fields: ErrorData, cause: unknown) {
    super(fields.message ?? fields.messages.en, cause === undefined ? undefined : { cause });
    this.name = "OcrError";
    Object.assign(this, membersOf(fields));
    Object.defineProperty(this, "mayRepeat", { value: fields.mayRepeat === true });
    Object.defineProperty(this, "isSettled", { value: fields.isSettled === true, writable: true });
  }

  /** @internal */
  static of(fields: ErrorData, cause?: unknown): OcrError {
    return new OcrError(fields, cause);
  }
}

/** An error's members as plain data, as the engine gives them. What does not apply may be left out. */
export type ErrorData = Partial<Omit<OpenError, "messages">> & Pick<OcrError, "messages">;

/** An error that is not told yet: what is known of it may be added. */
export type OpenError = { -readonly [Member in keyof OcrError]: OcrError[Member] };

/** Every public member and its value where it does not apply. */
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
} as const;

function membersOf(fields: ErrorData): object {
  const names = Object.keys(MEMBERS) as (keyof typeof MEMBERS)[];
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? MEMBERS[name]]));
}

/**
 * Is it an OcrError? One of another copy of this package or of another realm is, too.
 * @param error Whatever was thrown.
 * @returns `true` for an OcrError.
 * @example
 * if (isOcrError(error)) show(error.messages.id);
 */
export function isOcrError(error: unknown): error is OcrError {
  // `instanceof` does not know the Error of another realm.
  if (Object.prototype.toString.call(error) !== "[object Error]") return false;
  const { name, code } = error as Partial<OcrError>;
  return name === "OcrError" && typeof code === "string";
}

/** Is this an error as the engine gives it, plain data? @internal */
export function isErrorData(value: unknown): value is ErrorData {
  return typeof value === "object" && value !== null && !(value instanceof Error) && "messages" in value;
}

type WithoutEngine = "aborted" | "engine_unavailable" | "invalid_file" | "invalid_options";

/** Errors that may be needed before the engine is there, so that it can't give their words. */
const WITHOUT_ENGINE: Record<
  WithoutEngine,
  Pick<OcrError, "action" | "retryable" | "billed" | "messages">
> = {
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
  invalid_file: {
    action: "choose_another_file",
    retryable: false,
    billed: "no",
    messages: { id: "", en: "" },
  },
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

/** What may be said besides the code. `detail` is for the developer: people see it only where the call itself is wrong. */
interface ErrorDetails extends Partial<Pick<ErrorData, "billed" | "messages" | "problems">> {
  detail?: string | undefined;
  cause?: unknown;
}

/** One of those errors. @internal */
export function errorWithoutEngine(
  code: WithoutEngine,
  { detail, cause, ...fields }: ErrorDetails = {},
): OcrError {
  const { messages, ...usual } = WITHOUT_ENGINE[code];
  const withDetail = (text: string) => (detail ? `${text} (${detail})` : text);
  const isForAll = code === "invalid_options";
  const texts: Texts = { ...messages, ...inEachLanguage(code) };
  for (const [language, text] of Object.entries(texts)) if (isForAll) texts[language] = withDetail(text);
  const message = detail && withDetail(messages.en);
  return OcrError.of({ code, ...usual, message, messages: texts, ...fields }, cause);
}

/** What a report that is not `ok` rejects with. @internal */
export function rejection({ problems }: CheckReport): OcrError {
  const [first] = problems;
  return errorWithoutEngine("invalid_file", { problems, ...(first && { messages: first.messages }) });
}
