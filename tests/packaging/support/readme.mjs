// The code that the package's README and the pages beside it show.

import { readdir, readFile } from "node:fs/promises";

import { ROOT } from "../../e2e/support/root.mjs";

/** The texts of the README and of its pages, by their paths in the package. */
export async function pagesOf(folder = `${ROOT}pkg-templates`) {
  const names = (await readdir(`${folder}/docs`)).filter((name) => name.endsWith(".md")).sort();
  const paths = ["README.md", ...names.map((name) => `docs/${name}`)];
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await readFile(`${folder}/${path}`, "utf8")])),
  );
}

/** All code blocks: `{ language, code }`. */
export async function blocksOf(folder) {
  const text = Object.values(await pagesOf(folder)).join("\n");
  return [...text.matchAll(/^```(\w+)\n(.*?)^```/gms)].map(([, language, code]) => ({ language, code }));
}

/** The block that has these words in it. */
export async function codeOfReadme(words) {
  const found = (await blocksOf()).find(({ code }) => code.includes(words));
  if (!found) throw new Error(`the README shows nothing with ${words}`);
  return found.code;
}
