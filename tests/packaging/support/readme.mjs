// The code that the package's README shows.

import { readFile } from "node:fs/promises";

import { ROOT } from "../../e2e/support/root.mjs";

/** The block that has these words in it. */
export async function codeOfReadme(words) {
  const readme = await readFile(`${ROOT}pkg-templates/README.md`, "utf8");
  const blocks = [...readme.matchAll(/^```\w+\n(.*?)^```/gms)].map(([, code]) => code);
  const found = blocks.find((code) => code.includes(words));
  if (!found) throw new Error(`the README shows nothing with ${words}`);
  return found;
}
