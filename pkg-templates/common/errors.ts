// The error class of periksa. It lives in JavaScript because wasm-bindgen can't export a class that extends Error.

import { isNode } from "./builtin.js";
import { type EarlyCode, ERRORS, MESSAGES } from "./generated.js";
import { inEachLanguage } from "./languages.js";
import type {
  Billed,
  CheckReport,
  ErrorAction,
  ErrorCode,
  Extraction,
  Prepared,
  Problem,
  Texts,
  Vendor,
  VendorQuality,
} from "./types.js";

/**
 * A failed call. Its `message` is English and may tell the developer more; show `messages` to people.
 * @example
 * // In a test of your own form:
 * const failure = new OcrError({ code: "timeout" });
 */
export class OcrError extends Error {
  declare readonly name: "OcrError";
  /** What went wrong. It is stable; new ones may be added. */
  declare readonly code: ErrorCode;
  /** Who has to do what. */
  declare readonly action: ErrorAction;
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
  /** It counts as a failed attempt of the person, for `attempt` and the policy's `relaxAfter`. */
  declare readonly attemptFailed: boolean;
  /** What is wrong with the file, for `invalid_file`. */
  declare readonly problems: Problem[];
  /** The report on the file, for `invalid_file` where it was checked. */
  declare readonly report: CheckReport | null;
  /** What was made of the file, for `invalid_file` where that was refused. */
  declare readonly prepared: Prepared | null;
  /** What the vendor said of the picture, for `quality_rejected`. */
  declare readonly vendorQuality: VendorQuality | null;
  /** The fields that could be read in spite of the error. */
  declare readonly partial: Extraction | null;
  /** What is wrong and what to do, for people, in Indonesian, English and each language that was registered. */
  declare readonly messages: Texts;

  /**
   * Takes the code, and whatever differs from what the code says by itself.
   * @param members At least `code`. Where `messages` are left out they may be no more than the code.
   * @param options `cause`, as of any `Error`.
   */
  constructor(members: OcrErrorMembers, options?: ErrorOptions) {
    const { code, messages = textsOf(code) } = members;
    super(members.message ?? messages.en, options);
    this.name = "OcrError";
    const said: Record<string, unknown> = {
      ...NOT_SAID,
      problems: [],
      ...(ERRORS[code] ?? ERRORS.unknown),
      messages,
    };
    for (const name of Object.keys(said)) said[name] = members[name as keyof OcrErrorMembers] ?? said[name];
    Object.assign(this, { code }, said);
  }
}

/** What an `OcrError` is made of: its code, and what differs from what the code says by itself. */
export interface OcrErrorMembers extends Partial<Omit<OcrError, "code" | keyof Error>> {
  code: ErrorCode;
  /** For the developer. @default messages.en */
  message?: string | undefined;
}

/** Members that have the same default for every code. */
const NOT_SAID = {
  status: null,
  vendor: null,
  vendorCode: null,
  vendorMessage: null,
  requestId: null,
  retryAfterMs: null,
  report: null,
  prepared: null,
  vendorQuality: null,
  partial: null,
} as const satisfies Partial<OcrErrorMembers>;

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

/** Tells whether this is an error as the engine throws it, plain data. @internal */
export function isErrorData(value: unknown): value is OcrErrorMembers {
  return typeof value === "object" && value !== null && !(value instanceof Error) && "messages" in value;
}

/** What an error has besides its code. `detail` is for the developer; people see it only for `invalid_options`. */
interface ErrorDetails {
  detail?: string | undefined;
  cause?: unknown;
}

/** Makes an error without the engine, which may not be loaded. @internal */
export function errorWithoutEngine(
  code: EarlyCode,
  { detail, cause, ...members }: ErrorDetails & { billed?: Billed } = {},
): OcrError {
  const messages = textsOf(code);
  const withDetail = (text: string) => (detail ? `${text} (${detail})` : text);
  const message = withDetail(messages.en);
  if (code === "invalid_options")
    for (const [language, text] of Object.entries(messages)) messages[language] = withDetail(text);
  return new OcrError({ code, message, messages, ...members }, cause === undefined ? undefined : { cause });
}

/**
 * Makes the error of a call that ended without the engine. If sending had begun, the call may have been charged. This
 * repeats `CallOutcome::without_answer` (src/answer/outcome.rs) because the engine can't be asked here.
 * @internal
 */
export function endedCall(
  code: "aborted" | "engine_unavailable",
  wasSent: boolean,
  details: ErrorDetails = {},
): OcrError {
  return errorWithoutEngine(code, { ...details, billed: wasSent ? "unknown" : "no" });
}

/** The words on `engine_unavailable` where there is no browser, and no page to load again. */
const UNAVAILABLE: Texts = {
  id: "Pemeriksaan tidak bisa dijalankan.",
  en: "The check could not be started.",
};

function textsOf(code: ErrorCode): Texts {
  const early: Texts = code in MESSAGES ? MESSAGES[code as EarlyCode] : { id: code, en: code };
  const texts = code === "engine_unavailable" && isNode() ? UNAVAILABLE : early;
  return { ...texts, ...inEachLanguage(code) };
}
