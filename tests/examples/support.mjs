// What the README shows, for the tests that run it.

import { readFile } from "node:fs/promises";

import { ROOT } from "../e2e/support/root.mjs";

/** The code blocks of the package's README: `{ language, code }`. */
export async function blocksOf() {
  const readme = await readFile(`${ROOT}pkg/README.md`, "utf8");
  return [...readme.matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, language, code]) => ({ language, code }));
}
