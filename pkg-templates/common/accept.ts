// What a file input offers, known before the engine is there: `requirements(document, vendor).accept`.

import type { Document, Vendor } from "./types.js";

const PICTURES = "image/jpeg,image/png";

/** Types one by one, never `image/*`: iOS then turns HEIC into JPEG by itself. A test holds it against the engine. */
export function acceptOf(document: Document, vendor: Vendor): string {
  if (vendor === "glair") return document === "bpkb" ? `${PICTURES},image/tiff,application/pdf` : PICTURES;
  return document === "ktp" ? PICTURES : `${PICTURES},application/pdf`;
}
