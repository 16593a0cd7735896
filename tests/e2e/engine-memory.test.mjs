// The engine's memory: a page may check files all day.

import { deepEqual, equal, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, openPage } from "./support/browser.mjs";
import { card } from "./support/card.mjs";
import { madeFiles } from "./support/files.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { startSite } from "./support/site.mjs";

const TIMEOUT = { timeout: 180_000 };
const CALLS = 1_000;
const FIRST = 50;

describe("the engine's memory", () => {
  /** Those that stand first are of all formats, sound, spoilt and large; of the others some. */
  const files = madeFiles()
    .filter((_, index) => index < 25 || index % 7 === 0)
    .slice(0, FIRST);
  let site;
  let browser;
  before(async () => {
    const routes = files.map(({ bytes }, index) => [`/file/${index}`, (_, response) => response.end(bytes)]);
    [site, browser] = await Promise.all([startSite({ routes: Object.fromEntries(routes) }), launch()]);
  });
  after(() => Promise.all([browser.close(), site.stop()]));

  test(`after ${CALLS} files it is what it was after the first ${FIRST}`, TIMEOUT, async () => {
    const page = await openPage(browser, site.origin);
    const sizes = await page.evaluate(
      async ([count, calls]) => {
        const { check } = await import("/pkg/index.js");
        const { memory_bytes } = await import("/pkg/periksa.js");
        const files = [];
        for (let index = 0; index < count; index += 1)
          files.push(await (await fetch(`/file/${index}`)).blob());
        const sizes = [];
        for (let call = 0; call < calls; call += 1) {
          // Each round begins with another file.
          await check(files[(call + Math.floor(call / count)) % count], {
            document: "ktp",
            vendor: "verihubs",
          });
          sizes.push(memory_bytes());
        }
        return sizes;
      },
      [files.length, CALLS],
    );
    equal(files.length, FIRST);
    equal(sizes.length, CALLS);
    equal(sizes.at(-1), sizes[FIRST - 1]);
  });

  test("after 200 checks in a worker it is what it was after the first 20", TIMEOUT, async () => {
    const page = await openPage(browser, site.origin);
    // Their pixels are decoded and judged: a phone's photo, a drawn card, and what is no sound picture at all.
    const photo = { bytes: jpeg({ width: 4000, height: 3000, orientation: 6 }) };
    const checked = [...files.slice(0, 18), photo, { bytes: card() }].map(({ bytes }) =>
      Buffer.from(bytes).toString("base64"),
    );
    equal(checked.length, 20);
    await page.evaluate(async (checked) => {
      const { check } = await import("/pkg/worker.js");
      const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const files = checked.map((text) => new Blob([bytes(text)]));
      let calls = 0;
      globalThis.judged = 0;
      globalThis.checkAll = async () => {
        for (let file = 0; file < files.length; file += 1) {
          // Each round begins with another file.
          const round = Math.floor(calls / files.length);
          const report = await check(files[(file + round) % files.length], {
            document: "ktp",
            vendor: "verihubs",
          });
          if (report.quality) judged += 1;
          calls += 1;
        }
        return calls;
      };
    }, checked);
    const sizes = [];
    while ((await page.evaluate(() => checkAll())) < 200) sizes.push(await memoryOfWorker(page));
    sizes.push(await memoryOfWorker(page));
    equal(sizes.length, 10);
    deepEqual(sizes, new Array(10).fill(sizes[0]));
    // Of one worker, whose engine did decode.
    equal(page.workers().length, 1);
    ok((await page.evaluate(() => judged)) >= 20);
  });
});

function memoryOfWorker(page) {
  return page.workers()[0].evaluate(async () => (await import("/pkg/periksa.js")).memory_bytes());
}
