import type {
  Document,
  ErrorCode,
  Extraction,
  Nik,
  NormalizeOptions,
  ProblemCode,
  Requirements,
  Vendor,
  WarningCode,
} from "./index.js";

// Everything as in `periksa`, off the main thread. What gives a value there gives a promise here, and needs no `init`.

export type * from "./index.js";
export {
  assessQuality,
  check,
  default,
  encodeRequest,
  inspect,
  isOcrError,
  makeFit,
  OcrClient,
  OcrError,
  prepare,
  toBase64,
  toDataUrl,
} from "./index.js";

/**
 * What the vendor takes of the document.
 * @param document What is read.
 * @param vendor Who reads it.
 * @returns Formats, bytes and pixels, and `accept` for your file input.
 * @throws {OcrError} `invalid_options`, `engine_unavailable`
 */
export function requirements(document: Document, vendor: Vendor): Promise<Requirements>;

/**
 * Reads a vendor's answer, straight or through a proxy.
 * @param response The answer's body, as text or parsed.
 * @param options Whose answer about what; its HTTP status where you know it.
 * @returns The record, with what the vendor said beside it.
 * @throws {OcrError} what the vendor's answer says; `partial` holds what could be read all the same
 */
export function normalize<D extends Document>(
  response: string | object,
  options: NormalizeOptions & { document: D },
): Promise<Extraction<D>>;

/**
 * What a NIK says by itself, for forms.
 * @param text As typed.
 * @returns What its digits say; `null` where they say nothing.
 * @throws {OcrError} `invalid_options`, `engine_unavailable`
 */
export function parseNik(text: string): Promise<Nik>;

/**
 * Adds messages in a further language, for this worker and those after it.
 * @param language Its tag, such as `jv`.
 * @param texts By code of a problem, warning or error.
 * @throws {OcrError} `invalid_options`
 */
export function registerMessages(
  language: string,
  texts: Partial<Record<ProblemCode | WarningCode | ErrorCode, string>>,
): Promise<void>;

/**
 * Ends the worker and frees its memory. Calls under way reject with `engine_unavailable`; the next call starts another
 * worker.
 */
export function terminate(): void;
