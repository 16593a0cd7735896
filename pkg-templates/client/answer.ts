// Reads a vendor's answer: the engine reads it, and this file adds what only JavaScript knows.

import { demand, demandOptions } from "../common/arguments.js";
import { isBytes } from "../common/blob.js";
import { errorWithoutEngine, OcrError } from "../common/errors.js";
import { TextDecoder } from "../common/text-codecs.js";
import type {
  CallOutcome,
  DocumentKind,
  Extraction,
  Json,
  NormalizeOptions,
  Prepared,
  Transform,
} from "../common/types.js";
import type { EngineOptions, ExtractionData, Reply } from "../engine/glue.js";
import { ask, init } from "../engine/instance.js";

/**
 * Reads a vendor's answer, straight or through a proxy.
 * @param response The answer's body: its text, its bytes, or parsed.
 * @param options Whose answer about what; its HTTP status where you know it.
 * @returns The record, with what the vendor said beside it.
 * @throws {OcrError} what the vendor's answer says; `partial` holds what could be read all the same
 * @example
 * const { record } = await normalize(text, { document: "ktp", vendor: "verihubs", status: 200 });
 */
export async function normalize<D extends DocumentKind>(
  response: string | object,
  options: NormalizeOptions & { document: D },
): Promise<Extraction<D>> {
  await init();
  return normalizeSync(response, options);
}

/**
 * The same without a promise. Needs `init` awaited once.
 * @param response The answer's body: its text, its bytes, or parsed.
 * @param options Whose answer about what; its HTTP status where you know it.
 * @returns The record, with what the vendor said beside it.
 * @throws {OcrError} what the vendor's answer says; `partial` holds what could be read all the same
 * @example
 * await init();
 * const { record } = normalizeSync(text, { document: "ktp", vendor: "verihubs", status: 200 });
 */
export function normalizeSync<D extends DocumentKind>(
  response: string | object,
  options: NormalizeOptions & { document: D },
): Extraction<D> {
  const { status = null, requestId = null, ...call } = demandOptions(options as NormalizeOptions);
  demand(
    status === null || (Number.isInteger(status) && status >= 100 && status < 600),
    "status must be an HTTP status",
  );
  demand(requestId === null || typeof requestId === "string", "requestId must be a string");
  const raw = isBytes(response) ? new TextDecoder().decode(response) : response;
  const text = typeof raw === "string" ? raw : toJson(raw);
  const reply = { status, text, requestId };
  const { extraction, error } = readAnswer(reply, call, { raw, attempts: 1 });
  if (!extraction) throw error;
  return extraction as Extraction<D>;
}

/** The result of a call: an extraction or an error. @internal */
export type Ending = { outcome: CallOutcome } & (
  | { extraction: Extraction; error: null }
  | { extraction: null; error: OcrError }
);

/** The part of a result that the engine does not know. @internal */
export interface CallContext {
  /** The answer as the caller has it. */
  raw: string | object;
  attempts: number;
  sandbox?: boolean;
  retryAfterMs?: number | null;
  /** The file that was sent, where it is not the one that was picked. */
  prepared?: Pick<Prepared, "changes" | "transform" | "decoder"> | null;
}

/** Reads an answer. Without `today`, validity is compared with the local date. @internal */
export function readAnswer(
  {
    status,
    text,
    requestId,
    kept,
  }: Pick<Reply, "text" | "requestId"> & { status: number | null; kept?: string | null },
  call: EngineOptions & { today?: string | undefined },
  context: CallContext,
): Ending {
  const options = { ...call, today: call.today ?? localDate() };
  const { extraction, error, outcome } = ask((engine) =>
    engine.read(text, options, { status, requestId, kept: kept != null }),
  );
  if (extraction) return { outcome, extraction: toExtraction(extraction, context), error: null };
  const partial = error?.partial ? toExtraction(error.partial, context) : null;
  const { retryAfterMs = null } = context;
  const members = { ...error, code: error?.code ?? "unknown", retryAfterMs, partial } as const;
  return { outcome, extraction: null, error: new OcrError(members) };
}

/** Completes the engine's part of an extraction. `raw` is the caller's own object. */
function toExtraction(
  data: ExtractionData,
  { raw, attempts, sandbox = false, prepared = null }: CallContext,
): Extraction {
  // The engine skips byte order marks too.
  const parsed: Json = typeof raw === "string" ? parseExactly(raw.replace(/^\uFEFF+/, "")) : (raw as Json);
  const extraction = { ...data, attempts, sandbox, prepared: null, raw: parsed };
  if (!prepared) return extraction;
  const { changes, transform, decoder } = prepared;
  const record = toOriginal(data.record, transform);
  return { ...extraction, record, prepared: { changes, transform, decoder } } as Extraction;
}

/** Maps all polygons to the pixels of the file that was picked. */
function toOriginal(value: unknown, transform: Transform): unknown {
  if (Array.isArray(value)) return value.map((item) => toOriginal(item, transform));
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([name, member]) => {
    const isPolygon = name === "polygon" && Array.isArray(member);
    return [name, isPolygon ? member.map((point) => map(transform, point)) : toOriginal(member, transform)];
  });
  return Object.fromEntries(members);
}

function map([a, b, c, d, e, f, g = 0, h = 0, i = 1]: Transform, [x, y]: [number, number]): [number, number] {
  const w = g * x + h * y + i;
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w];
}

function localDate(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Parses JSON. A whole number that JavaScript doesn't hold becomes the text of its digits. */
function parseExactly(text: string): Json {
  return JSON.parse(replaceInexact(text, (digits) => `"${digits}"`));
}

/** The JSON of an object. A whole number that may be another one than was sent is written as no whole number. */
function toJson(response: object): string {
  try {
    return replaceInexact(JSON.stringify(response) ?? "null", (digits) => Number(digits).toExponential());
  } catch (cause) {
    throw errorWithoutEngine("invalid_options", {
      detail: "the response must be a JSON text or object",
      cause,
    });
  }
}

/** Replaces the whole numbers of a JSON text that JavaScript doesn't hold exactly. */
function replaceInexact(json: string, replace: (digits: string) => string): string {
  // Few answers have one: a look for sixteen digits outside of quotes spares the others the walk over their strings.
  if (!/[[:,]\s*-?\d{16}/.test(json)) return json;
  const exact = (token: string) => !/^-?\d+$/.test(token) || Number.isSafeInteger(Number(token));
  const parts: string[] = [];
  let from = 0;
  while (from < json.length) {
    const quote = json.indexOf('"', from);
    const outside = json.slice(from, quote < 0 ? undefined : quote);
    parts.push(
      outside.replace(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
        exact(token) ? token : replace(token),
      ),
    );
    if (quote < 0) break;
    from = endOfString(json, quote);
    parts.push(json.slice(quote, from));
  }
  return parts.join("");
}

/** Returns where the string ends that begins at the quote. Not by a pattern: a picture's base64 is too long for one. */
function endOfString(json: string, quote: number): number {
  for (let at = quote + 1; ; ) {
    const end = json.indexOf('"', at);
    if (end < 0) return json.length;
    let first = end;
    while (json[first - 1] === "\\") first -= 1;
    at = end + 1;
    // After an even number of backslashes the quote is not escaped.
    if ((end - first) % 2 === 0) return at;
  }
}
