// `<periksa-input>`: nobody pays twice, whatever is clicked, cancelled and sent again.

import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";

import { button, choose, mount, picture, reach, sendingForm, transfer } from "./support/element.mjs";
import { keysOf, onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 120_000 };

describe("billing through <periksa-input>", () => {
  let shop;
  let page;
  onFreshPages(0, (given) => {
    ({ shop, page } = given);
  });
  const sending = (attributes) => sendingForm(shop, attributes);

  test("one call of a double click, and none cancelled by it", TIMEOUT, async () => {
    await mount(page, sending());
    await choose(page, picture());
    await reach(page, "ready");
    const calls = await shop.proxy.calls();
    await button(page, "send").dblclick();
    await reach(page, "done");
    equal(await shop.proxy.calls(), calls + 1);
  });

  test("shows progress, cancels, and the retry pays nothing again", TIMEOUT, async () => {
    await mount(page, sending());
    await page.evaluate(() => {
      field.headers = { "Sandbox-Scenario": "slow" };
    });
    await choose(page, picture());
    await reach(page, "ready");
    const calls = await shop.proxy.calls();
    await button(page, "send").click();
    await page.locator("periksa-input progress").waitFor();
    await page.locator("periksa-input [part=line]", { hasText: "Menunggu" }).waitFor();
    equal(await transfer(page, "drop"), true);
    await button(page, "cancel").click();
    await reach(page, "failed");
    equal(await page.locator("periksa-input progress").count(), 0);
    await button(page, "send").click();
    await reach(page, "done");
    equal(await shop.proxy.calls(), calls + 1);
    const [first, second] = keysOf(page.posts);
    equal(first, second);
  });

  test("a cancelled call is told once, and as not billed", TIMEOUT, async () => {
    await mount(page, sending());
    await choose(page, picture());
    await reach(page, "ready");
    const told = await page.evaluate(async () => {
      const sent = field.send();
      field.cancel();
      await sent;
      const { billed } = field.snapshot.error;
      return [heard.filter(({ type }) => type === "periksa-error").map(({ detail }) => detail.code), billed];
    });
    deepEqual(told, [["aborted"], "no"]);
  });
});
