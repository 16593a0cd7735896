// Fails where source files import each other in a circle: `node .ci/circles.mjs ROOT…`. A ROOT is the root file of a
// Rust crate, or a folder of TypeScript. An import counts for the file that defines what is imported, not for those
// that re-export it. In Rust `mod child;` is no import, and what is under `cfg(test)` is left out.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { rustImports } from "./rust-imports.mjs";

/**
 * Groups of files that all reach each other, with the imports inside the group.
 *
 * @param {{ from: string, to: string, line: number, name: string }[]} imports
 */
export function circles(imports) {
  const targets = new Map();
  for (const { from, to } of imports) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  const reach = (file, seen = new Set()) => {
    for (const to of targets.get(file) ?? []) if (!seen.has(to)) reach(to, seen.add(to));
    return seen;
  };
  const reached = new Map([...targets.keys()].map((file) => [file, reach(file)]));
  const groups = new Map();
  for (const [file, others] of reached) {
    const files = [...others].filter((other) => reached.get(other)?.has(file)).sort();
    if (files.length > 1) groups.set(files.join(), files);
  }
  const inside = (files) => imports.filter(({ from, to }) => files.includes(from) && files.includes(to));
  return [...groups.values()].map((files) => ({ files, imports: inside(files) }));
}

/** The imports between the TypeScript and JavaScript files of a folder. `import(…)`, at run time, is none. */
export function scriptImports(folder) {
  const files = readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => /(?<!\.d)\.[jt]sx?$/.test(file) && !file.includes("node_modules"));
  return files.flatMap((from) => {
    const source = readFileSync(from, "utf8");
    return [...source.matchAll(SCRIPT_IMPORT)].flatMap(({ 1: name, index }) => {
      const base = join(dirname(from), name);
      const stem = base.replace(/\.[jt]sx?$/, "");
      const candidates = [".ts", ".tsx", ".js", ".jsx", "/index.ts", "/index.js"].map((end) => stem + end);
      const to = [base, ...candidates].find((file) => files.includes(file));
      return to && to !== from ? [{ from, to, name, line: source.slice(0, index).split("\n").length }] : [];
    });
  });
}

/** `import … from "./x"`, `export … from "./x"` and `import "./x"`, each at the beginning of a line. */
const SCRIPT_IMPORT = /^(?:import|export)\b(?:[^;"'`]*?\bfrom)?\s*["'](\.[^"']*)["']/gm;

/** One line for each pair of files, with all that the first takes from the second. */
function report({ files, imports }) {
  const pairs = new Map();
  for (const { from, to, line, name } of imports) {
    const pair = pairs.get(`${from} ${to}`) ?? {
      start: `${from}:${line} imports from ${to}:`,
      names: new Set(),
    };
    pairs.set(`${from} ${to}`, { ...pair, names: pair.names.add(name) });
  }
  const lines = [...pairs.values()].map(({ start, names }) => `  ${start} ${[...names].join(", ")}`);
  return [`A circle of ${files.length} files:`, ...lines].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const roots = process.argv.slice(2);
  if (roots.length === 0) throw new Error("usage: node .ci/circles.mjs ROOT…");
  for (const root of roots) {
    for (const circle of circles(root.endsWith(".rs") ? rustImports(root) : scriptImports(root))) {
      console.error(report(circle));
      process.exitCode = 1;
    }
  }
}
