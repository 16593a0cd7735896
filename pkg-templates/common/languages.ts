// Messages of further languages. The engine puts them beside its own; errors from before it is there get them here.

import type { ErrorCode, MessageTable } from "./types.js";

/** What puts them beside its own. */
export interface Learner {
  register_messages(language: string, texts: MessageTable): void;
}

/** By language tag. */
const tables = new Map<string, MessageTable>();

export function addLanguage(language: string, texts: MessageTable): void {
  tables.set(language, Object.freeze({ ...texts }));
}

/** Tells the engine all of them: a new instance knows none. */
export function teach(engine: Learner): void {
  for (const [language, texts] of tables) engine.register_messages(language, texts);
}

/** What each language says for this code: `{ [language]: text }`. */
export function inEachLanguage(code: ErrorCode): Record<string, string> {
  const said: Record<string, string> = {};
  for (const [language, texts] of tables) {
    const text = texts[code];
    if (text !== undefined) said[language] = text;
  }
  return said;
}
