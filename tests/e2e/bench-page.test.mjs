// The page on which a visitor measures: it measures, draws, stops, and is for everyone.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { after, afterEach, before, describe, test } from "node:test";

import { launch, openPage } from "./support/browser.mjs";
import { card } from "./support/card.mjs";
import { PAGE_OUTPUT } from "./support/output.mjs";
import { asFile } from "./support/page.mjs";
import { startProxy } from "./support/proxy.mjs";
import { ROOT } from "./support/root.mjs";

const TIMEOUT = { timeout: 300_000 };
const AXE = readFileSync(`${ROOT}node_modules/axe-core/axe.min.js`, "utf8");
const OUTPUT = PAGE_OUTPUT.replace(/page$/, "bench");
const STAGES = ["facts", "body", "quality", "prepare"];

describe("the page that measures", () => {
  let proxy;
  let browser;
  let page;
  before(async () => {
    await mkdir(OUTPUT, { recursive: true });
    [proxy, browser] = await Promise.all([startProxy(), launch()]);
  });
  afterEach(async () => {
    const { complaints } = page;
    await page.context().close();
    deepEqual(complaints, []);
  });
  after(async () => {
    await browser.close();
    await proxy.stop();
  });
  const open = async (options) => {
    page = await openPage(browser, `${proxy.url}/bench/`, options);
    return page;
  };
  const pickAndStart = async () => {
    await page.setInputFiles("#file", asFile("card.png", card(), "image/png"));
    await page.locator("#start").focus();
    await page.keyboard.press("Enter");
  };
  const stages = () =>
    page.locator("#results table").evaluateAll((all) => all.map((one) => one.dataset.stage));

  for (const width of [360, 1280]) {
    test(`measures each stage, draws bars, and has no barrier: ${width} pixels`, TIMEOUT, async () => {
      await open({ viewport: { width, height: 800 }, colorScheme: width === 360 ? "light" : "dark" });
      await noBarrier(`${width}-0-empty`);
      await pickAndStart();
      await page.locator("#stop").waitFor();
      equal(await page.evaluate(() => document.activeElement.id), "stop");
      await page.locator("#status", { hasText: "Selesai: card.png" }).waitFor({ timeout: 200_000 });
      equal(await page.evaluate(() => document.activeElement.id), "start");
      deepEqual(await stages(), STAGES);
      for (const stage of STAGES) {
        const rows = await page.locator(`[data-stage="${stage}"] tbody tr`).evaluateAll((all) =>
          all.map((one) => ({
            way: one.dataset.way,
            cells: [...one.querySelectorAll("td")].map((cell) => cell.textContent),
            bar:
              one.querySelector(".stage-bar").getBoundingClientRect().width /
              one.querySelector("th").clientWidth,
            share: Number(one.querySelector(".stage-bar").style.getPropertyValue("--share")),
          })),
        );
        equal(rows[0].way, "periksa");
        equal(rows[0].cells[1], "1");
        ok(rows.length > 1 && rows.every(({ cells }) => /^[\d.,]+$/.test(cells[0])), JSON.stringify(rows));
        equal(Math.max(...rows.map(({ share }) => share)), 1);
        ok(Math.max(...rows.map(({ bar }) => bar)) > 0.5, JSON.stringify(rows));
      }
      await noBarrier(`${width}-1-done`);
      await page.selectOption("#language", "en");
      match(await page.textContent("#status"), /^Done: card.png, \d+ kB\.$/);
      equal(await page.textContent('[data-stage="facts"] [data-way="slice"] th'), "reading 64 kB, no more");
      await noBarrier(`${width}-2-english`);
    });
  }

  test("stops, keeps what it has, and starts anew", TIMEOUT, async () => {
    await open();
    await pickAndStart();
    await page.locator('[data-stage="facts"]').waitFor();
    await page.click("#stop");
    await page.locator("#status", { hasText: "Dihentikan" }).waitFor();
    ok((await stages()).length < STAGES.length);
    equal(await page.isEnabled("#file"), true);
    await page.click("#start");
    await page.locator("#stop").waitFor();
    await page.click("#stop");
    await page.locator("#status", { hasText: "Dihentikan" }).waitFor();
  });

  test("says what can't be measured", TIMEOUT, async () => {
    await open();
    await page.setInputFiles("#file", asFile("catatan.jpg", Buffer.from("Selamat pagi"), "image/jpeg"));
    await page.click("#start");
    await page.locator("#status", { hasText: "Tidak bisa diukur: " }).waitFor();
    equal(await page.isVisible("#start"), true);
  });

  test("draws a photo of its own where none is picked", TIMEOUT, async () => {
    await open();
    await page.click("#start");
    await page.locator('[data-stage="facts"]').waitFor({ timeout: 120_000 });
    await page.click("#stop");
    await page.locator("#status", { hasText: "Dihentikan" }).waitFor({ timeout: 120_000 });
  });

  test("every text is there in both languages", TIMEOUT, async () => {
    await open();
    const missing = await page.evaluate(async () => {
      const { TEXTS } = await import("/bench/texts.js");
      const used = [...document.querySelectorAll("[data-text]")].map((place) => place.dataset.text);
      const own = used.filter((key) => key.startsWith("bench") && !TEXTS[key]);
      const different = [...document.querySelectorAll("[data-text^=bench]")]
        .filter((place) => place.textContent !== TEXTS[place.dataset.text].id)
        .map((place) => place.dataset.text);
      const half = Object.keys(TEXTS).filter((key) => !TEXTS[key].id || !TEXTS[key].en);
      return [...own, ...different, ...half];
    });
    deepEqual(missing, []);
  });

  async function noBarrier(name) {
    await page.screenshot({ path: `${OUTPUT}/${name}.png`, fullPage: true });
    equal(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0);
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => {
      const { violations } = await axe.run({ resultTypes: ["violations"] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    });
    deepEqual(violations, [], name);
  }
});
