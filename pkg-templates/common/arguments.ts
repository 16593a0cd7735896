// Checks arguments where that needs no engine.

import { errorWithoutEngine } from "./errors.js";

/** Throws `invalid_options` unless the condition holds. `detail` is for the developer. */
export function demand(held: unknown, detail: string): asserts held {
  if (!held) throw errorWithoutEngine("invalid_options", { detail });
}

/** Returns the options of a call, which must be an object or left out. */
export function demandOptions<T extends object>(options: T | null | undefined): Partial<T> {
  demand(options == null || typeof options === "object", "the options must be an object");
  return options ?? {};
}

/** Throws for options that the function does not have: if they were ignored, nobody would notice. */
export function refuseMembers(options: object, names: readonly string[], place: string): void {
  for (const [name, value] of Object.entries(options))
    demand(value == null || !names.includes(name), `${name}: ${place} has no such option`);
}

/** Returns the options of a function that may be passed to `files.map`, which puts an index in their place. */
export function optionsOrNone<T extends object>(options: T | null | undefined): Partial<T> {
  return typeof options === "object" && options ? options : {};
}

/** Throws unless the listener is a function or left out. */
export function demandListener(listener: unknown, name: string): void {
  demand(listener == null || typeof listener === "function", `${name} must be a function`);
}

/** Throws unless these are a language and texts for `registerMessages`. */
export function demandTexts(language: unknown, texts: unknown): void {
  const isTag = typeof language === "string" && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language);
  demand(
    isTag && language !== "id" && language !== "en",
    "the language must be a tag such as jv, not id or en",
  );
  const isTable = typeof texts === "object" && texts !== null;
  demand(
    isTable && Object.values(texts).every((text) => typeof text === "string"),
    "the texts must be strings",
  );
}

/** Tells whether it is one of these. */
export function isOneOf<T>(all: readonly T[], value: unknown): value is T {
  return (all as readonly unknown[]).includes(value);
}
