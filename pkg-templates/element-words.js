// In which language `<periksa-input>` speaks, and how it writes amounts.

import { TEXTS } from "./element-texts.js";

/**
 * What to say for an element: texts, messages and amounts in its language, which is that of the nearest `lang`.
 * @param {HTMLElement & { texts?: Record<string, string> }} element
 */
export function wordsOf(element) {
  const own = element.texts ?? {};
  const said = tagOf(element);
  const known = said in TEXTS ? said : "id";
  // Texts in a further language are the page's to give, and speak that language.
  const tag = element.texts ? said : known;
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const text = (key, values = {}) =>
    (own[key] ?? TEXTS[known][key] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  return {
    tag,
    text,
    message: (messages) => messages[said] ?? messages[known],
    /** Decimal, as limits are: `1,2 MB`. */
    size: (bytes) =>
      bytes < 1_000_000 ? `${number.format(Math.ceil(bytes / 1000))} kB` : `${number.format(bytes / 1e6)} MB`,
    list: (items, type = "conjunction") => new Intl.ListFormat(tag, { type }).format(items),
    document: () => text(`document.${element.document}`),
  };
}

/** The first part of the tag that holds here: `en` of `en-GB`. */
function tagOf(element) {
  for (let node = element; node; node = node.parentNode ?? node.host) {
    const [tag] = (node.getAttribute?.("lang") ?? "").toLowerCase().split("-");
    if (/^[a-z]{2,3}$/.test(tag)) return tag;
  }
  return "id";
}
