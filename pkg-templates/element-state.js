// What a snapshot of the session means to the person and to the form.

import { mayHelp } from "./session.js";

/** The file itself won't do; another one is needed. */
const REFUSALS = ["choose_another_file", "retake_photo"];

/** Is there a file that a form may send? */
export function isUsable({ file, error }) {
  return file !== null && !REFUSALS.includes(error?.action);
}

/** May sending be tried, at first or again? */
export function canSend({ phase, file, error }) {
  return phase === "ready" || (phase === "failed" && file !== null && mayHelp(error));
}

/** Is it a picture that turning may help? */
export function canRotate({ phase, report, prepared }) {
  const { format } = prepared?.facts ?? report?.facts ?? {};
  const isHelped = report?.ok || report?.problems.some(({ fix }) => fix === "rotate");
  return ["ready", "failed"].includes(phase) && ["jpeg", "png"].includes(format) && isHelped;
}

/**
 * One line with a tone, and notes under it.
 * @returns {{ tone: "idle" | "busy" | "good" | "warn" | "bad", line: string, notes: { severity: "error" | "warning", text: string }[] }}
 */
export function statusOf(snapshot, { words, hasEndpoint, isMissed }) {
  const { phase, report, isChecked, progress, extraction, error, turnError } = snapshot;
  const { text, message } = words;
  const notesOn = (problems) =>
    problems.map(({ severity, messages }) => ({ severity, text: message(messages) }));
  const unturned = turnError ? [{ severity: "warning", text: message(turnError.messages) }] : [];
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
      const isSent = ["waiting", "reading"].includes(progress?.phase);
      return { tone: "busy", line: text(isSent ? "waiting" : "uploading"), notes: [] };
    }
    case "done": {
      const notes = extraction.sandbox ? [{ severity: "warning", text: text("sandbox") }] : [];
      return { tone: "good", line: text("done"), notes: [...notes, ...unturned] };
    }
    case "failed": {
      const problems = error.problems.length > 0 ? notesOn(error.problems) : null;
      const notes = problems ?? [{ severity: "error", text: message(error.messages) }];
      return {
        tone: "bad",
        line: text(isUsable(snapshot) ? "failed" : "bad"),
        notes: [...notes, ...unturned],
      };
    }
    default:
      return isMissed
        ? { tone: "bad", line: text("missing", { document: words.document() }), notes: [] }
        : { tone: "idle", line: text("idle"), notes: [] };
  }
}

/**
 * Why a form must wait, in the terms of `ElementInternals.setValidity`; no flags where it may go.
 * @returns {[ValidityStateFlags, string?]}
 */
export function validityOf(snapshot, { words, isRequired, custom }) {
  const { phase, error } = snapshot;
  const { text, message } = words;
  if (custom) return [{ customError: true }, custom];
  if (phase === "checking") return [{ customError: true }, text("waitForCheck")];
  if (phase === "sending") return [{ customError: true }, text("waitForAnswer")];
  if (phase === "failed" && !isUsable(snapshot)) return [{ customError: true }, message(error.messages)];
  if (phase === "idle" && isRequired)
    return [{ valueMissing: true }, text("missing", { document: words.document() })];
  return [{}];
}
