// What the sandbox answers to a request: what the vendor's pages say, with invented values.

import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import type { DocumentKind, FileFacts, Json, Vendor } from "../common/types.js";
import { check } from "../index.js";

/** What came to the sandbox. */
export interface Asked {
  method: string | undefined;
  /** Vendor and document, as `verihubs/ktp`. */
  route: string;
  searchParams: URLSearchParams;
  /** What was asked for by `Sandbox-Scenario`; empty for the usual answer. */
  scenario: string;
  /** Of the body. */
  type: string;
  body: Buffer | null;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body: string | Uint8Array;
}

/** answers.json: what the repository's own sandbox answers; a test holds them against each other. */
interface Answers {
  /** Bodies of successes, by route and query, about a picture of `size`. */
  successes: Record<string, Json>;
  size: [width: number, height: number];
  /** Status and body of the errors that a family of endpoints documents, by name. */
  errors: Record<Family, Record<string, [status: number, body: Json]>>;
}
type Family = "verihubs/ktp" | "verihubs" | "glair";

const SLOW_MS = 5_000;
const SCENARIOS: Record<string, Reply> = {
  "429": json(429, { message: "API rate limit exceeded" }, { "Retry-After": "1" }),
  "502": {
    status: 502,
    headers: { "Content-Type": "text/html" },
    body: "<html><head><title>502 Bad Gateway</title></head></html>",
  },
};

let loaded: Promise<Answers> | undefined;

export async function answerTo({ method, route, searchParams, scenario, type, body }: Asked): Promise<Reply> {
  // Its text: the URL class of a test's page is not Node's.
  loaded ??= readFile(fileURLToPath(new URL("./answers.json", import.meta.url).href), "utf8").then(
    JSON.parse,
  );
  const { successes, size, errors } = await loaded;
  const query = searchParams.size > 0 ? `?${searchParams}` : "";
  const success = method === "POST" && own(successes, route + query);
  if (!success) return problem(404, "not_found");
  if (!body) return problem(413, "image_too_large");
  const [vendor, document] = route.split("/") as [Vendor, DocumentKind];
  const known = errors[vendor === "verihubs" && document === "ktp" ? "verihubs/ktp" : vendor];
  const fail = (name: string) => json(...(known[name] as [number, Json]));

  const played = own(SCENARIOS, scenario);
  if (played) return { ...played };
  if (own(known, scenario)) return fail(scenario);
  const names = ["slow", ...Object.keys(SCENARIOS), ...Object.keys(known)];
  if (scenario && scenario !== "slow")
    return json(400, { message: `Unknown Sandbox-Scenario. Known here: ${names.join(", ")}` });
  if (scenario) await sleep(SLOW_MS);

  const isJson = vendor === "verihubs" && document === "ktp" && !type.startsWith("multipart/");
  const image = isJson ? imageOfJson(body) : imageOfForm(body, type);
  // The vendor fetches it; the sandbox takes it for a good one.
  if (image instanceof URL) return json(200, success);
  if (typeof image === "string")
    return fail(vendor === "glair" ? "NO_FILE" : isJson ? image : "OCR_40001_422");
  const report = await check(image, { document, vendor, checkQuality: false });
  if (report.ok) return json(200, scaled(success, size, report.facts));
  const { vendorCode } = report.problems[0];
  if (vendor === "glair") return fail(vendorCode === "NO_FILE" ? vendorCode : "FILE_INVALID_FORMAT");
  return fail(document === "ktp" ? (vendorCode ?? "INVALID_PAYLOAD_IMAGE_FORMAT") : "OCR_40001_422");
}

/** The picture of Verihubs' KTP, where it is to be fetched from, or the code of what is wrong. */
function imageOfJson(body: Buffer): Uint8Array | URL | string {
  const parsed = parse(body.toString());
  if (!parsed) return "INVALID_PAYLOAD";
  const { image } = parsed;
  if (image === undefined) return "MISSING_PAYLOAD_IMAGE";
  if (typeof image !== "string" || image === "") return "INVALID_PAYLOAD_IMAGE_MISSING";
  if (/^https?:\/\//.test(image) && URL.canParse(image)) return new URL(image);
  const isBase64 = image.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(image);
  return isBase64 ? Buffer.from(image, "base64") : "INVALID_PAYLOAD_IMAGE_MISSING";
}

/** A member, which an object has by this name itself. */
function own<T>(members: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(members, name) ? members[name] : undefined;
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && Object.keys(value).length > 0;
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** The part `image` of a form, or the code of what is wrong. By hand: Jest's jsdom has no Response that could read it. */
function imageOfForm(body: Buffer, type: string): Uint8Array | string {
  const [, boundary] = /boundary="?([^";]+)/.exec(type) ?? [];
  if (!boundary) return "INVALID_PAYLOAD";
  for (const part of body.toString("latin1").split(`--${boundary}`)) {
    const end = part.indexOf("\r\n\r\n");
    // Before the next boundary is one more line break.
    if (/; *name="image"/.test(part.slice(0, Math.max(end, 0))))
      return Buffer.from(part.slice(end + 4, -2), "latin1");
  }
  return "MISSING_PAYLOAD_IMAGE";
}

/** Moves polygons to where they would be in a picture of this size. */
function scaled(value: Json, [width, height]: [number, number], facts: FileFacts): Json {
  const [across, down] = [(facts.displayWidth ?? width) / width, (facts.displayHeight ?? height) / height];
  const moved = (member: Json): Json => {
    if (Array.isArray(member)) return member.map(moved);
    if (member === null || typeof member !== "object") return member;
    return Object.fromEntries(
      Object.entries(member).map(([name, inner]) => [
        name,
        name === "polygon" && Array.isArray(inner)
          ? (inner as [number, number][]).map(([x, y]) => [Math.round(x * across), Math.round(y * down)])
          : moved(inner),
      ]),
    );
  };
  return moved(value);
}

function json(status: number, body: Json, headers: Record<string, string> = {}): Reply {
  return { status, headers: { "Content-Type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** What a proxy says of its own accord. */
function problem(status: number, code: string): Reply {
  const body = { type: `urn:periksa:${code}`, title: code, status, billed: "no" };
  return json(status, body, { "Content-Type": "application/problem+json" });
}
