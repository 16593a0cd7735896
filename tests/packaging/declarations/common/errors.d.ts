import type { Action, Billed, ErrorCode, Extraction, Problem, Texts, Vendor, VendorQuality } from "./types.js";
/** A failed call. Its `message` is English and may tell the developer more; show `messages` to people. */
export declare class OcrError extends Error {
    readonly name: "OcrError";
    /** What went wrong. It is stable; new ones may be added. */
    readonly code: ErrorCode;
    /** Who has to do what. */
    readonly action: Action;
    /** May the person try the same again? */
    readonly retryable: boolean;
    /** Was the call charged? `"unknown"` unless the vendor or the proxy says. */
    readonly billed: Billed;
    /** HTTP status, where there was an answer. */
    readonly status: number | null;
    /** Whose answer it was; `null` for the proxy's own, and for a 401 or 403 that is not in the vendor's form. */
    readonly vendor: Vendor | null;
    /** The vendor's own code. */
    readonly vendorCode: string | null;
    /** The vendor's words, with `…` for all that are not known to be about the call: it may quote the document. */
    readonly vendorMessage: string | null;
    /** The answer's `Request-Id`, for the vendor's support. */
    readonly requestId: string | null;
    /** How long the answer asks to wait (`Retry-After`). */
    readonly retryAfterMs: number | null;
    /** What is wrong with the file, for `invalid_file`. */
    readonly problems: Problem[];
    /** What the vendor said of the picture, for `quality_rejected`. */
    readonly quality: VendorQuality | null;
    /** What could be read all the same. */
    readonly partial: Extraction | null;
    /** What is wrong and what to do, for people, in Indonesian, English and each language that was registered. */
    readonly messages: Texts;
    private constructor();
}
/** An error's members as plain data, as the engine gives them. What does not apply may be left out. */
export type ErrorData = Partial<Omit<OpenError, "messages">> & Pick<OcrError, "messages">;
/** An error that is not told yet: what is known of it may be added. */
export type OpenError = {
    -readonly [Member in keyof OcrError]: OcrError[Member];
};
/**
 * Is it an OcrError? One of another copy of this package or of another realm is, too.
 * @param error Whatever was thrown.
 * @returns `true` for an OcrError.
 * @example
 * if (isOcrError(error)) show(error.messages.id);
 */
export declare function isOcrError(error: unknown): error is OcrError;
