// Encodes files, unchecked.

import { demandOptions, refuseMembers } from "../common/arguments.js";
import type { EncodedRequest, EncodeOptions, FileSource } from "../common/types.js";
import { withBlob } from "./check.js";

/**
 * The file as base64, unchecked.
 * @param file Or its bytes; at most 256 MiB.
 * @returns Its bytes as text, without line breaks.
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `invalid_options`
 */
export function toBase64(file: FileSource): Promise<string> {
  return withBlob(file, (engine, blob, wake) => engine.to_base64(blob, wake));
}

/**
 * The file as a data URL of its real type, unchecked.
 * @param file Or its bytes; at most 256 MiB.
 * @returns `data:image/jpeg;base64,…`
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `invalid_options`
 */
export function toDataUrl(file: FileSource): Promise<string> {
  return withBlob(file, (engine, blob, wake) => engine.to_data_url(blob, wake));
}

/**
 * The body your proxy wants, unchecked, for your own `fetch`.
 * @param file The picked file; on a server its bytes.
 * @param options For which document and vendor; JSON and form as the vendor takes it, or always a form.
 * @returns The body, built as bytes, and the headers it needs.
 * @throws {OcrError} `file_unreadable`, `engine_unavailable`, `invalid_options`
 * @example
 * const request = await encodeRequest(file, { document: "ktp", vendor: "verihubs" });
 * await fetch("/api/ocr/verihubs/ktp", { method: "POST", ...request });
 */
export async function encodeRequest(file: FileSource, options: EncodeOptions): Promise<EncodedRequest> {
  const given = demandOptions(options);
  refuseMembers(given, ["when", "maxBytes", "rotate", "crop"], "encodeRequest");
  return withBlob(file, (engine, blob, wake) => engine.encode_request(blob, given, wake));
}
