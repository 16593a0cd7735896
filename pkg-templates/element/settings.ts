// What a page says of `<periksa-input>`: attributes and properties, and the session's settings among them.

import type { ComplexAttributeConverter, PropertyDeclaration, PropertyDeclarations } from "lit";

import type { Document } from "../common/types.js";
import type { SessionSettings } from "../session/settings.js";

type SettingName = keyof SessionSettings;

/** `"false"` says no; anything else that is there, empty too, says yes. */
const unlessFalse = <T>(yes: T, no: T): ComplexAttributeConverter<T | undefined> => ({
  fromAttribute: (value) => (value === null ? undefined : value === "false" ? no : yes),
});

/** Of the session, by the names it has there. */
const SETTINGS: Record<SettingName, PropertyDeclaration> = {
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
  prepare: { converter: unlessFalse<"auto" | false>("auto", false) },
  failOpen: { attribute: "fail-open", converter: unlessFalse(true, false) },
  policy: { attribute: false },
  headers: { attribute: false },
  engine: { attribute: false },
  onEvent: { attribute: false },
};

/** Lit's declarations of them. Those of every form's field are in element.ts: what they say holds at once. */
export const PROPERTIES: PropertyDeclarations = {
  ...SETTINGS,
  texts: { attribute: false },
};

/** What is left out, or whose attribute was taken away, is as if never said. */
export function settingsOf<D extends Document>(
  element: { [Name in SettingName]?: SessionSettings<D>[Name] | null },
): SessionSettings<D> {
  const names = Object.keys(SETTINGS) as SettingName[];
  const said: { [Name in SettingName]?: unknown } = Object.fromEntries(
    names.map((name) => [name, element[name] ?? undefined]),
  );
  // Only as true as the page's script and markup are: the engine tells of what is none of its values.
  return said as SessionSettings<D>;
}
