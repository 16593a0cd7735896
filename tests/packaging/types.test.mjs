// The published types: what they say is reviewed here whenever it changes, and holds for those who compile with them.

import { equal, match, ok } from "node:assert/strict";
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { ROOT } from "../e2e/support/root.mjs";
import { run } from "./support/commands.mjs";
import { publishedDeclarations } from "./support/declarations.mjs";
import { installTarball } from "./support/tarball.mjs";

const TIMEOUT = { timeout: 120_000 };
const REVIEWED = join(ROOT, "tests/packaging/declarations");
const TSC = join(ROOT, "node_modules/.bin/tsc");
const OLDEST_TSC = join(ROOT, "tests/packaging/node_modules/typescript-oldest/bin/tsc");

describe("the types", () => {
  let project;
  let names;
  let folder;
  before(async () => {
    project = await installTarball();
    const installed = join(project.installed, "node_modules/periksa");
    names = await publishedDeclarations(installed);
    const uses = await readdir(join(ROOT, "tests/types"));
    const sources = uses.map(async (name) => [name, await readFile(join(ROOT, "tests/types", name), "utf8")]);
    folder = await project.folder("types", Object.fromEntries(await Promise.all(sources)));
    // A React project has them; this one has the repository's.
    await symlink(join(ROOT, "node_modules/@types"), join(folder, "node_modules/@types"));
    // Apart from the rest, to be compared.
    await mkdir(join(folder, "declarations"));
    await copy(installed, join(folder, "declarations"));
  }, TIMEOUT);
  after(() => project.remove());

  const copy = async (from, to) => {
    for (const name of names) await cp(join(from, name), join(to, name));
  };

  test("are those that were reviewed; RENEW=1 takes the new ones", async () => {
    const published = join(folder, "declarations");
    if (process.env.RENEW) {
      await rm(REVIEWED, { recursive: true, force: true });
      await copy(published, REVIEWED);
    }
    // Its difference is the message.
    await run(folder, ["diff", "--recursive", "--unified", "--new-file", REVIEWED, published]);
  });

  test("declare nothing as any, and nothing of the glue", async () => {
    ok(!names.includes("engine/glue.d.ts"));
    for (const name of names) {
      const text = await readFile(join(folder, "declarations", name), "utf8");
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
      ok(!/\bany\b/.test(code), /.*\bany\b.*/.exec(code)?.[0]);
      ok(!/\bFunction\b|\bMap</.test(code), /.*(\bFunction\b|\bMap<).*/.exec(code)?.[0]);
      ok(!/InitOutput|SyncInitInput|class Job/.test(code), name);
    }
    ok(!/export (class|function)/.test(await readFile(join(folder, "declarations/types.d.ts"), "utf8")));
  });

  /** What the compiler says of these files; `""` for nothing. */
  const compile = (files, ...options) => {
    const strict = [
      "--strict",
      "--noUncheckedIndexedAccess",
      "--noEmit",
      "--target",
      "es2022",
      "--lib",
      "es2022,dom,dom.iterable",
    ];
    return run(folder, [TSC, ...strict, "--types", "", "--jsx", "react-jsx", ...options, ...files]).then(
      () => "",
      ({ message }) => message,
    );
  };

  for (const [name, options] of Object.entries({
    bundler: ["--module", "esnext", "--moduleResolution", "bundler"],
    node16: ["--module", "node16", "--moduleResolution", "node16"],
    "bundler, exact": ["--module", "esnext", "--moduleResolution", "bundler", "--exactOptionalPropertyTypes"],
  })) {
    test(`right uses compile and mistakes do not: ${name}`, TIMEOUT, async () => {
      equal(
        await compile(
          ["right.ts", "worker.ts", "entries.ts", "element.ts", "react.tsx", "wrong.ts"],
          ...options,
        ),
        "",
      );
    });
  }

  test("a server's code compiles without the DOM's types", TIMEOUT, async () => {
    for (const resolution of ["nodenext", "node16"]) {
      const server = ["--module", resolution, "--lib", "es2022", "--types", "node"];
      equal(await compile(["server.ts"], ...server), "", resolution);
    }
  });

  test("the oldest TypeScript that the README names compiles it, by node10 too", TIMEOUT, async () => {
    const uses = ["right.ts", "entries.ts", "element.ts", "element-react.tsx", "react.tsx"];
    for (const [module, moduleResolution] of [
      ["esnext", "bundler"],
      ["node16", "node16"],
      ["esnext", "node10"],
    ]) {
      const options = { strict: true, noEmit: true, target: "es2022", jsx: "react-jsx", types: [] };
      const lib = ["es2022", "dom", "dom.iterable"];
      const compilerOptions = { ...options, skipLibCheck: true, lib, module, moduleResolution };
      await writeFile(join(folder, "oldest.json"), JSON.stringify({ compilerOptions, files: uses }));
      equal(
        await run(folder, [process.execPath, OLDEST_TSC, "--project", "oldest.json"]),
        "",
        moduleResolution,
      );
    }
    match(
      await readFile(join(project.installed, "node_modules/periksa/docs/api.md"), "utf8"),
      /TypeScript 5\.0/,
    );
  });

  test("the element compiles in React's markup, and needs none of its types elsewhere", TIMEOUT, async () => {
    const bundler = ["--module", "esnext", "--moduleResolution", "bundler", "--jsx", "react-jsx"];
    equal(await compile(["element-react.tsx"], ...bundler), "");
    const react = /["']react["']/;
    for (const name of names.filter((name) => name !== "element-react.d.ts"))
      ok(!react.test(await readFile(join(folder, "declarations", name), "utf8")), name);
  });

  test("the compiler is really asked", TIMEOUT, async () => {
    await writeFile(join(folder, "broken.ts"), 'import { no } from "periksa";\nno();\n');
    match(
      await compile(["broken.ts"], "--module", "node16"),
      /broken\.ts\(1,10\): error TS\d+: .*no exported member/,
    );
  });
});
