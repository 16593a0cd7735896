// What a file input offers, known before the engine is there: `requirements(document, vendor).accept`.

import { ACCEPT } from "./generated.js";
import type { DocumentKind, Vendor } from "./types.js";

/** Types one by one, never `image/*`: iOS then turns HEIC into JPEG by itself. Empty where the vendor does not read it. */
export function acceptOf(document: DocumentKind, vendor: Vendor): string {
  const accept: Record<string, string> | undefined = ACCEPT[vendor];
  return accept?.[document] ?? "";
}
