// The package out of its tarball in frameworks and tools that don't know its wasm or its worker: a picked file is checked,
// in a worker or on the page's thread, and a record comes back. Never a file that is taken unchecked.

import { deepEqual } from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch, openPage } from "../e2e/support/browser.mjs";
import { jpeg } from "../e2e/support/jpeg.mjs";
import { closedPort } from "../e2e/support/shop.mjs";
import { run, startServer } from "./support/commands.mjs";
import { FRAMEWORKS } from "./support/frameworks.mjs";
import { serve } from "./support/site.mjs";
import { installTarball } from "./support/tarball.mjs";

const TIMEOUT = { timeout: 180_000 };
const ANSWER = { message: "ok", error_code: null, data: { nik: "3201015703940007", full_name: "SITI" } };

describe("the tarball in frameworks", () => {
  let project;
  let browser;
  before(async () => {
    [project, browser] = await Promise.all([installTarball(), launch()]);
  }, TIMEOUT);
  after(() => Promise.all([browser.close(), project.remove()]));

  for (const [name, framework] of Object.entries(FRAMEWORKS)) {
    describe(name, () => {
      let folder;
      before(async () => {
        const manifest = { "package.json": '{ "private": true, "type": "module" }\n' };
        folder = await project.folder(name.replaceAll(/\W+/g, "-"), { ...manifest, ...framework.files });
      });

      /** Of the page that this command serves. */
      const usedOf = async (t, command) => {
        const port = await closedPort();
        const origin = `http://127.0.0.1:${port}`;
        const server = await startServer(folder, command(port), origin);
        t.after(() => server.stop());
        return used(browser, origin);
      };

      test("builds a page that checks and reads", TIMEOUT, async (t) => {
        for (const command of framework.build) await run(folder, command);
        if (framework.start) {
          deepEqual(await usedOf(t, framework.start), expected(framework));
          return;
        }
        const site = await serve(join(folder, framework.out ?? "dist"));
        t.after(() => site.stop());
        let address = `${site.origin}/`;
        if (framework.remote) {
          const remote = await serve(join(folder, framework.remote));
          t.after(() => remote.stop());
          address += `?remote=${remote.origin}`;
        }
        deepEqual(await used(browser, address), expected(framework));
      });

      if (framework.dev) {
        test("its dev server", TIMEOUT, async (t) => {
          deepEqual(
            await usedOf(t, framework.dev),
            expected({ ...framework, workers: framework.devWorkers ?? framework.workers }),
          );
        });
      }
    });
  }
});

const expected = ({ workers, isClosed = false }) => ({
  isClosed,
  bad: ["failed", true, "invalid_file", false],
  good: ["ready", true, null, true],
  nik: ANSWER.data.nik,
  workers,
});

/** What the element on this page makes of a bad file and of a good one, and what of an answer of the proxy. */
async function used(browser, address) {
  const page = await openPage(browser, address);
  try {
    await page.route("**/api/ocr/verihubs/ktp", (route) => route.fulfill({ json: ANSWER }));
    await page.waitForFunction(() => document.querySelector("periksa-input")?.updateComplete);
    const result = await page.evaluate(async (base64) => {
      const field = document.querySelector("periksa-input");
      const verdict = () => {
        const { phase, isChecked, error } = field.snapshot;
        // A framework's own form knows what the field says.
        const valid = globalThis.form ? form.valid && form.value.ktp === field.file : field.validity.valid;
        return [phase, isChecked, error?.code ?? null, valid];
      };
      await field.pick(new File(["no picture"], "ktp.jpg"));
      const bad = verdict();
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      await field.pick(new File([bytes], "ktp.jpg", { type: "image/jpeg" }));
      const good = verdict();
      await field.send();
      const isClosed = field.failClosed;
      // What the README's component does with a record.
      const nik = globalThis.form ? form.value.nik : field.snapshot.extraction?.record.nik.value;
      return { isClosed, bad, good, nik };
    }, Buffer.from(jpeg()).toString("base64"));
    return { ...result, workers: page.workers().length };
  } catch (cause) {
    throw new Error(`${cause.message}: ${page.complaints.join("; ")}`, { cause });
  } finally {
    await page.context().close();
  }
}
