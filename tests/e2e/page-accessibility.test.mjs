// The demo page for everyone: no barrier and nothing cut off, in each state, size, colour scheme and language.

import { deepEqual, equal } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { before, describe, test } from "node:test";

import { card } from "./support/card.mjs";
import { PAGE_OUTPUT } from "./support/output.mjs";
import { asFile, button, choose, pick, reach, send } from "./support/page.mjs";
import { onDemoPage } from "./support/page-tests.mjs";
import { ROOT } from "./support/root.mjs";

const TIMEOUT = { timeout: 300_000 };
// As text: the page's policy lets no script of ours in.
const AXE = readFileSync(`${ROOT}node_modules/axe-core/axe.min.js`, "utf8");
const KTP = { vendor: "verihubs", document: "ktp" };
const STNK = { vendor: "glair", document: "stnk" };

/** Brings the page into each state in turn. */
const STATES = {
  empty: async () => {},
  warned: async (page, seed) => {
    await choose(page, KTP);
    await pick(page, "IMG_0001.png", card({ flash: true }, seed), "image/png");
  },
  refused: async (page) => {
    await pick(page, `${"catatan-rapat-".repeat(12)}.docx`, Buffer.from("Selamat pagi"));
  },
  policy: async (page, seed) => {
    await page.click("#policy summary");
    await page.selectOption("#rule-blur", "block");
    await page.locator("#threshold-dark").fill("0.2");
    await pick(page, "IMG_0002.png", card({}, seed), "image/png");
  },
  sent: async (page) => {
    await page.click("#reset");
    await page.click("#policy summary");
    await page.check("#crop");
    await page.locator("#views").waitFor();
    await page.check('[name="view"][value="sent"]');
  },
  failed: async (page) => {
    await choose(page, { ...KTP, scenario: "502" });
    await send(page, "failed");
  },
  sending: async (page, seed) => {
    await page.uncheck("#crop");
    await choose(page, { ...STNK, scenario: "slow" });
    await pick(page, "IMG_0003.png", card({}, seed + 1), "image/png");
    await button(page, "send").click();
    await reach(page, "sending");
  },
  done: async (page) => {
    await reach(page, "done");
    await page.locator('#record tr[data-field="ownerName"] .locate').click();
  },
  batch: async (page, seed) => {
    await page.setInputFiles("#files", [
      asFile("baik.png", card({}, seed), "image/png"),
      asFile("buram.png", card({ blur: 6 }, seed), "image/png"),
      asFile(`${"catatan-rapat-".repeat(12)}.docx`, Buffer.from("Selamat pagi"), "text/plain"),
    ]);
    await page.locator("#batch-save").waitFor();
    await page.locator("#batch-save").scrollIntoViewIfNeeded();
  },
};

describe("the page for everyone", () => {
  const given = onDemoPage();
  before(() => mkdir(PAGE_OUTPUT, { recursive: true }));

  let seed = 90;
  for (const [colorScheme, language] of [
    ["light", "id"],
    ["dark", "en"],
  ]) {
    for (const [width, height] of [
      [360, 740],
      [1280, 900],
    ]) {
      test(`no barrier, nothing cut off: ${colorScheme}, ${language}, ${width} pixels`, TIMEOUT, async () => {
        seed += 10;
        const isPhone = width === 360;
        const page = await given.open({
          ...{ viewport: { width, height }, colorScheme, hasTouch: isPhone, isMobile: isPhone },
          reducedMotion: "reduce",
        });
        await page.selectOption("#language", language);
        await page.evaluate(AXE);
        for (const [number, [name, come]] of Object.entries(STATES).entries()) {
          await come(page, seed + number);
          const { violations, overflow, small } = await page.evaluate(judge);
          await page.screenshot({
            path: `${PAGE_OUTPUT}/${width}-${colorScheme}-${language}-${number}-${name}.png`,
            fullPage: true,
          });
          deepEqual(violations, [], name);
          deepEqual([overflow, small], [0, []], name);
        }
      });
    }
  }

  test("says so where the package is not there", TIMEOUT, async () => {
    const page = await given.open();
    await page.route("**/pkg/element.js", (route) => route.abort());
    await page.reload();
    await page.locator("#broken", { hasText: "npm run build" }).waitFor();
    equal(await page.getAttribute("#broken", "role"), "alert");
    page.complaints.length = 0; // The browser tells of the file that is missing.
  });

  test("every text is there in both languages", TIMEOUT, async () => {
    const page = await given.open();
    const { TEXTS } = await import("../../www/page/texts.js");
    const { LABELS } = await import("../../www/page/labels.js");
    for (const [key, texts] of [...Object.entries(TEXTS), ...Object.entries(LABELS)]) {
      deepEqual(Object.keys(texts), ["id", "en"], key);
      const names = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
      deepEqual(names(texts.id), names(texts.en), key);
    }
    // What the HTML says until the script comes is the Indonesian text.
    const markup = await (await fetch(given.proxy.url)).text();
    for (const [, key, text] of markup.matchAll(/data-text="([^"]+)">([^<]*)</g))
      equal(text, TEXTS[key].id, key);
    await page.close();
  });
});

/** Runs in the page. */
async function judge() {
  const { violations } = await axe.run({ resultTypes: ["violations"] });
  const targets = [...document.querySelectorAll("button, select, .button, .view, summary, .option")];
  const small = targets
    .filter((one) => one.checkVisibility() && !one.matches(".locate"))
    .filter((one) => one.getBoundingClientRect().height < 44);
  const locate = [...document.querySelectorAll(".locate")].filter(
    (one) => one.checkVisibility() && one.getBoundingClientRect().height < 24,
  );
  return {
    violations: violations.map(({ id, nodes }) => [
      id,
      ...nodes.map(({ html, any }) => [html, any[0]?.message]),
    ]),
    overflow: document.documentElement.scrollWidth - innerWidth,
    small: [...small, ...locate].map((one) => one.outerHTML.slice(0, 80)),
  };
}
