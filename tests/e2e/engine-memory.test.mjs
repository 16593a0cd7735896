// The engine's memory: a page may check files all day.

import { equal } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, openPage } from "./support/browser.mjs";
import { madeFiles } from "./support/files.mjs";
import { startSite } from "./support/site.mjs";

const TIMEOUT = { timeout: 120_000 };
const CALLS = 2_000;
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
        const { inspect } = await import("/pkg/index.js");
        const { memory_bytes } = await import("/pkg/periksa.js");
        const files = [];
        for (let index = 0; index < count; index += 1)
          files.push(await (await fetch(`/file/${index}`)).blob());
        const sizes = [];
        for (let call = 0; call < calls; call += 1) {
          // Each round begins with another file.
          await inspect(files[(call + Math.floor(call / count)) % count]);
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
});
