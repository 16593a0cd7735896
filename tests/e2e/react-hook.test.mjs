// The hook, in React's StrictMode, from the picked file to the record.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { renderToString } from "react-dom/server";

import { openPage } from "./support/browser.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { strict } from "./support/react-form.mjs";
import { reactRoutes } from "./support/react-page.mjs";
import { ROOT } from "./support/root.mjs";
import { openShop } from "./support/shop.mjs";
import { askVendor, ROUTES } from "./support/vendor-documents.mjs";

const TIMEOUT = { timeout: 60_000 };
const KTP = ROUTES.find(({ vendor, document }) => vendor === "verihubs" && document === "ktp");
const GOOD = { width: 1000, height: 640 };
const SMALL = { width: 300, height: 200 };

describe("usePeriksa", () => {
  let shop;
  let page;
  let calls;
  let seed = 7_000;
  /** While it is there, the wasm waits for it. */
  let gate;
  before(async () => {
    const { usePeriksa } = await import(`${ROOT}pkg/react.js`);
    const served = renderToString(strict(usePeriksa, { endpoint: "/api/ocr" }));
    const wasm = async (_, response) => {
      await gate?.promise;
      response.writeHead(200, { "Content-Type": "application/wasm" });
      response.end(await readFile(`${ROOT}pkg/periksa_bg.wasm`));
    };
    shop = await openShop({
      routes: { ...(await reactRoutes({ served })), "/pkg/periksa_bg.wasm": wasm },
    });
  });
  beforeEach(async () => {
    seed += 1;
    gate = undefined;
    calls = await shop.proxy.calls();
    page = await openPage(shop.browser, shop.site.origin);
    page.posts = [];
    page.on("request", (request) => request.method() === "POST" && page.posts.push(request));
    await page.evaluate(async (endpoint) => {
      const [{ usePeriksa }, { createRoot, hydrateRoot }, form, { picture }] = await Promise.all(
        ["periksa/react", "/react.js", "/support/react-form.mjs", "/support/kit.mjs"].map(
          (name) => import(name),
        ),
      );
      const place = document.querySelector("main");
      let root;
      const events = [];
      const onEvent = (event) => events.push(event);
      const element = (settings, picked) =>
        form.strict(usePeriksa, { endpoint, onEvent, ...settings }, picked);
      globalThis.shop = {
        seen: form.seen,
        events,
        picture,
        hydrate: () => {
          root = hydrateRoot(place, form.strict(usePeriksa, { endpoint: "/api/ocr" }));
        },
        show: (settings, picked) => {
          if (!root) place.replaceChildren();
          root ??= createRoot(place);
          root.render(element(settings, picked));
        },
        hide: () => {
          root.unmount();
          root = undefined;
        },
      };
    }, shop.proxy.endpoint);
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  const newCalls = async () => (await shop.proxy.calls()) - calls;
  const show = (settings) => page.evaluate((settings) => globalThis.shop.show(settings), settings);
  const hide = () => page.evaluate(() => globalThis.shop.hide());
  const seen = (member) => page.evaluate((member) => globalThis.shop.seen[member], member);
  const eventPhases = () => page.evaluate(() => globalThis.shop.events.map(({ phase }) => phase));
  const pick = (options) => {
    const buffer = Buffer.from(jpeg({ seed, ...options }));
    return page.setInputFiles("input", { name: "ktp.jpg", mimeType: "image/jpeg", buffer });
  };
  const press = (name) => page.getByRole("button", { name, exact: true }).click();
  const phase = (name) => page.locator("output", { hasText: new RegExp(`^${name}$`) }).waitFor();
  const playing = (scenario) => ({ headers: { "Sandbox-Scenario": scenario } });

  test("takes a file from idle to its record, with one call", TIMEOUT, async () => {
    await show();
    await phase("idle");
    await pick(GOOD);
    await phase("ready");
    equal(await newCalls(), 0);
    await press("send");
    await phase("done");
    const { data } = await askVendor(shop.proxy, KTP, jpeg({ seed, ...GOOD }));
    equal(await page.textContent("#name"), data.full_name);
    deepEqual(await seen("phases"), ["idle", "checking", "ready", "sending", "done"]);
    equal(page.posts.length, 1);
    // The other one was asked above.
    equal(await newCalls(), 2);
    await press("send");
    equal(page.posts.length, 1);
    deepEqual(page.complaints, []);
  });

  test(
    "a component that is left while it sends comes back empty: it may be another person's",
    TIMEOUT,
    async () => {
      const settings = playing("slow:3000");
      await show(settings);
      await pick(GOOD);
      await phase("ready");
      await press("send");
      await shop.proxy.reached(calls + 1);
      await hide();
      await show(settings);
      await page.waitForTimeout(400);
      await phase("idle");
      equal(page.posts.length, 1);
      // The same file has the key of the call that is under way.
      await pick(GOOD);
      await phase("ready");
      await press("send");
      await phase("done");
      ok(await page.textContent("#name"));
      equal(page.posts.length, 2);
      equal(await newCalls(), 1);
    },
  );

  test("gives the same functions in every render", TIMEOUT, async () => {
    await show();
    await pick(GOOD);
    await phase("ready");
    const counts = () => page.evaluate(() => [shop.seen.functions.size, shop.seen.inputs.size]);
    deepEqual(await counts(), [5, 1]);
  });

  test("tells what is wrong with a bad file, sends nothing, and takes it again", TIMEOUT, async () => {
    await show();
    await pick(SMALL);
    await phase("failed");
    match(await page.textContent("[role=alert]"), /300/);
    await press("send");
    await phase("failed");
    equal(await page.evaluate(() => shop.seen.now.error.code), "invalid_file");
    equal(await page.evaluate(() => shop.seen.now.attempt), 1);
    await press("clear");
    await phase("idle");
    equal(await page.inputValue("input"), "");
    await pick(SMALL);
    await phase("failed");
    await pick(GOOD);
    await phase("ready");
    match(await page.inputValue("input"), /ktp\.jpg$/);
    equal(page.posts.length, 0);
    deepEqual(page.complaints, []);
  });

  test("turns the picture", TIMEOUT, async () => {
    await show();
    await pick(GOOD);
    await phase("ready");
    await press("rotate");
    await page.waitForFunction(() => shop.seen.now.phase === "ready" && shop.seen.now.rotation === 90);
    const sides = await page.evaluate(async () => {
      const { width, height } = await createImageBitmap(shop.seen.now.file);
      return [width, height];
    });
    deepEqual(sides, [640, 1000]);
  });

  test("cancels a check", TIMEOUT, async () => {
    gate = withResolvers();
    await show();
    await pick(GOOD);
    await phase("checking");
    await press("cancel");
    await phase("idle");
    equal(await page.inputValue("input"), "");
    gate.resolve();
    // The next one is checked as if nothing had been.
    await pick({ ...GOOD, bytes: 50_000 });
    await phase("ready");
    deepEqual(await seen("phases"), ["idle", "checking", "idle", "checking", "ready"]);
    equal(await page.textContent("#size"), "50000");
  });

  test("cancels a call, and gets its answer by sending again", TIMEOUT, async () => {
    await show(playing("slow:3000"));
    await pick(GOOD);
    await phase("ready");
    await press("send");
    await phase("sending");
    ok(await page.locator("input").isDisabled());
    await shop.proxy.reached(calls + 1);
    await press("cancel");
    await phase("failed");
    equal(await page.evaluate(() => shop.seen.now.error.code), "aborted");
    await press("send");
    await phase("done");
    equal(page.posts.length, 2);
    equal(await newCalls(), 1);
    deepEqual(page.complaints, []);
  });

  test("sends again what failed and may be tried again", TIMEOUT, async () => {
    await show({ ...playing("429-once"), retries: 0 });
    await pick(GOOD);
    await phase("ready");
    await press("send");
    await phase("failed");
    equal(await page.evaluate(() => shop.seen.now.error.code), "rate_limited");
    await press("send");
    await phase("done");
    equal(page.posts.length, 2);
  });

  test("ends a check when it is unmounted", TIMEOUT, async () => {
    gate = withResolvers();
    await show();
    await pick(GOOD);
    await phase("checking");
    await hide();
    gate.resolve();
    // One that lives on is checked by the same worker, after it.
    await show();
    await phase("idle");
    await pick({ ...GOOD, bytes: 50_000 });
    await phase("ready");
    deepEqual(await eventPhases(), ["checking"]);
    equal(page.posts.length, 0);
    deepEqual(page.complaints, []);
  });

  test("ends a call when it is unmounted", TIMEOUT, async () => {
    await show(playing("slow:3000"));
    await pick(GOOD);
    await phase("ready");
    await press("send");
    await shop.proxy.reached(calls + 1);
    await hide();
    const done = await page.waitForFunction(() => shop.events.find(({ phase }) => phase === "done"));
    equal((await done.jsonValue()).code, "aborted");
    equal(page.posts.length, 1);
    equal(await newCalls(), 1);
    deepEqual(page.complaints, []);
  });

  test("does not end what an effect began before React mounted it again", TIMEOUT, async () => {
    await page.evaluate(() => shop.show({}, { file: shop.picture({ width: 1000, height: 640 }) }));
    await phase("ready");
    deepEqual(await seen("phases"), ["idle", "checking", "ready"]);
    deepEqual(await eventPhases(), ["checking"]);
  });

  test("checks a file again for other settings only", TIMEOUT, async () => {
    const settings = { policy: { rules: { blur: "warn" }, thresholds: { blur: 0.9 } }, checkQuality: true };
    await show(settings);
    await pick(GOOD);
    await phase("ready");
    await show(structuredClone(settings));
    await show({ ...settings, timeoutMs: 5_000 });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    deepEqual(await seen("phases"), ["idle", "checking", "ready"]);
    deepEqual(await eventPhases(), ["checking"]);
    await show({ ...settings, document: "stnk" });
    await page.waitForFunction(() => shop.events.length === 2);
    await phase("ready");
    deepEqual(await seen("phases"), ["idle", "checking", "ready", "checking", "ready"]);
    equal(await page.getAttribute("input", "accept"), "image/jpeg,image/png,application/pdf");
    await press("send");
    await page.waitForFunction(() => shop.seen.now.phase === "done");
    equal(await page.evaluate(() => shop.seen.now.extraction.document), "stnk");
  });

  test("renders on a server, and its page comes to life", TIMEOUT, async () => {
    // As it was served.
    match(await page.content(), /<input type="file" accept="image\/jpeg,image\/png">/);
    equal(await page.textContent("output"), "idle");
    await page.evaluate(() => shop.hydrate());
    await page.waitForFunction(() => shop.seen.now);
    await pick(GOOD);
    await phase("ready");
    deepEqual(page.complaints, []);
  });
});

describe("accept", () => {
  test("is what the engine says", TIMEOUT, async () => {
    const { default: init, requirements } = await import(`${ROOT}pkg/index.js`);
    const { acceptOf } = await import(`${ROOT}pkg/common/accept.js`);
    await init(await readFile(`${ROOT}pkg/periksa_bg.wasm`));
    for (const { vendor, document } of ROUTES) {
      equal(
        acceptOf(document, vendor),
        (await requirements(document, vendor)).accept,
        `${vendor} ${document}`,
      );
    }
  });
});

function withResolvers() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
