// `<periksa-input>` for everyone: by keyboard, by screen reader, in each state, size and colour scheme.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { card } from "./support/card.mjs";
import { asFile, button, choose, mount, picture, reach, sendingForm, TEXT } from "./support/element.mjs";
import { OUTPUT } from "./support/output.mjs";
import { ROOT } from "./support/root.mjs";
import { onFreshPages, openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 180_000 };
const AXE = `${ROOT}node_modules/axe-core/axe.min.js`;
const STYLE = `:root { color-scheme: light dark; } body { margin: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
  main { max-width: 45rem; } h1 { font-size: 1.25rem; }`;

/** All that a screen reader is told, in order: the live region's whole text after each change. */
async function listen(page) {
  await page.evaluate(() => {
    const region = field.shadowRoot.querySelector("[role=status]");
    const text = () => {
      const next = region.textContent.replace(/\s+/g, " ").trim();
      if (next !== said.at(-1)) said.push(next);
    };
    globalThis.said = [];
    text();
    new MutationObserver(text).observe(region, { subtree: true, childList: true, characterData: true });
  });
}

describe("<periksa-input> by keyboard and screen reader", () => {
  let shop;
  let page;
  onFreshPages(0, (given) => {
    ({ shop, page } = given);
  });
  const sending = (attributes) => sendingForm(shop, attributes);

  test("is operated by keyboard alone, from the chooser to the record", TIMEOUT, async () => {
    await mount(page, sending("required"));
    const focused = () =>
      page.evaluate(() => {
        const { activeElement } = field.shadowRoot;
        return activeElement?.getAttribute("part") ?? document.activeElement.id;
      });
    const tabTo = async (part) => {
      for (let presses = 0; presses < 10; presses += 1) {
        await page.keyboard.press("Tab");
        if ((await focused()).split(" ").includes(part)) return;
      }
      throw new Error(`Tab does not reach ${part}`);
    };
    // As a server would render it.
    equal(await page.getAttribute("periksa-input", "phase"), null);
    const chooser = page.waitForEvent("filechooser");
    await tabTo("pick");
    await page.keyboard.press("Enter");
    await (await chooser).setFiles(picture());
    await reach(page, "ready");
    // The button is gone; where one was, a second press must start nothing.
    equal(await focused(), "base ready");
    await page.keyboard.press("Enter");
    equal(await page.getAttribute("periksa-input", "phase"), "ready");
    await tabTo("rotate");
    for (const rotation of [90, 180]) {
      await page.keyboard.press("Space");
      await page.waitForFunction((rotation) => field.snapshot.rotation === rotation, rotation);
      await reach(page, "ready");
      equal(await focused(), "button rotate");
    }
    await tabTo("send");
    await page.keyboard.press("Enter");
    await reach(page, "done");
    equal(await focused(), "base done");
    const [record] = await page.evaluate(() => heard.filter(({ type }) => type === "periksa-record"));
    equal(record.detail.record.nik.value.length, 16);
    await tabTo("clear");
    await page.keyboard.press("Space");
    await reach(page, "idle");
    equal(await focused(), "base idle");
    await tabTo("pick");
    await page.keyboard.press("Tab");
    equal(await focused(), "submit");
  });

  test("each state is announced in the live region", TIMEOUT, async () => {
    await mount(page, sending("required"));
    await listen(page);
    await page.click("#submit");
    await choose(page, TEXT);
    await reach(page, "failed");
    await choose(page, picture({ width: 3000, height: 2000 }));
    await reach(page, "ready");
    await page.evaluate(() => {
      field.headers = { "Sandbox-Scenario": "slow" };
    });
    await button(page, "send").click();
    await reach(page, "sending");
    await page.locator("periksa-input [part=line]", { hasText: "Menunggu" }).waitFor();
    await button(page, "cancel").click();
    await reach(page, "failed");
    await button(page, "send").click();
    await reach(page, "done");
    await button(page, "clear").click();
    const said = await page.evaluate(() => said);
    let at = 0;
    for (const expected of [
      /^Belum ada berkas\.$/,
      /^Pilih foto KTP terlebih dahulu\.$/,
      /^Memeriksa berkas…$/,
      /^Berkas ini belum dapat digunakan\. Masalah: Format berkas \(tidak dikenal\) tidak diterima/,
      /^Memeriksa berkas…$/,
      /^Berkas (siap dikirim|dapat digunakan, tetapi perhatikan catatan berikut)\./,
      /^Mengirim berkas…$/,
      /^Menunggu jawaban…$/,
      /^Dokumen belum terbaca\. Masalah: Pengiriman dibatalkan\./,
      /^Selesai\. Dokumen Anda sudah terbaca\. Catatan: Data uji coba/,
      /^Belum ada berkas\.$/,
    ]) {
      const found = said.findIndex((text, index) => index >= at && expected.test(text));
      ok(found >= 0, `${expected} after ${JSON.stringify(said.slice(at))}`);
      at = found + 1;
    }
  });

  test("reportValidity() never moves the focus to a button that ends the call", TIMEOUT, async () => {
    await mount(page, sending());
    await page.evaluate(() => {
      field.headers = { "Sandbox-Scenario": "slow" };
    });
    await choose(page, picture());
    await reach(page, "ready");
    const active = () => page.evaluate(() => field.shadowRoot.activeElement?.part.value ?? null);
    await button(page, "send").click();
    await reach(page, "sending");
    await page.evaluate(() => field.form.reportValidity());
    match(await active(), /^base/);
    await page.evaluate(() => field.cancel());
    await reach(page, "failed");
    // Nor from a button that went to the one that came.
    await page.evaluate(() => {
      field.required = true;
      field.addEventListener("change", () => {
        field.form.checkValidity();
        field.form.checkValidity();
      });
    });
    await button(page, "clear").focus();
    await page.keyboard.press("Enter");
    await reach(page, "idle");
    equal(await active(), "base idle");
  });
});

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

  test("nothing moves with prefers-reduced-motion", TIMEOUT, async () => {
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
