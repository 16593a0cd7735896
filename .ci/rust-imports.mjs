// Which file of a Rust crate takes what from which other file, by its `mod`, `use` and `a::b::c`.
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** The imports of the crate with the root file `root`, each as `{ from, to, line, name }`. */
export function rustImports(root) {
  const modules = [load(root, undefined, dirname(root))];
  // Grows while it is walked.
  for (const { children } of modules) modules.push(...children.values());
  return modules.flatMap((module) =>
    [...module.uses, ...module.paths].flatMap(({ path, glob, line }) => {
      const found = find(module, path);
      // A module's name alone takes nothing from its file; what is taken is named by a longer path.
      if (!found || (!found.item && !glob) || found.module.file === module.file) return [];
      return [{ from: module.file, to: found.module.file, line, name: found.item ?? "*" }];
    }),
  );
}

/** Reads the file of a module, and those of its children, which are in `folder`. */
function load(file, parent, folder) {
  const module = newModule(file, parent);
  readItems(tokenize(readFileSync(file, "utf8")), 0, module, folder);
  return module;
}

const newModule = (file, parent) => ({
  file,
  parent,
  children: new Map(),
  items: new Set(),
  uses: [],
  paths: [],
});

function tokenize(source) {
  let [line, last] = [1, 0];
  return [...source.matchAll(TOKEN)].flatMap(({ 0: text, index }) => {
    line += source.slice(last, index).split("\n").length - 1;
    last = index;
    return text.startsWith("//") || text.startsWith("/*") ? [] : [{ text, line }];
  });
}

/** Comments, texts, characters, lifetimes, words, `::`, and any other character. */
const TOKEN = new RegExp(
  [
    /\/\/.*|\/\*[\s\S]*?\*\//,
    /[bc]?r(#*)"[\s\S]*?"\1|[bc]?"(?:\\[\s\S]|[^"\\])*"/,
    /b?'(?:\\(?:u\{.*?\}|x..|.)|[^\\'])'|'\w+/,
    /\w+|::|\S/,
  ]
    .map((part) => part.source)
    .join("|"),
  "gu",
);

/** Reads what a module declares, defines and names, from token `at` to the `}` that ends it; returns where that is. */
function readItems(tokens, at, module, folder) {
  const text = (index) => tokens[index]?.text ?? "";
  const isName = (index) => /^[A-Za-z_]\w*$/.test(text(index));
  let [depth, filePath] = [0, undefined];
  for (; at < tokens.length; at += 1) {
    const word = text(at);
    if (word === "}" && depth === 0) return at;
    if (word === "{") depth += 1;
    else if (word === "}") depth -= 1;
    else if (word === "#" && ["[", "!"].includes(text(at + 1))) {
      const end = endOf(tokens, at, ["]"]);
      const attribute = tokens
        .slice(at, end)
        .map((token) => token.text)
        .join("");
      filePath = /^#\[path="(.*)"$/.exec(attribute)?.[1] ?? filePath;
      at = /^#\[cfg\((all\()?test\b/.test(attribute) ? endOf(tokens, end + 1, [";", "}"]) : end;
    } else if (word === "mod" && text(at + 2) === ";") {
      module.children.set(text(at + 1), loadChild(module, text(at + 1), folder, filePath));
      filePath = undefined;
    } else if (word === "mod" && text(at + 2) === "{") {
      const child = newModule(module.file, module);
      module.children.set(text(at + 1), child);
      at = readItems(tokens, at + 3, child, join(folder, text(at + 1)));
    } else if (word === "use" && text(at + 1) !== "<") {
      at = readUse(tokens, at + 1, [], module.uses);
    } else if (DEFINES.has(word)) {
      module.items.add(text(at + 1) === "!" ? text(at + 2) : text(at + 1));
    } else if (isName(at) && text(at + 1) === "::" && ![".", "::"].includes(text(at - 1))) {
      const [path, { line }] = [[word], tokens[at]];
      const isVisibility = text(at - 1) === "in" && text(at - 2) === "(";
      for (; text(at + 1) === "::" && isName(at + 2); at += 2) path.push(text(at + 2));
      if (path.length > 1 && !isVisibility) module.paths.push({ path, line });
    }
  }
  return at;
}

