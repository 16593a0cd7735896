// What a page says of `<periksa-input>`: attributes and properties, and the session's settings among them.

/** `"false"` says no; anything else that is there, empty too, says yes. */
const unlessFalse = (yes, no) => ({
  fromAttribute: (value) => (value === null ? undefined : value === "false" ? no : yes),
});

/** Of the session, by the names it has there. */
const SETTINGS = {
  document: {},
  vendor: {},
  endpoint: {},
  upload: {},
  credentials: {},
  today: {},
  timeoutMs: { type: Number, attribute: "timeout-ms" },
  retries: { type: Number },
  page: { type: Number },
  table: { type: Boolean },
  validateQuality: { type: Boolean, attribute: "validate-quality" },
  quality: { converter: unlessFalse(true, false) },
  prepare: { converter: unlessFalse("auto", false) },
  failOpen: { attribute: "fail-open", converter: unlessFalse(true, false) },
  policy: { attribute: false },
  headers: { attribute: false },
  engine: { attribute: false },
  onEvent: { attribute: false },
};

/** Lit's declarations of them. Those of every form's field are in element.js: what they say holds at once. */
export const PROPERTIES = {
  ...SETTINGS,
  texts: { attribute: false },
};

/** What is left out, or whose attribute was taken away, is as if never said. */
export function settingsOf(element) {
  return Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, element[name] ?? undefined]));
}
