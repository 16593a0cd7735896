// What the demo page's tests set up: the server, a browser, and a page for each test that must not complain.

import { deepEqual } from "node:assert/strict";
import { after, afterEach, before } from "node:test";

import { launch, openPage } from "./browser.mjs";
import { startProxy } from "./proxy.mjs";

/** Within a `describe`: `open(options)` opens the page anew; each page has to end without a complaint. */
export function onDemoPage() {
  const given = { proxy: null, browser: null, page: null, open };
  before(async () => {
    [given.proxy, given.browser] = await Promise.all([startProxy(), launch()]);
  });
  afterEach(async () => {
    const { complaints } = given.page;
    await given.page.context().close();
    deepEqual(complaints, []);
  });
  after(async () => {
    await given.browser.close();
    await given.proxy.stop();
  });
  async function open(options) {
    given.page = await openPage(given.browser, given.proxy.url, options);
    await given.page.waitForFunction(() => document.querySelector("#field").snapshot);
    return given.page;
  }
  return given;
}

/** The corners of the shapes that are drawn over the picture, in pixels of the picture that is shown. */
export function drawnShapes(page, selector) {
  return page.locator(`#picture ${selector}`).evaluateAll((shapes) =>
    shapes.map((shape) =>
      shape
        .getAttribute("points")
        .split(" ")
        .map((point) => point.split(",").map(Number)),
    ),
  );
}

/** The codes of the problems that are shown. */
export function shownCodes(page) {
  return page.locator("#problems > li").evaluateAll((rows) => rows.map((row) => row.dataset.code));
}
