// What the package's README and the pages beside it say: their code compiles, their links lead somewhere, they name every
// code, their sizes are those of the package.

import { equal, ok } from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import binaryen from "binaryen";
import { transform } from "esbuild";

import { ROOT } from "../e2e/support/root.mjs";
import { publishedDeclarations } from "../packaging/support/declarations.mjs";
import { blocksOf, pagesOf } from "../packaging/support/readme.mjs";
import { gzipped, sizeOf } from "../packaging/support/sizes.mjs";

const TIMEOUT = { timeout: 120_000 };
const run = promisify(execFile);
const PKG = join(ROOT, "pkg");
const EXAMPLES = join(ROOT, "www/examples");
/** What the README shows is what the examples are made of. */
const SHOWN = [
  "next/app/page.tsx",
  "next/next.config.ts",
  "proxy/express.mjs",
  "proxy/proxy.mjs",
  "proxy/server.mjs",
  "vite-react/src/ktp-form.tsx",
  "vue/src/KtpForm.vue",
  "vue/src/use-periksa.ts",
];
/** What blocks of the README take as given. */
const GIVEN = `
  declare const file: File;
  declare module "next" {
    type NextConfig = { rewrites: () => Promise<{ source: string; destination: string }[]> };
  }
`;

describe("the README", () => {
  let pages;
  let readme;
  let blocks;
  let folder;
  before(async () => {
    pages = await pagesOf(PKG);
    readme = Object.values(pages).join("\n");
    blocks = await blocksOf(PKG);
    // Below our own packages, so that others' types are found.
    folder = await mkdtemp(join(ROOT, "target/readme-"));
    await mkdir(join(folder, "node_modules"));
    await symlink(PKG, join(folder, "node_modules/periksa"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    await writeFile(join(folder, "given.d.ts"), GIVEN);
  });
  after(() => rm(folder, { recursive: true }));

  /** What the compiler says of these files, `""` for nothing. */
  const compile = async (...files) => {
    const options =
      "--strict --noUncheckedIndexedAccess --noEmit --allowJs --checkJs --jsx react-jsx --target es2022 --module esnext";
    const more = "--moduleResolution bundler --lib es2023,dom,dom.iterable --types node";
    try {
      await run(join(ROOT, "node_modules/.bin/tsc"), [...`${options} ${more}`.split(" "), ...files], {
        cwd: folder,
      });
      return "";
    } catch (error) {
      return error.stdout || String(error);
    }
  };

  test("has code that compiles", TIMEOUT, async () => {
    const kinds = { js: "js", ts: "ts", tsx: "tsx" };
    const files = [];
    for (const { language, code } of blocks.filter(({ language }) => kinds[language])) {
      // tests/packaging/ has Angular, and builds it there.
      if (code.includes("@angular/")) continue;
      // By the names they have for each other.
      const name = code.includes("function usePeriksa")
        ? "use-periksa"
        : code.includes("function KtpForm")
          ? "ktp-form"
          : `block-${files.length}`;
      // A script without types; those that speak to a page or server are run, see the other tests.
      const header = /document\.querySelector|createServer|process\.env|plugin-vue/.test(code)
        ? "// @ts-nocheck\n"
        : "";
      files.push(`${name}.${kinds[language]}`);
      await writeFile(join(folder, files.at(-1)), header + code);
    }
    ok(files.length >= 10, files.join(" "));
    equal(await compile("given.d.ts", ...files), "");
    await writeFile(join(folder, "broken.ts"), 'import { no } from "periksa/react";\nno();\n');
    ok((await compile("broken.ts")).includes("broken.ts(1,10)"));
  });

  test("leads somewhere by each link within the package", async () => {
    const anchorsOf = (text) =>
      [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
        title
          .toLowerCase()
          .replaceAll(/[^\w -]/g, "")
          .replaceAll(" ", "-"),
      );
    let count = 0;
    for (const [path, text] of Object.entries(pages)) {
      for (const [, link] of text.replaceAll(/^```.*?^```/gms, "").matchAll(/\]\(([^)]+)\)/g)) {
        if (link.startsWith("https://")) continue;
        count += 1;
        const [file, anchor] = link.split("#");
        const target = file ? join(path, "..", file) : path;
        if (anchor) ok(anchorsOf(pages[target]).includes(anchor), `${path}: ${link}`);
        else await readFile(join(PKG, target));
      }
    }
    ok(count > 20, `${count} links`);
  });

  for (const path of SHOWN) {
    test(`shows ${path}`, TIMEOUT, async () => {
      const own = (text) => text.replace(/^ *\/\/ Pages and proxy.*\n/m, "").trim();
      const text = own(await readFile(join(EXAMPLES, path), "utf8"));
      ok(
        blocks.some(({ code }) => code.trim() === text),
        text,
      );
    });
  }

  test("names every code, with what to do about errors", TIMEOUT, async () => {
    const types = await readFile(join(PKG, "types.d.ts"), "utf8");
    const codesOf = (name) => {
      const [, union] = new RegExp(`export type ${name} = (.*);`).exec(types);
      return union.split(" | ").map((code) => code.slice(1, -1));
    };
    for (const code of [...codesOf("ProblemCode"), ...codesOf("WarningCode"), ...codesOf("ErrorAction")]) {
      ok(readme.includes(`\`${code}\``), code);
    }
    const [, ktp] = /export interface Ktp \{(.*?)^\}/ms.exec(types);
    const fields = [...ktp.matchAll(/^ {4}(\w+): RecordField/gm)].map(([, name]) => name);
    equal(fields.length, 17);
    for (const field of fields) ok(readme.includes(`\`${field}\``), field);
    const { ERRORS } = await import(join(PKG, "common/generated.js"));
    for (const code of codesOf("ErrorCode")) {
      const [row] = readme.match(new RegExp(`^\\| \`${code}\` \\|.*$`, "m")) ?? [];
      ok(row, code);
      const { action, retryable } = ERRORS[code];
      ok(row.endsWith(`| \`${action}\` | ${retryable ? "yes" : "no"} |`), row);
    }
  });

  test("tells sizes as they are", TIMEOUT, async () => {
    const [, table] = /## Sizes\n(.*?)\n## /s.exec(readme);
    const told = (label) => Number(new RegExp(`${label}.*?([\\d.]+) kB`).exec(table)[1]) * 1000;
    const entries = {
      "the wasm": gzipped(await readFile(join(PKG, "periksa_bg.wasm"))),
      "the card finder": gzipped(await readFile(join(PKG, "card-wasm.js"))),
      "`periksa`": await sizeOf(PKG, "index.js"),
      "`periksa/inline`": await sizeOf(PKG, "inline.js"),
      "`periksa/worker`": await sizeOf(PKG, "worker.js"),
      "`periksa/worker`.* and": await sizeOf(PKG, "worker-thread.js"),
      "`periksa/session`": await sizeOf(PKG, "session.js"),
      "`periksa/react`": await sizeOf(PKG, "react.js"),
      "`periksa/element`": await sizeOf(PKG, "element.js"),
    };
    for (const [label, size] of Object.entries(entries)) {
      const ratio = size / told(label);
      ok(ratio > 0.97 && ratio < 1.03, `${label}: ${ratio} of what is told`);
    }
  });
});

