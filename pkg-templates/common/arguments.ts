// What callers pass, checked where no engine is needed for it.

import { errorWithoutEngine } from "./errors.js";

/** Throws `invalid_options`, with words for the developer. */
export function demand(held: unknown, detail: string): asserts held {
  if (!held) throw errorWithoutEngine("invalid_options", { detail });
}

/** The options of a call: an object, or none. */
export function demandOptions<T extends object>(options: T | null | undefined): Partial<T> {
  demand(options == null || typeof options === "object", "the options must be an object");
  return options ?? {};
}

/** A listener among the options. */
export function demandListener(listener: unknown, name: string): void {
  demand(listener == null || typeof listener === "function", `${name} must be a function`);
}

/** The language and texts of `registerMessages`. */
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

/** Is it one of these? */
export function isOneOf<T>(all: readonly T[], value: unknown): value is T {
  return (all as readonly unknown[]).includes(value);
}