const DEFINES = new Set(["const", "enum", "fn", "macro_rules", "static", "struct", "trait", "type", "union"]);

function loadChild(parent, name, folder, filePath) {
  const places = filePath
    ? [join(dirname(parent.file), filePath)]
    : [join(folder, `${name}.rs`), join(folder, name, "mod.rs")];
  const file = places.find((place) => existsSync(place));
  if (!file) throw new Error(`${parent.file}: no file for mod ${name}`);
  const hasOwnFolder = !filePath && basename(file) !== "mod.rs";
  return load(file, parent, hasOwnFolder ? join(folder, name) : dirname(file));
}

/** Where the item ends that begins at `at`: at the first of `ends` that is outside of brackets. */
function endOf(tokens, at, ends) {
  let [depth, isUse] = [0, false];
  for (; at < tokens.length; at += 1) {
    const { text } = tokens[at];
    if ("([{".includes(text)) depth += 1;
    else if (")]}".includes(text)) depth -= 1;
    else if (text === "use" && depth === 0 && tokens[at + 1]?.text !== "<") isUse = true;
    if (depth < 0) return at - 1;
    if (depth === 0 && ends.includes(text) && !(isUse && text === "}")) return at;
  }
  return at;
}

/** Reads a tree of imports into `uses`, and returns where it ends. */
function readUse(tokens, at, prefix, uses) {
  const path = [...prefix];
  for (; at < tokens.length; at += 1) {
    const { text, line } = tokens[at];
    const next = tokens[at + 1]?.text;
    if (text === "{") {
      for (at += 1; tokens[at] && tokens[at].text !== "}"; at += 1) {
        if (tokens[at].text !== ",") at = readUse(tokens, at, path, uses);
      }
      return at;
    }
    if (text === "*") {
      uses.push({ path, glob: true, line });
      return at;
    }
    // A path that begins with `::` is another crate's.
    if (text !== "::" ? text !== "self" || path.length === 0 : path.length === 0) path.push(text);
    if (text !== "::" && next !== "::") {
      uses.push({ path, name: next === "as" ? tokens[at + 2].text : path.at(-1), line });
      return next === "as" ? at + 2 : at;
    }
  }
  return at;
}

/** The module that defines what `path`, written in `module`, leads to; nothing where that is in another crate. */
function find(module, path, depth = 0) {
  const [first, ...rest] = path;
  if (!module || depth > 32) return undefined;
  if (first === "crate")
    return module.parent ? find(module.parent, path, depth) : lookUp(module, rest, depth);
  if (first === "self") return lookUp(module, rest, depth);
  if (first === "super") return lookUp(module.parent, rest, depth);
  const isKnown = module.children.has(first) || module.uses.some(({ name }) => name === first);
  return isKnown ? lookUp(module, path, depth) : undefined;
}

/** The same for a path from inside `module`. A name that nothing there defines is taken for an item of its own. */
function lookUp(module, [first, ...rest], depth) {
  if (!module || !first) return module && { module };
  if (first === "super") return lookUp(module.parent, rest, depth);
  if (module.children.has(first)) return lookUp(module.children.get(first), rest, depth);
  const own = { module, item: first };
  if (module.items.has(first)) return own;
  const use = module.uses.find(({ name }) => name === first);
  if (use) return find(module, [...use.path, ...rest], depth + 1);
  const sources = module.uses
    .filter(({ glob }) => glob)
    .map(({ path }) => find(module, path, depth + 1)?.module);
  const source = sources.find((other) => other !== module && other?.items.has(first));
  return source ? { module: source, item: first } : own;
}
