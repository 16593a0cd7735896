// What each entry costs a page: the entry and all that it imports, minified, in gzip.

import { deepEqual, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";

import { installTarball } from "./support/tarball.mjs";

/** Most bytes of each entry. */
const BUDGETS = {
  ".": 14_000,
  "./inline": 220_000,
  "./react": 16_500,
  "./session": 16_000,
  "./element": 32_500,
  "./element/react": 32_500,
  "./worker": 4_400,
  "./worker-thread.js": 15_000,
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
    const entries = Object.keys(JSON.parse(manifest).exports).filter((entry) => !entry.endsWith(".json"));
    deepEqual(Object.keys(BUDGETS).sort(), entries.sort());
  });

  for (const [entry, budget] of Object.entries(BUDGETS)) {
    test(entry, async (t) => {
      const content = entry.endsWith(".wasm") ? await fileOf(entry) : await bundleOf(entry);
      const { length } = gzipSync(content, { level: 9 });
      t.diagnostic(`${length} bytes of ${budget}`);
      ok(length < budget, `${length} bytes gzip`);
    });
  }

  function fileOf(entry) {
    return readFile(join(project.installed, "node_modules/periksa", entry));
  }

  async function bundleOf(entry) {
    const name = JSON.stringify(`periksa${entry.slice(1)}`);
    const { outputFiles } = await build({
      stdin: {
        contents: `import * as all from ${name}; globalThis.all = all;`,
        resolveDir: project.installed,
      },
      bundle: true,
      minify: true,
      format: "esm",
      // A page that uses the hook has it anyway.
      external: ["react"],
      write: false,
    });
    return outputFiles[0].contents;
  }
});
