// A call that was aborted before anything was sent costs nothing: nothing is sent afterwards.

import { deepEqual, equal } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { openShop } from "./support/shop.mjs";

describe("a call aborted before anything was sent", () => {
  let shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  test("sends nothing, however late in its encoding it is aborted", { timeout: 60_000 }, async () => {
    const page = await shop.page();
    const errors = await page.evaluate(async (endpoint) => {
      const errors = [];
      for (let delay = 0; delay < 4; delay += 1) {
        const controller = new AbortController();
        const onEvent = async ({ phase }) => {
          if (phase !== "encoding") return;
          for (let turns = 0; turns < delay; turns += 1) await null;
          controller.abort();
        };
        const client = new kit.periksa.OcrClient({ endpoint, vendor: "verihubs", onEvent });
        const { signal } = controller;
        const call = client.extract(kit.picture({ seed: 21_000 + delay }), { document: "ktp", signal });
        const { error } = await kit.outcome(call);
        errors.push([error?.code, error?.billed]);
      }
      return errors;
    }, shop.proxy.endpoint);
    await page.waitForTimeout(500);
    equal(page.posts.length, 0);
    for (const [code] of errors) equal(code, "aborted");
    deepEqual(errors[0], ["aborted", "no"]);
    await page.context().close();
  });
});
