import { LABELS } from "./labels.js";
import { keep, recall } from "./storage.js";
import { TEXTS } from "./texts.js";

/** @typedef {"id" | "en"} Language */

const STORED = "periksa.language";

/** @type {Language} */
let current = "id";

export function language() {
  return current;
}

/** Takes the language of the last visit; Indonesian where there was none. */
export function startLanguage() {
  setLanguage(recall("localStorage", STORED) === "en" ? "en" : "id");
}

export function setLanguage(/** @type {Language} */ chosen) {
  current = chosen;
  document.documentElement.lang = chosen;
  keep("localStorage", STORED, chosen);
}

/** Adds the texts of another page, which go before those of the same key. */
export function addTexts(/** @type {Record<string, { id: string, en: string }>} */ more) {
  Object.assign(TEXTS, more);
}

/** A text of the page with its `{names}` filled in. What has no text here reads as the end of its key. */
export function text(key, values = {}) {
  const template = TEXTS[key]?.[current] ?? lastPart(key);
  return template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** What a field is called. */
export function labelOf(/** @type {string} */ path) {
  const entry = LABELS[path] ?? LABELS[lastPart(path)];
  return entry?.[current] ?? path;
}

/** A message of the package. */
export function messageOf(/** @type {import("/pkg/index.js").Texts} */ messages) {
  return messages[current] ?? messages.id;
}

/** Fills every element that names its text in `data-text`. */
export function translatePage() {
  for (const place of document.querySelectorAll("[data-text]")) {
    place.textContent = text(place.dataset.text);
  }
}

function lastPart(key) {
  return key.split(".").at(-1);
}
