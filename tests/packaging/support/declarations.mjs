// Which declarations people's compilers read: those of the entries, and what these refer to.

import { readFile } from "node:fs/promises";
import { join, posix } from "node:path";

/** Their paths in the package in this folder. */
export async function publishedDeclarations(folder) {
  const { exports } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const found = new Set();
  const follow = async (path) => {
    if (found.has(path)) return;
    found.add(path);
    const text = await readFile(join(folder, path), "utf8");
    for (const [, address] of text.matchAll(/\b(?:from|import)\b *\(?"(\.[^"]+)\.js"/g))
      await follow(posix.join(posix.dirname(path), `${address}.d.ts`));
  };
  for (const { types } of Object.values(exports)) if (types) await follow(posix.normalize(types));
  return [...found].sort();
}
