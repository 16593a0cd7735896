// Writes pkg-templates/common/generated.ts: what the engine says of itself, for what has to know it before it is loaded.
// `node .ci/generated.mjs VERSION`, after the wasm was built into target/wasm-pack.

import { readFile, writeFile } from "node:fs/promises";

/** Errors that may come before the engine can give their words. */
const EARLY = ["aborted", "engine_unavailable", "invalid_options"];

const [version] = process.argv.slice(2);
if (!version) throw new Error("usage: node .ci/generated.mjs VERSION");
const built = new URL("../target/wasm-pack/", import.meta.url);
const module = await WebAssembly.compile(await readFile(new URL("periksa_bg.wasm", built)));
const marker = `version_${version.replace(/\W/g, "_")}`;
if (!WebAssembly.Module.exports(module).some(({ name }) => name === marker))
  throw new Error(`the wasm does not export ${marker}: name it by the version in src/js/lib.rs`);

const engine = await import(new URL("periksa.js", built));
await engine.default({ module_or_path: module });
const declarations = await readFile(new URL("periksa.d.ts", built), "utf8");
/** The members of a closed list, by its type. */
const membersOf = (type) => {
  const [, union] = new RegExp(`export type ${type} = ([^;]+);`).exec(declarations);
  return [...union.matchAll(/"(\w+)"/g)].map(([, name]) => name);
};
const acceptOf = (document, vendor) => {
  try {
    return [[document, engine.requirements({ document, vendor }).accept]];
  } catch {
    return []; // the vendor does not read it
  }
};
const documents = membersOf("DocumentKind");
const accept = Object.fromEntries(
  membersOf("Vendor").map((vendor) => [
    vendor,
    Object.fromEntries(documents.flatMap((document) => acceptOf(document, vendor))),
  ]),
);
const errors = Object.fromEntries(
  membersOf("ErrorCode").map((code) => {
    const { action, retryable, billed, attemptFailed, messages } = engine.error_of(code);
    return [code, { action, retryable, billed, attemptFailed, messages }];
  }),
);
const facts = Object.entries(errors).map(([code, { messages, ...rest }]) => [code, rest]);
const texts = EARLY.map((code) => [code, errors[code].messages]);

const literal = (value) => JSON.stringify(value, null, 2);
const source = `// What the engine says of itself. Written by .ci/generated.mjs at each build.

import type { Billed, DocumentsOf, ErrorAction, ErrorCode, Texts, Vendor } from "./types.js";

/** The wasm of this version has an export of this name. */
export const VERSION = ${literal(marker)};

/** What a file input offers, for each document that a vendor reads. */
export const ACCEPT: { [V in Vendor]: Record<DocumentsOf[V], string> } = ${literal(accept)};

/** What the code of an error says by itself. */
export interface CodeFacts {
  action: ErrorAction;
  retryable: boolean;
  billed: Billed;
  attemptFailed: boolean;
}

export const ERRORS: Record<ErrorCode, CodeFacts> = ${literal(Object.fromEntries(facts))};

/** Errors that may come before the engine can give their words. */
export type EarlyCode = ${EARLY.map(literal).join(" | ")};

export const MESSAGES: Record<EarlyCode, Texts> = ${literal(Object.fromEntries(texts))};
`;
await writeFile(new URL("../pkg-templates/common/generated.ts", import.meta.url), source);
