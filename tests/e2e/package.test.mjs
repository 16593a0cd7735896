// The package as it would be published: its files, its size, its types.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

import { ROOT } from "./support/root.mjs";

const TIMEOUT = { timeout: 120_000 };
const run = promisify(execFile);
const PKG = join(ROOT, "pkg");
const CODE = [
  ...[
    "accept.js",
    "api.js",
    "client.js",
    "demands.js",
    "engine.js",
    "errors.js",
    "fit.js",
    "flight.js",
    "index.d.ts",
    "index.js",
  ],
  ...[
    "languages.js",
    "listeners.js",
    "native.js",
    "periksa.js",
    "periksa_bg.wasm",
    "prepare.js",
    "react.d.ts",
    "react.js",
    "session.d.ts",
    "session.js",
    "types.d.ts",
    "wasm.d.ts",
  ],
  ...["worker-thread.js", "worker.d.ts", "worker.js"],
];
const TEXTS = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json"];

describe("the package", () => {
  test("holds what it needs and nothing else", TIMEOUT, async () => {
    deepEqual((await readdir(PKG)).sort(), [...CODE, ...TEXTS].sort());
  });

  test("would be published whole", TIMEOUT, async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: PKG });
    const packed = Object.values(JSON.parse(stdout))[0];
    deepEqual(packed.files.map(({ path }) => path).sort(), [...CODE, ...TEXTS].sort());
    ok(packed.size < 220_000, `${packed.size} bytes`);
  });

  test("says what it is", TIMEOUT, async () => {
    const manifest = JSON.parse(await readFile(join(PKG, "package.json"), "utf8"));
    const cargo = await readFile(join(ROOT, "Cargo.toml"), "utf8");
    equal(manifest.name, "periksa");
    ok(cargo.includes(`version = "${manifest.version}"`));
    equal(manifest.license, "MIT OR Apache-2.0");
    equal(manifest.type, "module");
    // A worker's script is nothing but what it does.
    deepEqual(manifest.sideEffects, ["./worker-thread.js"]);
    deepEqual(manifest.dependencies ?? {}, {});
    // Only for `periksa/react`.
    deepEqual(Object.keys(manifest.peerDependencies), Object.keys(manifest.peerDependenciesMeta));
    deepEqual(manifest.scripts ?? {}, {});
    const named = JSON.stringify(manifest.exports).match(/\.\/[\w.-]+\.\w+/g);
    const files = new Set(await readdir(PKG));
    for (const path of [manifest.main, manifest.types, ...named]) ok(files.has(path.slice(2)), path);
  });

  test("is small", TIMEOUT, async () => {
    const wasm = await readFile(join(PKG, "periksa_bg.wasm"));
    const { length } = gzipSync(wasm, { level: 9 });
    ok(length < 150_000, `${length} bytes gzip`);
  });

  test("names no place of the machine it was built on", TIMEOUT, async () => {
    const places = [
      ROOT.slice(0, -1),
      homedir(),
      "/root",
      "/home/",
      "/work/",
      "/tmp/",
      ".cargo/registry",
      ".rustup",
    ];
    for (const name of CODE) {
      const text = await readFile(join(PKG, name), "latin1");
      for (const place of places) ok(!text.includes(place), `${name} holds ${place}`);
    }
  });

  test("declares nothing as any", TIMEOUT, async () => {
    const own = await readFile(join(PKG, "index.d.ts"), "utf8");
    const data = await readFile(join(PKG, "types.d.ts"), "utf8");
    ok(data.length > 10_000);
    ok(!/export (class|function)|InitOutput/.test(data), "the glue's own declarations");
    const distant = await readFile(join(PKG, "worker.d.ts"), "utf8");
    for (const text of [own, data, distant]) {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
      ok(!/\bany\b/.test(code), /.*\bany\b.*/.exec(code)?.[0]);
      ok(!/\bFunction\b|\bMap</.test(code), /.*(\bFunction\b|\bMap<).*/.exec(code)?.[0]);
    }
    ok(!/export \*/.test(own));
  });
});

describe("its types", () => {
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "periksa-types-"));
    await mkdir(join(folder, "node_modules"));
    await symlink(PKG, join(folder, "node_modules/periksa"));
    await symlink(join(ROOT, "node_modules/@types"), join(folder, "node_modules/@types"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }');
    for (const name of await readdir(join(ROOT, "tests/types"))) {
      await writeFile(join(folder, name), await readFile(join(ROOT, "tests/types", name)));
    }
  });
  after(() => rm(folder, { recursive: true }));

  /** What the compiler says of these files, `""` for nothing. */
  const compile = async (files, ...options) => {
    const strict = ["--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom,dom.iterable"];
    try {
      await run(
        join(ROOT, "node_modules/.bin/tsc"),
        [...strict, "--types", "", "--jsx", "react-jsx", ...options, ...files],
        {
          cwd: folder,
        },
      );
      return "";
    } catch (error) {
      return error.stdout || String(error);
    }
  };

  for (const [name, options] of Object.entries({
    bundler: ["--module", "esnext", "--moduleResolution", "bundler"],
    node16: ["--module", "node16", "--moduleResolution", "node16"],
    "bundler, exact": ["--module", "esnext", "--moduleResolution", "bundler", "--exactOptionalPropertyTypes"],
  })) {
    test(`right uses compile and mistakes do not: ${name}`, TIMEOUT, async () => {
      equal(await compile(["right.ts", "worker.ts", "react.tsx", "wrong.ts"], ...options), "");
    });
  }

  test("the compiler is really asked", TIMEOUT, async () => {
    await writeFile(join(folder, "broken.ts"), 'import { no } from "periksa";\nno();\n');
    match(
      await compile(["broken.ts"], "--module", "node16"),
      /broken\.ts\(1,10\): error TS\d+: .*no exported member/,
    );
  });
});
