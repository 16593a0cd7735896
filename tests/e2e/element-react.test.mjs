// `<periksa-input>` in a form that React 19 renders, in StrictMode.

import { deepEqual, equal } from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { renderToString } from "react-dom/server";

import { openPage } from "./support/browser.mjs";
import { button, reach } from "./support/element.mjs";
import { withElement } from "./support/react-element.mjs";
import { reactRoutes } from "./support/react-page.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("<periksa-input> in React", () => {
  let shop;
  before(async () => {
    const served = renderToString(withElement({ endpoint: "/api/ocr" }));
    shop = await openShop({ routes: await reactRoutes({ served }) });
  });
  after(() => shop.close());

  /** Opens the page and renders the form, by `createRoot` or over what the server rendered. */
  const open = async (way) => {
    const page = await openPage(shop.browser, shop.site.origin);
    await page.evaluate(
      async ([way, endpoint]) => {
        const [react, { withElement }, { picture }] = await Promise.all(
          ["/react.js", "/support/react-element.mjs", "/support/kit.mjs", "/pkg/element.js"].map(
            (name) => import(name),
          ),
        );
        const place = document.querySelector("main");
        Object.assign(globalThis, { picture, records: [], posted: [] });
        const form = withElement({
          endpoint: way === "hydrate" ? "/api/ocr" : endpoint,
          action: (data) => posted.push(data.get("ktp")),
          onRecord: ({ detail }) => records.push(detail.document),
        });
        if (way === "hydrate") react.hydrateRoot(place, form);
        else {
          place.replaceChildren();
          react.createRoot(place).render(form);
        }
        while (!document.querySelector("periksa-input"))
          await new Promise((resolve) => setTimeout(resolve, 10));
        globalThis.field = document.querySelector("periksa-input");
        await field.updateComplete;
      },
      [way, shop.proxy.endpoint],
    );
    return page;
  };

  test("a form waits for its file, posts the one shown, and hears the record", TIMEOUT, async () => {
    const page = await open("render");
    await page.locator("#go").click();
    equal(await page.evaluate(() => posted.length), 0);
    await page.evaluate(() => field.pick(picture({ orientation: 6, width: 640, height: 1000 })));
    await reach(page, "ready");
    const shown = await page.evaluate(() => field.file.size);
    await page.locator("#go").click();
    await page.waitForFunction(() => posted.length === 1);
    equal(await page.evaluate(() => posted[0].size), shown);
    // React 19 empties a form whose action is done.
    await reach(page, "idle");
    await page.evaluate(() => field.pick(picture({ seed: 31 })));
    await reach(page, "ready");
    const calls = await shop.proxy.calls();
    await button(page, "send").click();
    await reach(page, "done");
    deepEqual(await page.evaluate(() => records), ["ktp"]);
    equal(await shop.proxy.calls(), calls + 1);
    deepEqual(page.complaints, []);
    await page.context().close();
  });

  test("what a server rendered comes to life without a complaint", TIMEOUT, async () => {
    const page = await open("hydrate");
    await page.evaluate(() => field.pick(picture()));
    await reach(page, "ready");
    deepEqual(page.complaints, []);
    await page.context().close();
  });
});
