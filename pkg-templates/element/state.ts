// What a snapshot of the session means for the person, the form, and the styles.

import type { FileFacts, Problem, Severity } from "../common/types.js";
import { isUsable, type SessionSnapshot } from "../session/snapshot.js";
import type { Language } from "./language.js";

/** One line, and notes under it. */
export interface Status {
  tone: "idle" | "busy" | "good" | "warn" | "bad";
  line: string;
  notes: Note[];
}

export interface Note {
  severity: Severity;
  text: string;
}

/** Returns the custom states of the element: the phase, and `unchecked` for a file that could not be checked. */
export function statesOf({ phase, file, isChecked }: SessionSnapshot): string[] {
  return file && !isChecked ? [phase, "unchecked"] : [phase];
}

/** Tells whether turning the picture may help. */
export function canRotate({ phase, report }: SessionSnapshot): boolean {
  return (phase === "ready" || phase === "failed") && report?.turnable === true;
}

/** Returns the facts of the file to send, or else of the checked file. */
export function factsOf({ report, prepared }: SessionSnapshot): FileFacts | undefined {
  return prepared?.facts ?? report?.facts;
}

/** What a status depends on besides the snapshot. */
interface StatusContext {
  language: Language;
  hasEndpoint: boolean;
  isMissed: boolean;
  isFolder: boolean;
}

/** Returns what to tell the person. */
export function statusOf(snapshot: SessionSnapshot, context: StatusContext): Status {
  const status = statusOfSnapshot(snapshot, context);
  if (!context.isFolder) return status;
  const text = context.language.text("folder");
  if (snapshot.phase === "idle") return { tone: "bad", line: text, notes: [] };
  return { ...status, notes: [...status.notes, { severity: "warning", text }] };
}

function statusOfSnapshot(
  snapshot: SessionSnapshot,
  { language, hasEndpoint, isMissed }: StatusContext,
): Status {
  const { phase, report, isChecked, progress, extraction, error, turnError } = snapshot;
  const { text, message } = language;
  const notesOn = (problems: Problem[]): Note[] =>
    problems.map(({ severity, messages }) => ({ severity, text: message(messages) }));
  const unturned: Note[] = turnError ? [{ severity: "warning", text: message(turnError.messages) }] : [];
  const warnings = [...unturned, ...notesOn(report?.problems ?? [])];
  switch (phase) {
    case "checking":
      return {
        tone: "busy",
        line: text(progress?.phase === "preparing" ? "preparing" : "checking"),
        notes: [],
      };
    case "ready": {
      if (!isChecked) return { tone: "warn", line: text("unchecked"), notes: unturned };
      if (warnings.length > 0) return { tone: "warn", line: text("warned"), notes: warnings };
      return { tone: "good", line: text(hasEndpoint ? "readyToSend" : "ready"), notes: [] };
    }
    case "sending": {
      const isSent = progress?.phase === "waiting" || progress?.phase === "reading";
      return { tone: "busy", line: text(isSent ? "waiting" : "uploading"), notes: [] };
    }
    case "resuming":
      return { tone: "busy", line: text("resuming"), notes: [] };
    case "done": {
      const notes: Note[] = extraction.sandbox ? [{ severity: "warning", text: text("sandbox") }] : [];
      return { tone: "good", line: text("done"), notes: [...notes, ...unturned] };
    }
    case "failed": {
      // The proxy has no answer to the call of an earlier page.
      if (!snapshot.original && error.code === "timeout" && !snapshot.isResumable)
        return { tone: "bad", line: text("lost", { document: language.documentName() }), notes: [] };
      const problems = error.problems.length > 0 ? notesOn(error.problems) : null;
      const notes: Note[] = problems ?? [{ severity: "error", text: message(error.messages) }];
      return {
        tone: "bad",
        line: text(isUsable(snapshot) || !snapshot.original ? "failed" : "bad"),
        notes: [...notes, ...unturned],
      };
    }
    default:
      return isMissed
        ? { tone: "bad", line: text("missing", { document: language.documentName() }), notes: [] }
        : { tone: "idle", line: text("idle"), notes: [] };
  }
}

/** Returns the arguments of `ElementInternals.setValidity`; no flags where the form may be submitted. */
export function validityOf(
  snapshot: SessionSnapshot,
  { language, isRequired, custom }: { language: Language; isRequired: boolean; custom: string },
): [flags: ValidityStateFlags, message?: string] {
  const { phase, original, error } = snapshot;
  const { text, message } = language;
  if (custom) return [{ customError: true }, custom];
  if (phase === "checking") return [{ customError: true }, text("waitForCheck")];
  if (phase === "sending" || phase === "resuming") return [{ customError: true }, text("waitForAnswer")];
  if (phase === "failed" && original && !isUsable(snapshot))
    return [{ customError: true }, message(error.messages)];
  // The record of an earlier page's call stands for its file.
  if (!original && phase !== "done" && isRequired)
    return [{ valueMissing: true }, text("missing", { document: language.documentName() })];
  return [{}];
}
