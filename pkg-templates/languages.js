// Messages of further languages. The engine puts them beside its own; errors from before it is there get them here.

/** Language tag → texts by code. */
const tables = new Map();

export function addLanguage(language, texts) {
  tables.set(language, Object.freeze({ ...texts }));
}

/** Tells the engine all of them: a new instance knows none. */
export function teach(engine) {
  for (const [language, texts] of tables) engine.register_messages(language, texts);
}

/** What each language says for this code: `{ [language]: text }`. */
export function inEachLanguage(code) {
  const said = [...tables]
    .filter(([, texts]) => code in texts)
    .map(([language, texts]) => [language, texts[code]]);
  return Object.fromEntries(said);
}
