// `<periksa-input>` for everyone and everywhere: no barrier in any state, under a strict policy, on servers, in each engine.

import { deepEqual, equal, match } from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";

import { BROWSERS, startBrowser } from "../engines/browsers.mjs";
import { launch, openPage } from "./support/browser.mjs";
import { card } from "./support/card.mjs";
import { asFile, button, choose, mount, reach } from "./support/element.mjs";
import { startProxy } from "./support/proxy.mjs";
import { relay } from "./support/relay.mjs";
import { ROOT } from "./support/root.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 180_000 };
/** Of the states as they look; not kept. */
const OUTPUT = `${ROOT}tests/e2e/output/element`;
const AXE = `${ROOT}node_modules/axe-core/axe.min.js`;
const STYLE = `:root { color-scheme: light dark; } body { margin: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
  main { max-width: 45rem; } h1 { font-size: 1.25rem; }`;

describe("<periksa-input> in each state", () => {
  let shop;
  before(async () => {
    shop = await openShop();
    await mkdir(OUTPUT, { recursive: true });
  });
  after(() => shop.close());

  /** Brings the element into each state in turn. */
  const STATES = {
    idle: async () => {},
    missing: (page) => page.evaluate(() => document.forms[0].checkValidity()),
    over: (page) =>
      page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(kit.picture());
        field.dispatchEvent(new DragEvent("dragover", { dataTransfer, cancelable: true }));
      }),
    bad: async (page) => {
      await page.evaluate(() => field.dispatchEvent(new DragEvent("dragleave")));
      await choose(page, asFile(Buffer.from("Selamat pagi"), `${"catatan-rapat-".repeat(12)}.docx`));
      await reach(page, "failed");
    },
    warned: async (page) => {
      await choose(page, asFile(card({ blur: 6 }), "IMG_0001.png", "image/png"));
      await reach(page, "ready");
    },
    ready: async (page, seed) => {
      await choose(page, asFile(card({}, seed), "IMG_0002.png", "image/png"));
      await page.waitForFunction(
        () => field.snapshot.phase === "ready" && field.snapshot.original.name === "IMG_0002.png",
      );
    },
    turned: async (page) => {
      for (const rotation of [90, 180]) {
        await button(page, "rotate").click();
        await page.waitForFunction((rotation) => field.snapshot.rotation === rotation, rotation);
        await reach(page, "ready");
      }
    },
    sending: async (page) => {
      await page.evaluate(() => {
        field.headers = { "Sandbox-Scenario": "slow:4000" };
      });
      await button(page, "send").click();
      await page.waitForFunction(() => field.snapshot.progress?.phase === "waiting");
    },
    done: (page) => reach(page, "done"),
    failed: async (page, seed) => {
      await page.evaluate(() => {
        field.headers = { "Sandbox-Scenario": "502" };
      });
      await choose(page, asFile(card({}, seed + 500), "IMG_0003.png", "image/png"));
      await reach(page, "ready");
      await button(page, "send").click();
      await reach(page, "failed");
    },
    disabled: (page) =>
      page.evaluate(() => {
        field.disabled = true;
      }),
  };

  let seed = 16_000;
  for (const colorScheme of ["light", "dark"]) {
    for (const [width, height] of [
      [360, 900],
      [1280, 480],
    ]) {
      test(`no barrier, nothing cut off: ${colorScheme}, ${width} pixels`, TIMEOUT, async () => {
        seed += 1;
        const isPhone = width === 360;
        const viewport = { width, height };
        const page = await shop.page({ viewport, colorScheme, hasTouch: isPhone, isMobile: isPhone });
        await page.evaluate((style) => {
          document.head.insertAdjacentHTML(
            "beforeend",
            `<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style>`,
          );
          document.documentElement.lang = "id";
        }, STYLE);
        await mount(
          page,
          `<main><h1>Buka rekening</h1><form>
            <periksa-input name="ktp" kind="ktp" vendor="verihubs" endpoint="${shop.proxy.endpoint}" retries="0"
              required></periksa-input>
          </form></main>`,
        );
        await page.addScriptTag({ path: AXE });
        await page.locator("periksa-input", { hasText: "maksimal" }).waitFor();
        let number = 0;
        for (const [name, come] of Object.entries(STATES)) {
          await come(page, seed);
          await page.evaluate(() => field.updateComplete);
          const { violations, overflow, small } = await page.evaluate(async () => {
            const { violations } = await axe.run({ resultTypes: ["violations"] });
            const buttons = [...field.shadowRoot.querySelectorAll("button")].filter((one) =>
              one.checkVisibility(),
            );
            const sizes = buttons.map((one) => one.getBoundingClientRect());
            return {
              violations: violations.map(({ id, nodes }) => [
                id,
                ...nodes.map(({ html, any }) => [html, any[0]?.message]),
              ]),
              overflow: document.documentElement.scrollWidth - innerWidth,
              small: sizes.filter(({ width, height }) => width < 44 || height < 44).length,
            };
          });
          number += 1;
          await page.screenshot({
            path: `${OUTPUT}/${width}-${colorScheme}-${String(number).padStart(2, "0")}-${name}.png`,
          });
          deepEqual(violations, [], name);
          deepEqual([overflow, small], [0, 0], name);
        }
        await page.context().close();
      });
    }
  }

  test("nothing moves where that is not wanted", TIMEOUT, async () => {
    for (const [reducedMotion, expected] of [
      ["no-preference", ["turn"]],
      ["reduce", []],
    ]) {
      const page = await shop.page({ reducedMotion });
      await mount(page, '<periksa-input kind="ktp" vendor="verihubs"></periksa-input>');
      const names = await page.evaluate(async () => {
        // It never comes to an end.
        field.engine = { requirements: () => null, prepare: () => new Promise(() => {}) };
        field.pick(kit.picture());
        await field.updateComplete;
        return field.shadowRoot.getAnimations().map(({ animationName }) => animationName);
      });
      deepEqual(names, expected);
      await page.context().close();
    }
  });

  test("follows the page's color-scheme, not the device's alone", TIMEOUT, async () => {
    const page = await shop.page({ colorScheme: "dark" });
    await mount(page, '<periksa-input kind="ktp" vendor="verihubs"></periksa-input>');
    const ground = () =>
      page.evaluate(() => getComputedStyle(field.shadowRoot.querySelector("[part~=base]")).backgroundColor);
    equal(await ground(), "rgb(255, 255, 255)");
    await page.evaluate(() => {
      document.documentElement.style.colorScheme = "light dark";
    });
    equal(await ground(), "rgb(24, 33, 43)");
    await page.evaluate(() => field.style.setProperty("--periksa-surface", "rgb(1, 2, 3)"));
    equal(await ground(), "rgb(1, 2, 3)");
    await page.context().close();
  });
});

