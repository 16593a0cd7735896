// The policy of the demo page: thresholds and rules judge again as they move, and come out as JSON.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { card } from "./support/card.mjs";
import { button, choose, pick, reach } from "./support/page.mjs";
import { onDemoPage, shownCodes } from "./support/page-tests.mjs";

const TIMEOUT = { timeout: 120_000 };
const KTP = { vendor: "verihubs", document: "ktp" };

/** Moves a threshold; the hand is still on it. */
function move(page, check, value) {
  return page.evaluate(
    ([check, value]) => {
      const slider = document.querySelector(`#threshold-${check}`);
      slider.value = value;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    },
    [check, value],
  );
}

/** Lets go of it. */
function settle(page, check) {
  return page.evaluate(
    (check) =>
      document.querySelector(`#threshold-${check}`).dispatchEvent(new Event("change", { bubbles: true })),
    check,
  );
}

const policyOf = (page) => page.evaluate(() => document.querySelector("#field").policy ?? null);
const json = async (page) => JSON.parse(await page.inputValue("#json"));
const problem = (page, code) => page.locator(`#problems > [data-code="${code}"]`);

describe("the page's policy", () => {
  const given = onDemoPage();
  const openWith = async (picture, options) => {
    const page = await given.open(options);
    await choose(page, KTP);
    await pick(page, "card.png", picture, "image/png");
    return page;
  };

  test("judges again while a threshold moves; the element goes by it once it stays", TIMEOUT, async () => {
    const page = await openWith(card({}, 41));
    deepEqual(await shownCodes(page), []);
    const { score } = await page.evaluate(
      () => document.querySelector("#field").snapshot.report.quality.dark,
    );
    ok(score > 0.1 && score < 0.5);
    const low = Math.floor(score * 100) / 100;
    await move(page, "dark", low);
    await problem(page, "dark").waitFor();
    equal(await page.getAttribute('.meter[data-check="dark"]', "data-detected"), "true");
    equal(Number(await page.inputValue("#threshold-dark")), low);
    deepEqual(await json(page), { thresholds: { dark: low } });
    equal(await policyOf(page), null);
    equal(await page.evaluate(() => document.querySelector("#field").snapshot.report.problems.length), 0);

    // Over it again, in many steps: the last one counts.
    for (let step = 1; step <= 20; step += 1) await move(page, "dark", low + step / 100);
    await problem(page, "dark").waitFor({ state: "detached" });
    await move(page, "dark", low);
    await problem(page, "dark").waitFor();
    await settle(page, "dark");
    deepEqual(await policyOf(page), { thresholds: { dark: low } });
    await page.waitForFunction(
      () => document.querySelector("#field").snapshot.report?.problems[0]?.code === "dark",
    );
    await reach(page, "ready");
    deepEqual(await shownCodes(page), ["dark"]);
  });

  test(
    "what is judged anew after the answer stays so, whatever the element tells next",
    TIMEOUT,
    async () => {
      const page = await openWith(card({}, 45));
      await page.selectOption("#scenario", "slow");
      await reach(page, "ready");
      const low = async () => {
        const { quality } = await page.evaluate(() => document.querySelector("#field").snapshot.report);
        return Math.floor(quality.dark.score * 100) / 100;
      };
      // While it waits for the answer, and after it.
      await button(page, "send").click();
      await reach(page, "sending");
      await page.locator("#threshold-dark").fill(String(await low()));
      await problem(page, "dark").waitFor();
      await reach(page, "done");
      deepEqual(await shownCodes(page), ["dark"]);
      await page.selectOption("#language", "en");
      deepEqual(await shownCodes(page), ["dark"]);
      equal(await page.getAttribute('.meter[data-check="dark"]', "data-detected"), "true");
      // The element's own report is as it was.
      equal(await page.evaluate(() => document.querySelector("#field").snapshot.report.problems.length), 0);
    },
  );

  test("puts the sliders back to the usual, with and without a file", TIMEOUT, async () => {
    const page = await given.open();
    const usual = await page.inputValue("#threshold-blur");
    await page.click("#policy summary");
    for (const hasFile of [false, true]) {
      if (hasFile) await pick(page, "card.png", card({}, 46), "image/png");
      equal(await page.inputValue("#threshold-blur"), usual);
      await page.locator("#threshold-blur").fill("0.9");
      await page.click("#reset");
      // A check under way may still tell of the threshold before.
      await page.waitForFunction((usual) => document.querySelector("#threshold-blur").value === usual, usual);
    }
    // The element judges again.
    const isUsual = (usual) =>
      document.querySelector("#field").snapshot.report?.quality.blur.threshold === usual;
    await page.waitForFunction(isUsual, Number(usual));
  });

  test("decides what follows from a finding, up to refusing the file", TIMEOUT, async () => {
    const page = await openWith(card({ flash: true }, 42));
    equal(await problem(page, "flashlight").getAttribute("data-severity"), "warning");
    await page.click("#policy summary");
    await page.selectOption("#rule-flashlight", "block");
    await reach(page, "failed");
    await page.locator('#problems > [data-code="flashlight"][data-severity="error"]').waitFor();
    equal(await button(page, "send").count(), 0);
    deepEqual(await policyOf(page), { rules: { flashlight: "block" } });
    for (const mode of ["off", "shadow"]) {
      await page.selectOption("#rule-flashlight", mode);
      await reach(page, "ready");
      await problem(page, "flashlight").waitFor({ state: "detached" });
      deepEqual(await json(page), { rules: { flashlight: mode } });
    }
    await page.selectOption("#rule-flashlight", "");
    await problem(page, "flashlight").waitFor();
    deepEqual(await json(page), {});
    equal(await policyOf(page), null);
  });

  test("hands the policy out as JSON that the package takes, and back to the usual", TIMEOUT, async () => {
    const page = await openWith(card({}, 43), { permissions: ["clipboard-read", "clipboard-write"] });
    await page.click("#policy summary");
    await page.selectOption("#rule-blur", "block");
    await page.selectOption("#rule-card_cut_off", "shadow");
    await page.locator("#threshold-flashlight").fill("0.62");
    await page.fill("#relax-after", "3");
    await page.press("#relax-after", "Tab");
    const expected = {
      rules: { blur: "block", card_cut_off: "shadow" },
      thresholds: { flashlight: 0.62 },
      relaxAfter: 3,
    };
    await page.click("#copy");
    await page.locator("#copied", { hasText: "disalin" }).waitFor();
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    deepEqual(copied, expected);
    await reach(page, "ready");
    deepEqual(await policyOf(page), expected);
    const problems = await page.evaluate(async (policy) => {
      const { check } = await import("/pkg/index.js");
      const { original } = document.querySelector("#field").snapshot;
      return (await check(original, { document: "ktp", vendor: "verihubs", policy })).problems;
    }, copied);
    deepEqual(problems, []);

    // A number that is none is left out.
    await page.fill("#relax-after", "-1");
    await page.press("#relax-after", "Tab");
    equal((await json(page)).relaxAfter, undefined);

    // It outlives the page, as the choices do.
    await page.reload();
    await page.waitForFunction(() => document.querySelector("#field").snapshot);
    const { relaxAfter: _, ...kept } = expected;
    deepEqual(await json(page), kept);
    equal(await page.inputValue("#rule-blur"), "block");
    equal(await page.inputValue("#threshold-flashlight"), "0.62");

    await page.click("#policy summary");
    await page.click("#reset");
    deepEqual([await json(page), await policyOf(page)], [{}, null]);
    equal(await page.inputValue("#rule-blur"), "");
  });

  test("selects the JSON where it may not copy", TIMEOUT, async () => {
    const page = await openWith(card({}, 44));
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    });
    await page.click("#policy summary");
    await page.click("#copy");
    match(await page.textContent("#copied"), /Ctrl\+C/);
    equal(await page.evaluate(() => getSelection().toString()), "{}");
  });
});
