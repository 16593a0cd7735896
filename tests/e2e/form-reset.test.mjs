// A form that is reset forgets the file, with the hook as with the element.

import { deepEqual, equal } from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { openPage } from "./support/browser.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { reactRoutes } from "./support/react-page.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("a form with the hook", () => {
  let shop;
  let page;
  before(async () => {
    shop = await openShop({ routes: await reactRoutes() });
  });
  beforeEach(async () => {
    page = await openPage(shop.browser, shop.site.origin);
    await page.evaluate(async () => {
      const {
        createElement: h,
        StrictMode,
        createRoot,
        useEffect,
        usePeriksa,
      } = Object.assign({}, await import("/react.js"), await import("periksa/react"));
      const place = document.querySelector("main");
      place.replaceChildren();
      globalThis.acted = 0;
      const actions = {
        none: undefined,
        action: () => {
          acted += 1;
        },
      };
      /** `ref`: the page's own, which comes in place of the hook's. */
      function Form({ action, ref, isInputShown = true }) {
        const form = usePeriksa({ document: "ktp", vendor: "verihubs" });
        useEffect(() => {
          globalThis.form = form;
        });
        const { inputProps, phase, file } = form;
        return h(
          "form",
          {
            action: actions[action],
            onSubmit: action === "none" ? (event) => event.preventDefault() : undefined,
          },
          isInputShown && h("input", { ...inputProps, ...(ref ? { ref: () => {} } : {}) }),
          h("output", null, `${phase} ${file ? file.name : ""}`.trim()),
          h("button", { type: "reset" }, "reset"),
          h("button", null, "submit"),
        );
      }
      const root = createRoot(place);
      globalThis.show = (props) => root.render(h(StrictMode, null, h(Form, props)));
    });
  });
  afterEach(async () => {
    deepEqual(page.complaints, []);
    await page.context().close();
  });
  after(() => shop.close());

  const show = (props) => page.evaluate((props) => show(props), { action: "none", ...props });
  const choose = (seed = 24_000) =>
    page.setInputFiles("input", {
      name: "ktp.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from(jpeg({ seed, width: 1000, height: 640 })),
    });
  const says = (text) => page.locator("output", { hasText: new RegExp(`^${text}$`) }).waitFor();
  const press = (name) => page.getByRole("button", { name, exact: true }).click();

  for (const ref of [false, true]) {
    const whose = ref ? "with a ref of the page's own" : "with the hook's ref";
    test(`a button that resets, ${whose}`, TIMEOUT, async () => {
      await show({ ref });
      await choose();
      await says("ready ktp.jpg");
      await press("reset");
      await says("idle");
      // The same file may be picked again.
      await choose();
      await says("ready ktp.jpg");
    });

    test(`form.reset(), ${whose}`, TIMEOUT, async () => {
      await show({ ref });
      await choose();
      await says("ready ktp.jpg");
      await page.evaluate(() => document.querySelector("form").reset());
      await says("idle");
      equal(await page.$eval("input", (input) => input.files.length), 0);
    });
  }

  test("React's form action, which resets", TIMEOUT, async () => {
    await show({ action: "action" });
    await choose();
    await says("ready ktp.jpg");
    await press("submit");
    await says("idle");
    equal(await page.evaluate(() => acted), 1);
  });

  test("a file that came by pick()", TIMEOUT, async () => {
    await show();
    await page.waitForFunction(() => globalThis.form);
    await page.evaluate(async () => {
      const { picture } = await import("/support/kit.mjs");
      await form.pick(picture({ seed: 24_001, width: 1000, height: 640 }, "dropped.jpg"));
    });
    await says("ready dropped.jpg");
    await press("reset");
    await says("idle");
  });

  test("a reset that the page prevents leaves the file", TIMEOUT, async () => {
    await show();
    await choose();
    await says("ready ktp.jpg");
    await page.evaluate(() => addEventListener("reset", (event) => event.preventDefault()));
    await press("reset");
    await page.waitForTimeout(100);
    await says("ready ktp.jpg");
  });

  test("a file that is picked right after the reset stays", TIMEOUT, async () => {
    await show();
    await choose();
    await says("ready ktp.jpg");
    await page.evaluate(async () => {
      const { picture } = await import("/support/kit.mjs");
      document.querySelector("form").reset();
      form.pick(picture({ seed: 24_002, width: 1000, height: 640 }, "next.jpg"));
    });
    await says("ready next.jpg");
    await page.waitForTimeout(100);
    await says("ready next.jpg");
  });

  test("an input that went away and came again, and a form that is gone", TIMEOUT, async () => {
    await show();
    await choose();
    await says("ready ktp.jpg");
    await show({ isInputShown: false });
    await show();
    await press("reset");
    await says("idle");
  });
});
