// Types of the element that users see: its events and the keys of its texts.

import type { OcrError } from "../common/errors.js";
import type { ChangeKind, CheckReport, DocumentKind, Extraction } from "../common/types.js";

/** Detail of `periksa-report`: the result of checking a picked file, or why it was not checked. */
export type FileVerdict =
  | {
      report: CheckReport;
      isChecked: true;
      /** The file to send; `null` where the report is not `ok`. */
      file: Blob | null;
      /** `invalid_file` where the report is not `ok`. */
      error: OcrError | null;
    }
  | {
      report: null;
      /** The engine could not run: the file is accepted as it is. */
      isChecked: false;
      file: Blob;
      /** Why the engine could not run. */
      error: OcrError;
    };

/** Events of the element. All of them bubble and leave shadow roots. */
export interface PeriksaInputEventMap<D extends DocumentKind = DocumentKind> {
  /** A picked file was checked, or accepted unchecked. */
  "periksa-report": CustomEvent<FileVerdict>;
  /** The vendor's answer was read. */
  "periksa-record": CustomEvent<Extraction<D>>;
  /** A file could not be checked or turned, or a call failed or was cancelled. */
  "periksa-error": CustomEvent<OcrError>;
}

/** Keys of the element's own texts; each `{…}` in a text stands for a value. */
export type PeriksaInputText =
  | `document.${DocumentKind}`
  | `change.${ChangeKind}`
  | "bad"
  | "bytes"
  | "camera"
  | "cameraAgain"
  | "cancel"
  | "changed"
  | "checking"
  | "clear"
  | "done"
  | "dropHere"
  | "failed"
  | "file"
  | "folder"
  | "hint"
  | "hintTouch"
  | "idle"
  | "limits"
  | "limitsWithoutSize"
  | "lost"
  | "missing"
  | "pick"
  | "pickAnother"
  | "pickTouch"
  | "pixels"
  | "preparing"
  | "preview"
  | "previewOfBad"
  | "problem"
  | "progress"
  | "ready"
  | "readyToSend"
  | "required"
  | "resuming"
  | "retry"
  | "rotate"
  | "rotateLong"
  | "sandbox"
  | "send"
  | "stop"
  | "title"
  | "unchecked"
  | "uploading"
  | "waitForAnswer"
  | "waitForCheck"
  | "waiting"
  | "warned"
  | "warning";
