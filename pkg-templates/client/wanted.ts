// Which unsettled call is meant. Nothing here needs the engine: sessions and the page's side of the worker ask it too.

import { absolute, withoutSlash } from "../common/address.js";
import { demand, demandOptions } from "../common/arguments.js";
import type { ResumeOptions, Vendor } from "../common/types.js";
import { demandCallOptions } from "./supervise.js";
import { findWanted, type Unsettled, type Wanted } from "./unsettled.js";

/** Returns the newest call that these options mean; `undefined` where there is none without an answer. */
export function findCall(endpoint: string, vendor: Vendor, options: ResumeOptions): Unsettled | undefined {
  const given = demandOptions(options);
  demandCallOptions(given);
  demandName(given.resumeAs);
  demand(typeof given.document === "string", "document: say what was sent");
  return findWanted(wantedOf(endpoint, vendor, options));
}

/** Returns what is looked for by such options. */
export function wantedOf(
  endpoint: string | URL,
  vendor: Vendor,
  { document, table, page, resumeAs }: Pick<ResumeOptions, "document" | "table" | "page" | "resumeAs">,
): Wanted {
  return {
    ...{ endpoint: absolute(withoutSlash(endpoint)), vendor, document },
    ...{ table: table === true, page: page ?? null, name: resumeAs ?? "" },
  };
}

/** Throws unless it names whose call it is, or says that it is nobody's. */
export function demandName(resumeAs: unknown): void {
  demand(resumeAs == null || typeof resumeAs === "string", "resumeAs must be a string");
}
