import type { OcrError } from "../common/errors.js";
import type { CheckReport, Document, Extraction } from "../common/types.js";
/** What `periksa-report` tells of a file that was picked: what came of its check, or why there was none. */
export type FileVerdict = {
    report: CheckReport;
    isChecked: true;
    /** What would be sent; `null` where the report is not `ok`. */
    file: Blob | null;
    /** `invalid_file` where the report is not `ok`. */
    error: OcrError | null;
} | {
    report: null;
    /** The engine could not run here: the file is taken as it is. */
    isChecked: false;
    file: Blob;
    /** Says why. */
    error: OcrError;
};
/** All of them bubble, and leave shadow roots. */
export interface PeriksaInputEventMap<D extends Document = Document> {
    /** A picked file was judged, or taken unchecked. */
    "periksa-report": CustomEvent<FileVerdict>;
    /** The vendor's answer was read. */
    "periksa-record": CustomEvent<Extraction<D>>;
    /** A file could not be judged or turned, or a call failed or was cancelled. */
    "periksa-error": CustomEvent<OcrError>;
}
/** What the element says by itself, by key; `{…}` stand for values. */
export type PeriksaInputText = `document.${Document}` | `change.${"rotated" | "resized" | "recompressed" | "metadata_removed" | "converted"}` | "bad" | "bytes" | "camera" | "cameraAgain" | "cancel" | "changed" | "checking" | "clear" | "done" | "dropHere" | "failed" | "file" | "hint" | "hintTouch" | "idle" | "limits" | "limitsWithoutSize" | "missing" | "pick" | "pickAnother" | "pickTouch" | "pixels" | "preparing" | "preview" | "previewOfBad" | "problem" | "progress" | "ready" | "readyToSend" | "required" | "retry" | "rotate" | "rotateLong" | "sandbox" | "send" | "title" | "unchecked" | "uploading" | "waitForAnswer" | "waitForCheck" | "waiting" | "warned" | "warning";
