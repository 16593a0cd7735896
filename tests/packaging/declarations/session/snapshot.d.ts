import type { OcrError } from "../common/errors.js";
import type { CheckReport, DocumentKind, Extraction, Prepared, Progress, Rotation } from "../common/types.js";
/** The step that a session is at. */
export type SessionPhase = "idle" | "checking" | "ready" | "sending" | "resuming" | "done" | "failed";
/** The state of a session; `phase` tells which members are set. Each change makes a new object. */
export type SessionSnapshot<D extends DocumentKind = DocumentKind> = SnapshotBase<D> & ({
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
    readonly phase: "resuming";
    readonly error: null;
} | {
    readonly phase: "done";
    readonly extraction: Extraction<D>;
} | {
    readonly phase: "failed";
    readonly error: OcrError;
});
/** Members that a snapshot has in every phase. */
export interface SnapshotBase<D extends DocumentKind = DocumentKind> {
    readonly phase: SessionPhase;
    /** The picked file; `null` while idle, and where the call of an earlier page was taken up. */
    readonly original: Blob | null;
    /** The file to send; `null` while it is checked, where it was refused, and where there is no picked file. */
    readonly file: Blob | null;
    /** The report on the file; `null` where it could not be checked. */
    readonly report: CheckReport | null;
    /** What was made of the picked file; `null` where nothing had to change. */
    readonly prepared: Prepared | null;
    /** `false` in `ready` where the engine could not run; `error` then says why. */
    readonly isChecked: boolean;
    /** Degrees clockwise by which the person turned the picture. */
    readonly rotation: Rotation;
    /** Progress of the call under way. */
    readonly progress: Progress | null;
    /** The result of sending the file. */
    readonly extraction: Extraction<D> | null;
    /** Why the session failed; in `ready`, why the file could not be checked. */
    readonly error: OcrError | null;
    /** Why the last turn failed. All other members are then as they were before the turn. */
    readonly turnError: OcrError | null;
    /** In `failed`: the answer of the call may still be had, so that `send` asks for it where there is no file. */
    readonly isResumable: boolean;
    /** Number of attempts that failed so far, for `policy.relaxAfter`. */
    readonly attempt: number;
}
/** Tells whether sending can be tried, for the first time or again. */
export declare function canSend({ phase, original, file, error, isResumable }: SessionSnapshot): boolean;
/** Tells whether there is a file that a form may submit: not one whose error asks for another file or photo. */
export declare function isUsable({ file, error }: SessionSnapshot): boolean;
