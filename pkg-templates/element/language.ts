// In which language `<periksa-input>` speaks, and how it writes amounts.

import type { Document, Texts } from "../common/types.js";
import type { PeriksaInputText } from "./public.js";
import { type BuiltInLanguage, TEXTS } from "./texts.js";

/** What to say, in one language. */
export interface Language {
  /** Its tag, for `lang`. */
  tag: string;
  /** A text of the element's own, with these values in place of its `{…}`. */
  text(key: PeriksaInputText, values?: Record<string, string | number | undefined>): string;
  /** What the engine says, of the languages it says it in. */
  message(messages: Texts): string;
  /** Decimal, as limits are: `1,2 MB`. */
  size(bytes: number): string;
  list(items: string[], type?: "conjunction" | "disjunction"): string;
  /** The name of the element's document. */
  document(): string;
}

/** Who speaks. */
export interface Speaker extends Element {
  document: Document;
  texts?: Partial<Record<PeriksaInputText, string>>;
}

/** What to say for an element, in its language, which is that of the nearest `lang`. */
export function languageOf(element: Speaker): Language {
  const own = element.texts ?? {};
  const said = tagOf(element);
  const known = isBuiltIn(said) ? said : "id";
  // Texts in a further language are the page's to give, and speak that language.
  const tag = element.texts ? said : known;
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const text: Language["text"] = (key, values = {}) =>
    (own[key] ?? TEXTS[known][key] ?? "").replace(/\{(\w+)\}/g, (_, name: string) =>
      String(values[name] ?? ""),
    );
  return {
    tag,
    text,
    message: (messages) => messages[said] ?? messages[known],
    size: (bytes) =>
      bytes < 1_000_000 ? `${number.format(Math.ceil(bytes / 1000))} kB` : `${number.format(bytes / 1e6)} MB`,
    list: (items, type = "conjunction") => new Intl.ListFormat(tag, { type }).format(items),
    document: () => text(`document.${element.document}`),
  };
}

function isBuiltIn(tag: string): tag is BuiltInLanguage {
  return tag in TEXTS;
}

/** The first part of the tag that holds here: `en` of `en-GB`. */
function tagOf(element: Element): string {
  for (let node: Node | null = element; node; node = parentOf(node)) {
    const [tag = ""] = ((node as Partial<Element>).getAttribute?.("lang") ?? "").toLowerCase().split("-");
    if (/^[a-z]{2,3}$/.test(tag)) return tag;
  }
  return "id";
}

/** Out of shadow roots too. */
function parentOf(node: Node): Node | null {
  return node.parentNode ?? (node as Partial<ShadowRoot>).host ?? null;
}
