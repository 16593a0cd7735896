import type { OcrError } from "../common/errors.js";
import type { CheckReport, Document, Extraction, Prepared, Progress, Rotation } from "../common/types.js";
/** What a form is at. */
export type Phase = "idle" | "checking" | "ready" | "sending" | "done" | "failed";
/** What there is at one moment; `phase` tells which of it is there. Each change brings a new object. */
export type Snapshot<D extends Document = Document> = Moment<D> & ({
    readonly phase: "idle";
    readonly original: null;
    readonly file: null;
    readonly error: null;
} | {
    readonly phase: "checking";
    readonly original: Blob;
    readonly file: null;
    readonly error: null;
} | {
    readonly phase: "ready";
    readonly original: Blob;
    readonly file: Blob;
} | {
    readonly phase: "sending";
    readonly original: Blob;
    readonly file: Blob;
    readonly error: null;
} | {
    readonly phase: "done";
    readonly original: Blob;
    readonly file: Blob;
    readonly extraction: Extraction<D>;
} | {
    readonly phase: "failed";
    readonly original: Blob;
    readonly error: OcrError;
});
/** What a snapshot can have. */
export interface Moment<D extends Document = Document> {
    readonly phase: Phase;
    /** What was picked. */
    readonly original: Blob | null;
    /** What is to be sent; `null` until it is fit, and where it can't be. */
    readonly file: Blob | null;
    readonly report: CheckReport | null;
    /** What was changed about it. */
    readonly prepared: Prepared | null;
    /** `false` in `ready` where the engine could not run: `error` says why. */
    readonly isChecked: boolean;
    /** By how much the person turned it. */
    readonly rotation: Rotation;
    /** Of what is under way. */
    readonly progress: Progress | null;
    /** What came of sending it. */
    readonly extraction: Extraction<D> | null;
    /** Why it failed; in `ready` why it could not be checked. */
    readonly error: OcrError | null;
    /** Why it could not be turned: all else is as it was before. */
    readonly turnError: OcrError | null;
    /** How many files failed so far, for `policy.relaxAfter`. */
    readonly attempt: number;
}
/** May sending be tried, at first or again? */
export declare function canSend({ phase, file, error }: Snapshot): boolean;
