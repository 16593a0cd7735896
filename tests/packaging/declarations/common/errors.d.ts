import type { Billed, CheckReport, ErrorAction, ErrorCode, Extraction, Prepared, Problem, Texts, Vendor, VendorQuality } from "./types.js";
/**
 * A failed call. Its `message` is English and may tell the developer more; show `messages` to people.
 * @example
 * // In a test of your own form:
 * const failure = new OcrError({ code: "timeout" });
 */
export declare class OcrError extends Error {
    readonly name: "OcrError";
    /** What went wrong. It is stable; new ones may be added. */
    readonly code: ErrorCode;
    /** Who has to do what. */
    readonly action: ErrorAction;
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
    /** It counts as a failed attempt of the person, for `attempt` and the policy's `relaxAfter`. */
    readonly attemptFailed: boolean;
    /** What is wrong with the file, for `invalid_file`. */
    readonly problems: Problem[];
    /** The report on the file, for `invalid_file` where it was checked. */
    readonly report: CheckReport | null;
    /** What was made of the file, for `invalid_file` where that was refused. */
    readonly prepared: Prepared | null;
    /** What the vendor said of the picture, for `quality_rejected`. */
    readonly vendorQuality: VendorQuality | null;
    /** The fields that could be read in spite of the error. */
    readonly partial: Extraction | null;
    /** What is wrong and what to do, for people, in Indonesian, English and each language that was registered. */
    readonly messages: Texts;
    /**
     * Takes the code, and whatever differs from what the code says by itself.
     * @param members At least `code`. Where `messages` are left out they may be no more than the code.
     * @param options `cause`, as of any `Error`.
     */
    constructor(members: OcrErrorMembers, options?: ErrorOptions);
}
/** What an `OcrError` is made of: its code, and what differs from what the code says by itself. */
export interface OcrErrorMembers extends Partial<Omit<OcrError, "code" | keyof Error>> {
    code: ErrorCode;
    /** For the developer. @default messages.en */
    message?: string | undefined;
}
/**
 * Is it an OcrError? One of another copy of this package or of another realm is, too.
 * @param error Whatever was thrown.
 * @returns `true` for an OcrError.
 * @example
 * if (isOcrError(error)) show(error.messages.id);
 */
export declare function isOcrError(error: unknown): error is OcrError;
