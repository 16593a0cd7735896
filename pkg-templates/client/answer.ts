// A vendor's answer: read by the engine, with what only JavaScript knows.

import { demand } from "../common/demands.js";
import { errorWithoutEngine, type OpenError } from "../common/errors.js";
import type { Document, Extraction, Json, NormalizeOptions, Prepared, Transform } from "../common/types.js";
import type { Call, ExtractionData, Glue } from "../engine/glue.js";
import { ask } from "../engine/instance.js";

/**
 * Reads a vendor's answer, straight or through a proxy. Needs `init` awaited once.
 * @param response The answer's body, as text or parsed.
 * @param options Whose answer about what; its HTTP status where you know it.
 * @returns The record, with what the vendor said beside it.
 * @throws {OcrError} what the vendor's answer says; `partial` holds what could be read all the same
 * @example
 * await init();
 * const { record } = normalize(text, { document: "ktp", vendor: "verihubs", status: 200 });
 */
export function normalize<D extends Document>(
  response: string | object,
  options: NormalizeOptions & { document: D },
): Extraction<D> {
  const given: Partial<NormalizeOptions> = options ?? {};
  const { status = null, requestId = null } = given;
  demand(
    status === null || (Number.isInteger(status) && status >= 100 && status < 600),
    "status must be an HTTP status",
  );
  demand(requestId === null || typeof requestId === "string", "requestId must be a string");
  const text = typeof response === "string" ? response : toJson(response);
  const finish = (data: ExtractionData) => toExtraction(data, response, { attempts: 1, sandbox: false });
  try {
    return finish(ask((engine) => read(engine, text, options, { status, requestId }))) as Extraction<D>;
  } catch (thrown) {
    const error = thrown as OpenError;
    if (error.partial) error.partial = finish(error.partial);
    throw error;
  }
}

/**
 * Has the engine read an answer. Validity is held against the person's own calendar unless `today` is given.
 * @internal
 */
export function read(
  engine: Glue,
  text: string,
  options: Call,
  { status, requestId }: { status: number | null; requestId: string | null },
): ExtractionData {
  const call = { ...options, today: options?.today ?? localDate() };
  return engine.read(text, call, status ?? undefined, requestId ?? undefined);
}

/** What only JavaScript knows of an answer. */
interface Sent {
  attempts: number;
  sandbox: boolean;
}

/**
 * The engine's part of an extraction, with what only JavaScript knows. `raw` is the caller's own object.
 * @internal
 */
export function toExtraction(
  data: ExtractionData,
  raw: string | object,
  { attempts, sandbox }: Sent,
): Extraction {
  // Byte order marks are passed over, as by the engine.
  const parsed: Json = typeof raw === "string" ? JSON.parse(raw.replace(/^\uFEFF+/, "")) : (raw as Json);
  return { ...data, attempts, sandbox, prepared: null, raw: parsed };
}

/** The extraction with its polygons in the pixels of the file that was picked. @internal */
export function inOriginal<E extends Extraction>(extraction: E, prepared: Prepared | null): E {
  if (!prepared) return extraction;
  const { changes, transform, decoder } = prepared;
  const record = toOriginal(extraction.record, transform);
  return { ...extraction, record, prepared: { changes, transform, decoder } };
}

/** The polygons of a record, and of what else has any, in the pixels of the original. */
function toOriginal(value: unknown, transform: Transform): unknown {
  if (Array.isArray(value)) return value.map((item) => toOriginal(item, transform));
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([name, member]) => {
    const isPolygon = name === "polygon" && Array.isArray(member);
    return [name, isPolygon ? member.map((point) => map(transform, point)) : toOriginal(member, transform)];
  });
  return Object.fromEntries(members);
}

function map([a, b, c, d, e, f]: Transform, [x, y]: [number, number]): [number, number] {
  return [a * x + b * y + c, d * x + e * y + f];
}

function localDate(): string {
  const now = new Date();
  const two = (number: number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function toJson(response: object): string {
  try {
    return JSON.stringify(response) ?? "null";
  } catch (cause) {
    throw errorWithoutEngine("invalid_options", {
      detail: "the response must be a JSON text or object",
      cause,
    });
  }
}
