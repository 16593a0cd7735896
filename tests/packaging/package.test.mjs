// The package as it would be published: its files, its manifest, and what the tools that judge packages say.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, relative } from "node:path";
import { after, before, describe, test } from "node:test";

import { ROOT } from "../e2e/support/root.mjs";
import { run, tool } from "./support/commands.mjs";
import { installTarball } from "./support/tarball.mjs";

const TIMEOUT = { timeout: 120_000 };
/** Modules with their declarations. */
const MODULES = [
  ...["client/answer", "client/ask", "client/client", "client/extract", "client/flight", "client/pause"],
  ...["client/requests", "client/resume", "client/settings", "client/supervise", "client/transmit"],
  ...["client/unsettled", "client/upload", "client/wanted"],
  ...["common/abort", "common/accept", "common/address", "common/arguments", "common/blob", "common/builtin"],
  ...["common/calls", "common/engine", "common/errors"],
  ...["common/generated", "common/languages", "common/listeners", "common/plain", "common/text-codecs"],
  ...[
    "common/types",
    "engine/card-finder",
    "engine/functions",
    "engine/glue",
    "engine/instance",
    "engine/load",
    "engine/packed",
    "engine/wasm-response",
  ],
  ...["file/browser-decoder", "file/check", "file/encode", "file/prepare"],
  ...["sandbox/answer", "sandbox/files"],
  ...["session/resumption", "session/session", "session/settings", "session/snapshot", "session/store"],
  ...["worker/node", "worker/page", "worker/protocol", "worker/start", "worker/thread"],
  ...["card-text", "element", "functions", "index", "inline", "react", "sandbox", "session", "start-thread"],
  ...["wasm-copy", "wasm-url", "worker", "worker-thread"],
];
const CODE = [
  ...MODULES.flatMap((name) => [`${name}.js`, `${name}.d.ts`]),
  ...["element-react.d.ts", "element/public.d.ts", "types.d.ts", "wasm.d.ts"],
  ...[
    "card-wasm.js",
    "cli.js",
    "periksa.js",
    "periksa_card.js",
    "periksa_bg.wasm",
    "sandbox/page.html",
    "wasm-text.js",
  ],
];
const LICENSES = ["LICENSE-APACHE", "LICENSE-LIT", "LICENSE-MIT", "LICENSE-THIRD-PARTY"];
const PAGES = ["api", "backend", "deploy", "element", "errors", "files"].map((name) => `docs/${name}.md`);
const TEXTS = [
  "CHANGELOG.md",
  ...LICENSES,
  ...PAGES,
  "docs/element.webp",
  "README.md",
  "custom-elements.json",
  "package.json",
  "sandbox/answers.json",
];

describe("the package", () => {
  let project;
  let folder;
  before(async () => {
    project = await installTarball();
    folder = join(project.installed, "node_modules/periksa");
  }, TIMEOUT);
  after(() => project.remove());

  test("is published whole, and nothing beside it", async () => {
    for (const place of [folder, join(ROOT, "pkg")])
      deepEqual((await filesIn(place)).sort(), [...CODE, ...TEXTS].sort());
  });

  test("says what it is", async () => {
    const manifest = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const cargo = await readFile(join(ROOT, "Cargo.toml"), "utf8");
    equal(manifest.name, "periksa");
    ok(cargo.includes(`version = "${manifest.version}"`));
    equal(manifest.license, "MIT OR Apache-2.0");
    equal(manifest.type, "module");
    // They say where the wasm is, or define an element; a worker's script is nothing but what it does.
    deepEqual(manifest.sideEffects, ["./element.js", "./index.js", "./inline.js", "./worker-thread.js"]);
    deepEqual(manifest.dependencies ?? {}, {});
    // Only for `periksa/react`.
    deepEqual(Object.keys(manifest.peerDependencies), Object.keys(manifest.peerDependenciesMeta));
    deepEqual(manifest.scripts ?? {}, {});
    const named = JSON.stringify(manifest.exports).match(/\.\/[\w.-]+\.\w+/g);
    const files = new Set(await readdir(folder));
    for (const path of [manifest.main, manifest.types, manifest.bin.periksa, ...named])
      ok(files.has(path.slice(2)), path);
  });

  test("names no place of the machine it was built on", async () => {
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
    // Their texts are a wasm's, packed: chance may write anything there.
    for (const name of CODE.filter((name) => !["card-wasm.js", "wasm-text.js"].includes(name))) {
      const text = await readFile(join(folder, name), "latin1");
      for (const place of places) ok(!text.includes(place), `${name} holds ${place}`);
    }
  });

  test("holds Lit inside, under its licence", async () => {
    const element = await readFile(join(folder, "element.js"), "utf8");
    deepEqual(
      new Set([...element.matchAll(/^import .* from "(.*)";$/gm)].map(([, from]) => from)),
      new Set(["./common/accept.js", "./session/snapshot.js", "./session/store.js"]),
    );
    match(element, /@license[\s*]+Copyright \d+ Google LLC[\s*]+SPDX-License-Identifier: BSD-3-Clause/);
    const licence = await readFile(join(folder, "LICENSE-LIT"), "utf8");
    match(licence, /^BSD 3-Clause License\s+Copyright \(c\) \d+ Google LLC/);
  });

  test("publint finds nothing", TIMEOUT, async () => {
    await run(project.installed, [tool("publint"), project.tarball, "--strict"]);
  });

  test("types resolve for each entry", TIMEOUT, async () => {
    await run(project.installed, [tool("attw"), project.tarball, "--profile", "esm-only"]);
  });

  test("nothing is known against what it depends on", TIMEOUT, async (t) => {
    try {
      await run(project.installed, ["npm", "audit", "--omit=dev"]);
    } catch (error) {
      // Not every registry has it.
      if (!/audit endpoint returned an error/.test(error.message)) throw error;
      t.skip("this registry can't be asked");
    }
  });
});

/** All files below a folder, by their paths. */
async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
}