describe("<periksa-input> everywhere", () => {
  test("under a strict policy, on a page without a bundler", TIMEOUT, async (t) => {
    const csp = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob:";
    let shop;
    const routes = { "/ocr/verihubs/ktp": relay(() => shop.proxy.endpoint) };
    shop = await openShop({ csp, routes });
    t.after(() => shop.close());
    const page = await shop.page();
    await mount(page, '<periksa-input kind="ktp" vendor="verihubs" endpoint="/ocr"></periksa-input>');
    await choose(page, asFile(card({}, 17_000), "ktp.png", "image/png"));
    await reach(page, "ready");
    await page.waitForFunction(() => field.shadowRoot.querySelector("img").naturalWidth === 1200);
    equal(page.workers().length, 1);
    await button(page, "send").click();
    await reach(page, "done");
    const radius = () => getComputedStyle(field.shadowRoot.querySelector("[part~=base]")).borderRadius;
    equal(await page.evaluate(radius), "12px");
    // The empty icon is the test's own.
    const complaints = page.complaints.filter((complaint) => !complaint.includes("'data:,'"));
    deepEqual(complaints, []);
  });

  test("in the example of a plain form, under the proxy's policy", TIMEOUT, async (t) => {
    const [proxy, browser] = await Promise.all([startProxy({ page: "www/examples/plain" }), launch()]);
    t.after(() => Promise.all([browser.close(), proxy.stop()]));
    const page = await openPage(browser, proxy.url);
    const [ktp, stnk] = ["ktp", "stnk"].map((name) => page.locator(`periksa-input[name=${name}]`));
    const take = async (field, bytes) => {
      const [chooser] = await Promise.all([
        page.waitForEvent("filechooser"),
        field.getByText("Pilih berkas").click(),
      ]);
      await chooser.setFiles(asFile(bytes, "foto.png", "image/png"));
      await field.getByText("siap").or(field.getByText("dapat digunakan")).waitFor();
    };
    await take(ktp, card({}, 17_100));
    await ktp.getByText("Kirim", { exact: true }).click();
    await ktp.getByText("Selesai.").waitFor();
    match(await page.inputValue("[name=nik]"), /^\d{16}$/);
    await page.click("form > button");
    equal(await page.textContent("#result"), "");
    await take(stnk, card({}, 17_101));
    equal(await stnk.getByText("Kirim", { exact: true }).count(), 0);
    await page.click("form > button");
    equal(await page.textContent("#result"), "2 berkas siap dikirim bersama formulir.");
    await page.screenshot({ path: `${OUTPUT}/plain.png`, fullPage: true });
  });

  test("imported twice it is defined once", TIMEOUT, async (t) => {
    const shop = await openShop();
    t.after(() => shop.close());
    const page = await shop.page();
    await mount(page, '<periksa-input kind="ktp" vendor="verihubs"></periksa-input>');
    const [isFirst, isOther, phase] = await page.evaluate(async () => {
      const first = await import("/pkg/element.js");
      const other = await import("/copy/element.js");
      const defined = customElements.get("periksa-input");
      await field.pick(kit.picture());
      return [defined === first.PeriksaInput, defined === other.PeriksaInput, field.snapshot.phase];
    });
    deepEqual([isFirst, isOther, phase], [true, false, "ready"]);
    deepEqual(page.complaints, []);
  });

  test("imported on a server it does nothing", TIMEOUT, async () => {
    const script = `
      const before = Reflect.ownKeys(globalThis);
      const { PeriksaInput } = await import("${ROOT}pkg/element.js");
      const added = Reflect.ownKeys(globalThis).filter((name) => !before.includes(name));
      console.log(JSON.stringify([typeof PeriksaInput, added]));`;
    const { stdout, stderr } = await promisify(execFile)("node", ["--input-type=module", "-e", script]);
    const [type, added] = JSON.parse(stdout);
    equal(type, "function");
    // Lit's own notes.
    for (const name of added) match(name, /^(lit|reactive)/);
    equal(stderr, "");
  });

  for (const name of Object.keys(BROWSERS).filter((name) => name !== "Chromium")) {
    test(`a form blocks, says why, and gets the bytes shown: ${name}`, TIMEOUT, async (t) => {
      const shop = await openShop();
      t.after(() => shop.close());
      const { driver, stop } = await startBrowser(name);
      t.after(stop);
      await driver.get(shop.site.origin);
      const outcome = await driver.executeAsyncScript(inAnyBrowser, shop.proxy.endpoint);
      deepEqual(outcome, {
        missing: [true, true],
        bad: [true, "failed", true],
        sent: ["ready", true],
        record: ["done", 16],
      });
    });
  }
});

