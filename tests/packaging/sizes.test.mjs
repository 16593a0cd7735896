// What each entry costs a page: the entry and all that it imports at once, minified, in gzip.

import { deepEqual, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { gzipped, sizeOf } from "./support/sizes.mjs";
import { installTarball } from "./support/tarball.mjs";

/** Most bytes of each entry. */
const BUDGETS = {
  ".": 18_500,
  "./inline": 222_600,
  "./react": 11_200,
  "./session": 10_800,
  "./element": 27_200,
  "./element/react": 27_200,
  "./worker": 7_700,
  "./worker-thread.js": 19_400,
  "./periksa_bg.wasm": 200_000,
};

describe("sizes", () => {
  let project;
  before(async () => {
    project = await installTarball();
  });
  after(() => project.remove());

  test("each entry has a budget", async () => {
    const manifest = await readFile(join(project.installed, "node_modules/periksa/package.json"), "utf8");
    // No page loads the sandbox.
    const entries = Object.keys(JSON.parse(manifest).exports).filter(
      (entry) => !entry.endsWith(".json") && entry !== "./sandbox",
    );
    deepEqual(Object.keys(BUDGETS).sort(), entries.sort());
  });

  test("the card finder, which is loaded when pixels are judged", async (t) => {
    const path = join(project.installed, "node_modules/periksa/card-wasm.js");
    const size = gzipped(await readFile(path));
    t.diagnostic(`${size} bytes`);
    ok(size < 112_000, `${size} bytes gzip`);
  });

  for (const [entry, budget] of Object.entries(BUDGETS)) {
    test(entry, async (t) => {
      const folder = join(project.installed, "node_modules/periksa");
      const { exports } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
      const path = exports[entry].default;
      const size = path.endsWith(".wasm")
        ? gzipped(await readFile(join(folder, path)))
        : await sizeOf(folder, path.slice(2));
      t.diagnostic(`${size} bytes of ${budget}`);
      ok(size < budget, `${size} bytes gzip`);
    });
  }
});
