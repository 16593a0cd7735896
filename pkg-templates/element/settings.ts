// Attributes and properties of `<periksa-input>`, and the session's settings made of them.

import type { PropertyDeclaration, PropertyDeclarations } from "lit";

import type { DocumentKind } from "../common/types.js";
import type { SessionSettings } from "../session/settings.js";

/** Properties of boolean attributes: `true` where the attribute is present. */
export const FLAGS = [
  "validateQuality",
  "noQuality",
  "noPrepare",
  "failClosed",
  "noResume",
  "table",
] as const;

const flag = (attribute: string): PropertyDeclaration => ({ type: Boolean, attribute, reflect: true });

/** Lit's declarations. `name`, `required` and `disabled` are accessors in element.ts: they take effect at once. */
export const PROPERTIES: PropertyDeclarations = {
  kind: {},
  vendor: {},
  endpoint: {},
  validateQuality: flag("validate-quality"),
  noQuality: flag("no-quality"),
  noPrepare: flag("no-prepare"),
  crop: {},
  failClosed: flag("fail-closed"),
  noResume: flag("no-resume"),
  upload: {},
  credentials: {},
  timeoutMs: { type: Number, attribute: "timeout-ms" },
  retries: { type: Number },
  resumeAs: { attribute: "resume-as" },
  table: flag("table"),
  page: { type: Number },
  today: {},
  policy: { attribute: false },
  headers: { attribute: false },
  engine: { attribute: false },
  onEvent: { attribute: false },
  texts: { attribute: false },
};

type SettingName = keyof SessionSettings;
/** Settings that have the same name and meaning as properties of the element. */
type SharedName = Exclude<SettingName, "document" | "checkQuality" | "prepare" | "failOpen" | "resume">;

/** The properties that hold the session's settings. */
export type SettingProperties<D extends DocumentKind> = {
  [Name in SharedName]?: SessionSettings<D>[Name] | null;
} & { kind: D } & Record<"noQuality" | "noPrepare" | "failClosed" | "noResume", boolean>;

/** Makes the session's settings. A property without a value, or whose attribute was removed, leaves its setting out. */
export function settingsOf<D extends DocumentKind>(element: SettingProperties<D>): SessionSettings<D> {
  const { vendor, endpoint, upload, credentials, timeoutMs, retries, page, today, crop } = element;
  const { policy, headers, engine, onEvent, resumeAs } = element;
  const values: Record<SettingName, unknown> = {
    ...{ vendor, endpoint, upload, credentials, timeoutMs, retries, page, today, crop },
    ...{ policy, headers, engine, onEvent, resumeAs },
    document: element.kind,
    validateQuality: element.validateQuality || undefined,
    table: element.table || undefined,
    checkQuality: element.noQuality ? false : undefined,
    prepare: element.noPrepare ? false : undefined,
    failOpen: element.failClosed ? false : undefined,
    resume: element.noResume ? false : undefined,
  };
  const given = Object.entries(values).map(([name, value]) => [name, value ?? undefined]);
  // Scripts and markup may hold any value: the engine rejects what is no value of a setting.
  return Object.fromEntries(given) as SessionSettings<D>;
}