/** In the page; the driver gives the callback last. */
async function inAnyBrowser(endpoint, done) {
  try {
    const kit = await import("/support/kit.mjs");
    document.body.innerHTML = `<form>
      <periksa-input name="ktp" kind="ktp" vendor="verihubs" endpoint="${endpoint}" required></periksa-input>
    </form>`;
    await import("/pkg/element.js");
    const field = document.querySelector("periksa-input");
    await field.updateComplete;
    let sent = null;
    field.form.addEventListener("submit", (event) => {
      event.preventDefault();
      sent = new FormData(field.form).get("ktp");
    });
    const isBlocked = () => {
      field.form.requestSubmit();
      return sent === null;
    };
    const missing = [isBlocked(), field.shadowRoot.activeElement?.part.contains("pick")];
    // WebKitGTK crashed when its bubble pointed at a button that had gone.
    for (let i = 0; i < 10; i++)
      await field.pick(kit.picture({ seed: 18_100 + i, width: 640, height: 1000 }));
    await field.pick(new File(["no picture"], "ktp.jpg"));
    const bad = [isBlocked(), field.snapshot.phase, field.validationMessage.includes("JPEG")];
    await field.pick(kit.picture({ seed: 18_000, orientation: 6, width: 640, height: 1000 }));
    await field.updateComplete;
    field.form.requestSubmit();
    const shown = await (await fetch(field.shadowRoot.querySelector("img").src)).blob();
    const [one, other] = await Promise.all([kit.periksa.toBase64(shown), kit.periksa.toBase64(sent)]);
    const { phase } = field.snapshot;
    await field.send();
    const record = [field.snapshot.phase, field.snapshot.extraction?.record.nik.value.length];
    done({ missing, bad, sent: [phase, one === other], record });
  } catch (error) {
    done(String(error));
  }
}
