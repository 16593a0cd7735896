// The functions around the engine: what they take is checked here, what they judge is judged in Rust.

import { demand, demandTexts } from "./demands.js";
import { ask, learn, run } from "./engine.js";
import { errorWithoutEngine } from "./errors.js";

export function requirements(document, vendor) {
  return ask((engine) => engine.requirements(document, vendor));
}

export function inspect(file) {
  return withBlob(file, (engine, wake) => engine.inspect(file, wake));
}

export async function check(file, options) {
  const { report } = await withBlob(file, (engine, wake) => engine.check(file, options, wake));
  return report;
}

export function assessQuality(file) {
  return withBlob(file, (engine, wake) => engine.assess_quality(file, wake));
}

export function toBase64(file) {
  return withBlob(file, (engine, wake) => engine.to_base64(file, wake));
}

export function toDataUrl(file) {
  return withBlob(file, (engine, wake) => engine.to_data_url(file, wake));
}

export async function encodeRequest(file, options) {
  const { body, headers } = await withBlob(file, (engine, wake) => engine.encode_call(file, options, wake));
  return { body, headers };
}

export function normalize(response, options) {
  const { status = null, requestId = null } = options ?? {};
  demand(
    status === null || (Number.isInteger(status) && status >= 100 && status < 600),
    "status must be an HTTP status",
  );
  demand(requestId === null || typeof requestId === "string", "requestId must be a string");
  const text = typeof response === "string" ? response : toJson(response);
  const finish = (data) => toExtraction(data, response, { attempts: 1, sandbox: false });
  try {
    return finish(ask((engine) => read(engine, text, options, { status, requestId })));
  } catch (error) {
    if (error.partial) error.partial = finish(error.partial);
    throw error;
  }
}

/** What a NIK says by itself, for forms. */
export function parseNik(text) {
  demand(typeof text === "string", "the NIK must be a string");
  return ask((engine) => engine.parse_nik(text));
}

/** Adds messages in a further language. Needs no `init`. */
export function registerMessages(language, texts) {
  demandTexts(language, texts);
  learn(language, texts);
}

/** Has the engine read an answer. Validity is held against the person's own calendar unless `today` is given. */
export function read(engine, text, options, { status, requestId }) {
  const call = { ...options, today: options?.today ?? localDate() };
  return engine.read(text, call, status ?? undefined, requestId ?? undefined);
}

function localDate() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** The engine's part of an extraction, with what only JavaScript knows. `raw` is the caller's own object. */
export function toExtraction(data, raw, { attempts, sandbox }) {
  // Byte order marks are passed over, as by the engine.
  const parsed = typeof raw === "string" ? JSON.parse(raw.replace(/^\uFEFF+/, "")) : raw;
  return { ...data, attempts, sandbox, prepared: null, raw: parsed };
}

/** A Blob or File, of another realm too. */
export function isBlob(value) {
  return (
    typeof value?.slice === "function" &&
    typeof value.arrayBuffer === "function" &&
    typeof value.size === "number"
  );
}

async function withBlob(file, start) {
  if (!isBlob(file))
    throw errorWithoutEngine("invalid_options", { detail: "the file must be a File or Blob" });
  return run(start);
}

function toJson(response) {
  try {
    return JSON.stringify(response) ?? "null";
  } catch (cause) {
    throw errorWithoutEngine("invalid_options", {
      detail: "the response must be a JSON text or object",
      cause,
    });
  }
}
