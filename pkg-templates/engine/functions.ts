// The functions that need the engine and no file. Arguments are checked here; the work is done in Rust.

import { demand, demandTexts } from "../common/arguments.js";
import type { DocumentKind, MessageTable, Nik, Requirements, Vendor } from "../common/types.js";
import { ask, init, learn } from "./instance.js";

/**
 * What the vendor takes of the document.
 * @param document What is read.
 * @param vendor Who reads it.
 * @returns Formats, bytes and pixels, and `accept` for your file input.
 * @throws {OcrError} `invalid_options`, `engine_unavailable`
 * @example
 * const { accept } = await requirements("ktp", "verihubs"); // "image/jpeg,image/png"
 */
export async function requirements(document: DocumentKind, vendor: Vendor): Promise<Requirements> {
  await init();
  return requirementsSync(document, vendor);
}

/**
 * The same without a promise. Needs `init` awaited once.
 * @param document What is read.
 * @param vendor Who reads it.
 * @returns Formats, bytes and pixels, and `accept` for your file input.
 * @throws {OcrError} `invalid_options`
 * @example
 * await init();
 * input.accept = requirementsSync("ktp", "verihubs").accept;
 */
export function requirementsSync(document: DocumentKind, vendor: Vendor): Requirements {
  return ask((engine) => engine.requirements({ document, vendor }));
}

/**
 * What a NIK says by itself, for forms: province and codes of the first registration, the days of birth it may mean,
 * gender, serial, and what looks wrong with it. A suggestion for misread letters is in `warnings`, never applied.
 * @param text As typed: spaces, dots and hyphens don't matter.
 * @returns What its digits say; `null` where they say nothing.
 * @throws {OcrError} `invalid_options`, `engine_unavailable`
 * @example
 * const { birthDates, warnings } = await parseNik("3201015703940007");
 */
export async function parseNik(text: string): Promise<Nik> {
  await init();
  return parseNikSync(text);
}

/**
 * The same without a promise. Needs `init` awaited once.
 * @param text As typed: spaces, dots and hyphens don't matter.
 * @returns What its digits say; `null` where they say nothing.
 * @throws {OcrError} `invalid_options`
 */
export function parseNikSync(text: string): Nik {
  demand(typeof text === "string", "the NIK must be a string");
  return ask((engine) => engine.parse_nik(text));
}

/**
 * Adds messages in a further language, at once. They come beside Indonesian and English in every `messages`; a code that
 * is left out has none. `{limit}` and `{actual}` stand for a problem's values.
 * @param language Its tag, such as `jv`.
 * @param texts By code of a problem, warning or error.
 * @throws {OcrError} `invalid_options`
 * @example
 * await registerMessages("jv", { file_too_large: "Berkas {actual}, paling gedhe {limit}." });
 */
export async function registerMessages(language: string, texts: MessageTable): Promise<void> {
  demandTexts(language, texts);
  learn(language, texts);
}
