// The language of `<periksa-input>`, and how it writes numbers and lists.

import type { DocumentKind, Texts } from "../common/types.js";
import type { PeriksaInputText } from "./public.js";
import { type BuiltInLanguage, TEXTS } from "./texts.js";

/** Texts and formats of one language. */
export interface Language {
  /** Language tag, for `lang`. */
  tag: string;
  /** Returns a text of the element with its `{…}` replaced by these values. */
  text(key: PeriksaInputText, values?: Record<string, string | number | undefined>): string;
  /** Chooses the text of this language from a message of the engine. */
  message(messages: Texts): string;
  /** Formats a number of bytes in decimal units, as limits are given: `1,2 MB`. */
  size(bytes: number): string;
  /** Joins items by "and" or "or". */
  list(items: string[], type?: "conjunction" | "disjunction"): string;
  /** Returns the name of the element's document. */
  documentName(): string;
}

/** What decides the language and the texts. */
export interface LanguageHost extends Element {
  kind: DocumentKind;
  texts?: Partial<Record<PeriksaInputText, string>>;
}

/** Returns the language of an element, which is that of the nearest `lang`. */
export function languageOf(element: LanguageHost): Language {
  const own = element.texts ?? {};
  const wanted = tagOf(element);
  const builtIn = isBuiltIn(wanted) ? wanted : "id";
  // A page that gives its own texts gives them in the wanted language.
  const tag = element.texts ? wanted : builtIn;
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const text: Language["text"] = (key, values = {}) =>
    (own[key] ?? TEXTS[builtIn][key] ?? "").replace(/\{(\w+)\}/g, (_, name: string) =>
      String(values[name] ?? ""),
    );
  return {
    tag,
    text,
    message: (messages) => messages[wanted] ?? messages[builtIn],
    size: (bytes) =>
      bytes < 1_000_000 ? `${number.format(Math.ceil(bytes / 1000))} kB` : `${number.format(bytes / 1e6)} MB`,
    list: (items, type = "conjunction") => new Intl.ListFormat(tag, { type }).format(items),
    documentName: () => text(`document.${element.kind}`),
  };
}

function isBuiltIn(tag: string): tag is BuiltInLanguage {
  return tag in TEXTS;
}

/** Returns the first part of the nearest `lang`: `en` of `en-GB`. */
function tagOf(element: Element): string {
  for (let node: Node | null = element; node; node = parentOf(node)) {
    const [tag = ""] = ((node as Partial<Element>).getAttribute?.("lang") ?? "").toLowerCase().split("-");
    if (/^[a-z]{2,3}$/.test(tag)) return tag;
  }
  return "id";
}

/** Returns the parent, or the host of a shadow root. */
function parentOf(node: Node): Node | null {
  return node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null;
}
