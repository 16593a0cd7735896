// The package out of its tarball, in apps of the bundlers that people use: built, served, and driven in Chromium.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { copyFile, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch } from "../e2e/support/browser.mjs";
import { closedPort } from "../e2e/support/shop.mjs";
import { app } from "./support/app.mjs";
import { BUNDLERS } from "./support/bundlers.mjs";
import { run, startServer, tool } from "./support/commands.mjs";
import { serve, shown } from "./support/site.mjs";
import { installTarball } from "./support/tarball.mjs";
import { expectedVerdict } from "./support/verdict.mjs";

const TIMEOUT = { timeout: 180_000 };

/** What a strict site allows; see the README. */
function policyFor({ isInline, hasInlineScripts }, words = "'wasm-unsafe-eval'") {
  const scripts = hasInlineScripts ? "'self' 'unsafe-inline'" : "'self'";
  const connections = isInline ? "; connect-src 'none'" : "";
  return `default-src 'self'; script-src ${scripts} ${words}; img-src 'self' blob: data:${connections}`;
}

describe("the tarball", () => {
  let project;
  let browser;
  let verdict;
  before(async () => {
    [project, browser] = await Promise.all([installTarball(), launch()]);
    verdict = await expectedVerdict(project);
  }, TIMEOUT);
  after(() => Promise.all([browser.close(), project.remove()]));

  /** What the app shows, served from this folder. */
  const served = async (folder, csp) => {
    const site = await serve(folder, csp);
    try {
      return { ...(await shown(browser, site.origin)), origin: site.origin };
    } finally {
      await site.stop();
    }
  };

  for (const [name, bundler] of Object.entries(BUNDLERS)) {
    describe(name, () => {
      let folder;
      let out;
      before(async () => {
        const files = { ...(await app()), ...bundler.files };
        folder = await project.folder(name.replaceAll(/\W+/g, "-"), files);
        out = join(folder, bundler.out ?? "dist");
      });

      if (bundler.dev) {
        test("its dev server", TIMEOUT, async (t) => {
          const port = await closedPort();
          const origin = `http://127.0.0.1:${port}`;
          const server = await startServer(folder, command(bundler.dev(port)), origin);
          t.after(() => server.stop());
          const { verdicts } = await shown(browser, origin);
          deepEqual(verdicts, [verdict, verdict]);
        });
      }

      test("builds it, with one wasm", TIMEOUT, async () => {
        await run(folder, command(bundler.build));
        for (const [to, from] of Object.entries(bundler.copies ?? {}))
          await copyFile(join(folder, from), join(folder, to));
        equal((await wasmsIn(out)).length, bundler.isInline ? 0 : 1);
        for (const [path, text] of Object.entries(bundler.makes ?? {}))
          ok((await readFile(join(folder, path), "utf8")).includes(text), path);
      });

      test("which checks on the page and in the worker, under a strict policy", TIMEOUT, async () => {
        const { verdicts, complaints } = await served(out, policyFor(bundler));
        deepEqual(verdicts, [verdict, verdict]);
        deepEqual(complaints, []);
      });

      test("and says what a policy without wasm-unsafe-eval lacks", TIMEOUT, async () => {
        const { verdicts } = await served(out, policyFor(bundler, ""));
        equal(verdicts.length, 2);
        for (const text of verdicts)
          match(text, /^engine_unavailable: .*add 'wasm-unsafe-eval' to script-src/);
      });

      if (!bundler.isInline) {
        test("which checks by the copy of the wasm, where that is gone", TIMEOUT, async () => {
          for (const path of await wasmsIn(out)) await rm(path);
          const { verdicts } = await served(out, policyFor(bundler));
          deepEqual(verdicts, [verdict, verdict]);
        });

        test("and says which wasm it lacks, where the copy is gone too", TIMEOUT, async () => {
          for (const path of await copiesIn(out)) await rm(path);
          const { verdicts, origin } = await served(out);
          equal(verdicts.length, 2);
          for (const text of verdicts) {
            match(text, /^engine_unavailable: .*the server answered 404 to http:\S+\.wasm: serve periksa_bg/);
            ok(text.includes(origin), text);
          }
        });
      }
    });
  }
});

const command = ([name, ...args]) => [tool(name), ...args];

/** All wasm files that a build put where browsers get them. */
async function wasmsIn(folder) {
  const paths = await readdir(folder, { recursive: true });
  return paths.filter((path) => path.endsWith(".wasm")).map((path) => join(folder, path));
}

/** All chunks that hold the copy of the wasm, which is all that is so long. */
async function copiesIn(folder) {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith(".js"));
  const texts = await Promise.all(
    paths.map(async (path) => [join(folder, path), await readFile(join(folder, path), "utf8")]),
  );
  return texts.filter(([, text]) => /["'`]H4sI[\w+/]{100000}/.test(text)).map(([path]) => path);
}
