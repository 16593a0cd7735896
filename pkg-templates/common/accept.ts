// The `accept` of a file input, known before the engine is loaded: the same as `requirements(document, vendor).accept`.

import { ACCEPT } from "./generated.js";
import type { DocumentKind, Vendor } from "./types.js";

/** Returns single types, never `image/*`, so that iOS converts HEIC to JPEG. Empty where the vendor does not read it. */
export function acceptOf(document: DocumentKind, vendor: Vendor): string {
  const accept: Record<string, string> | undefined = ACCEPT[vendor];
  return accept?.[document] ?? "";
}
