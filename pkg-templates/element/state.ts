// What a snapshot of the session means to the person and to the form.

import type { Action, FileFacts, Format, Problem, Severity } from "../common/types.js";
import type { Snapshot } from "../session/snapshot.js";
import type { Language } from "./language.js";

/** One line with a tone, and notes under it. */
export interface Status {
  tone: "idle" | "busy" | "good" | "warn" | "bad";
  line: string;
  notes: Note[];
}

export interface Note {
  severity: Severity;
  text: string;
}

/** The file itself won't do; another one is needed. */
const REFUSALS: (Action | undefined)[] = ["choose_another_file", "retake_photo"];
/** What the engine can turn. */
const TURNED: (Format | undefined)[] = ["jpeg", "png"];

/** Is there a file that a form may send? */
export function isUsable({ file, error }: Snapshot): boolean {
  return file !== null && !REFUSALS.includes(error?.action);
}

/** Is it a picture that turning may help? */
export function canRotate(snapshot: Snapshot): boolean {
  const { phase, report } = snapshot;
  const isHelped = report?.ok || report?.problems.some(({ fix }) => fix === "rotate");
  return (
    (phase === "ready" || phase === "failed") &&
    TURNED.includes(factsOf(snapshot)?.format) &&
    Boolean(isHelped)
  );
}

/** The facts of what would be sent, or else of what was checked. */
export function factsOf({ report, prepared }: Snapshot): FileFacts | undefined {
  return prepared?.facts ?? report?.facts;
}

/** What to say of where it stands. */
export function statusOf(
  snapshot: Snapshot,
  { language, hasEndpoint, isMissed }: { language: Language; hasEndpoint: boolean; isMissed: boolean },
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
    case "done": {
      const notes: Note[] = extraction.sandbox ? [{ severity: "warning", text: text("sandbox") }] : [];
      return { tone: "good", line: text("done"), notes: [...notes, ...unturned] };
    }
    case "failed": {
      const problems = error.problems.length > 0 ? notesOn(error.problems) : null;
      const notes: Note[] = problems ?? [{ severity: "error", text: message(error.messages) }];
      return {
        tone: "bad",
        line: text(isUsable(snapshot) ? "failed" : "bad"),
        notes: [...notes, ...unturned],
      };
    }
    default:
      return isMissed
        ? { tone: "bad", line: text("missing", { document: language.document() }), notes: [] }
        : { tone: "idle", line: text("idle"), notes: [] };
  }
}

/** Why a form must wait, in the terms of `ElementInternals.setValidity`; no flags where it may go. */
export function validityOf(
  snapshot: Snapshot,
  { language, isRequired, custom }: { language: Language; isRequired: boolean; custom: string },
): [flags: ValidityStateFlags, message?: string] {
  const { phase, error } = snapshot;
  const { text, message } = language;
  if (custom) return [{ customError: true }, custom];
  if (phase === "checking") return [{ customError: true }, text("waitForCheck")];
  if (phase === "sending") return [{ customError: true }, text("waitForAnswer")];
  if (phase === "failed" && !isUsable(snapshot)) return [{ customError: true }, message(error.messages)];
  if (phase === "idle" && isRequired)
    return [{ valueMissing: true }, text("missing", { document: language.document() })];
  return [{}];
}
