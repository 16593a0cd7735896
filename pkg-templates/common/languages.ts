// Messages of further languages. The engine adds them to its messages; errors made without the engine get them here.

import type { ErrorCode, MessageTable } from "./types.js";

/** Takes messages of a language. */
export interface Learner {
  register_messages(language: string, texts: MessageTable): void;
}

/** By language tag. */
const tables = new Map<string, MessageTable>();

export function addLanguage(language: string, texts: MessageTable): void {
  tables.set(language, Object.freeze({ ...texts }));
}

/** Registers all languages with the engine: a new instance has none. */
export function teach(engine: Learner): void {
  for (const [language, texts] of tables) engine.register_messages(language, texts);
}

/** Returns the text of each language for this code: `{ [language]: text }`. */
export function inEachLanguage(code: ErrorCode): Record<string, string> {
  const said: Record<string, string> = {};
  for (const [language, texts] of tables) {
    const text = texts[code];
    if (text !== undefined) said[language] = text;
  }
  return said;
}