describe("the types", () => {
  // typedoc asks it of all but functions: there it would ask it of what is inherited, too.
  test("have words for every function", TIMEOUT, async () => {
    let count = 0;
    for (const name of await publishedDeclarations(PKG)) {
      const lines = (await readFile(join(PKG, name), "utf8")).split("\n");
      for (const [index, line] of lines.entries()) {
        const [, own] = /^export (?:default |declare )function (\w+)/.exec(line) ?? [];
        if (!own) continue;
        count += 1;
        // Before an overload's further declarations is the one before.
        const isFirst = lines.findIndex((line) => line.includes(` function ${own}(`)) === index;
        if (isFirst) ok(lines[index - 1].endsWith("*/"), `${name}: ${line}`);
      }
    }
    ok(count > 25, `${count} functions`);
  });
});

describe("the oldest browsers that the README names", () => {
  const TARGET = ["chrome96", "firefox90", "safari15"];

  test("know the scripts' syntax", TIMEOUT, async () => {
    for (const name of (await readdir(PKG, { recursive: true })).filter((name) => name.endsWith(".js"))) {
      const text = await readFile(join(PKG, name), "utf8");
      const [now, then] = await Promise.all([transform(text), transform(text, { target: TARGET })]);
      // What had to be translated would be another text.
      equal(then.code, now.code, name);
    }
  });

  test("know the wasm's features", TIMEOUT, async () => {
    const module = binaryen.readBinary(await readFile(join(PKG, "periksa_bg.wasm")));
    const { Features } = binaryen;
    const known = [
      Features.MutableGlobals,
      Features.NontrappingFPToInt,
      Features.SignExt,
      Features.BulkMemory,
      Features.ReferenceTypes,
      Features.Multivalue,
    ].reduce((all, one) => all | one);
    // Parts of the above by newer names.
    const parts = (Features.BulkMemoryOpt ?? 0) | (Features.CallIndirectOverlong ?? 0);
    equal(module.getFeatures() & ~(known | parts), 0);
    module.setFeatures(known | parts);
    ok(module.validate());
    module.dispose();
  });
});
