// What a call promises: nothing is paid twice, nothing hangs, nothing leaks.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { keysOf, openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("one call for one picture", () => {
  let shop;
  let page;
  let calls;
  let seed = 1_000;
  before(async () => {
    shop = await openShop();
  });
  beforeEach(async () => {
    seed += 1;
    page = await shop.page();
    calls = await shop.proxy.calls();
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  const newCalls = async () => (await shop.proxy.calls()) - calls;
  const settings = (more) => ({ endpoint: shop.proxy.endpoint, ...more });
  const playing = (scenario, more) => settings({ headers: { "Sandbox-Scenario": scenario }, ...more });
  /** Several calls at once, each `{ client, settings, source, ... }`. */
  const together = (...all) => page.evaluate((all) => Promise.all(all.map((one) => kit.extract(one))), all);

  for (const counted of [false, true]) {
    test(`a double click is one request${counted ? ", counted" : ""}`, TIMEOUT, async () => {
      const one = { client: "shop", settings: playing("slow:300"), source: { seed }, counted };
      const [first, second] = await together(one, one);
      ok(first.value, JSON.stringify(first.error));
      deepEqual(first.value.extraction, second.value.extraction);
      equal(page.posts.length, 1);
      equal(await newCalls(), 1);
    });
  }

  test("two pages at once pay once", TIMEOUT, async () => {
    const one = { settings: playing("slow:300"), source: { seed } };
    const [first, second] = await together(one, one);
    deepEqual(first.value.extraction.record, second.value.extraction.record);
    equal(page.posts.length, 2);
    equal(new Set(keysOf(page.posts)).size, 1);
    equal(await newCalls(), 1);
  });

  test("other options, documents and pictures are other calls", TIMEOUT, async () => {
    const one = { client: "shop", settings: settings(), source: { seed } };
    const results = await together(
      one,
      { ...one, options: { validateQuality: true, checkQuality: false } },
      { ...one, options: { document: "kitas" } },
      { ...one, source: { seed: seed + 500 } },
    );
    for (const { error } of results) equal(error, undefined);
    equal(new Set(keysOf(page.posts)).size, 4);
    equal(await newCalls(), 4);
  });

  for (const leaving of ["first", "second"]) {
    test(`when the ${leaving} of two leaves, the other gets its answer`, TIMEOUT, async () => {
      const posted = page.waitForRequest((request) => request.method() === "POST");
      await page.evaluate(
        ([one, leaving]) => {
          globalThis.controller = new AbortController();
          const leaver = () => kit.extract({ ...one, signal: controller.signal });
          const stayer = () => kit.extract(one);
          globalThis.running = Promise.all(leaving === "first" ? [leaver(), stayer()] : [stayer(), leaver()]);
        },
        [{ client: "shop", settings: playing("slow:3000"), source: { seed } }, leaving],
      );
      await posted;
      // The second call has still to be encoded before it can join: some milliseconds, well before the answer.
      await page.waitForTimeout(1000);
      const results = await page.evaluate(() => {
        controller.abort();
        return running;
      });
      const [left, stayed] = leaving === "first" ? results : results.reverse();
      equal(left.error?.code, "aborted");
      equal(stayed.value?.extraction.sandbox, true);
      equal(page.posts.length, 1);
      equal(await newCalls(), 1);
    });
  }

  test("a caller who aborts is told to onEvent as aborted, not as a success", TIMEOUT, async () => {
    const posted = page.waitForRequest((request) => request.method() === "POST");
    await page.evaluate(
      ([settings, source]) => {
        globalThis.events = [];
        globalThis.controller = new AbortController();
        const { OcrClient } = kit.periksa;
        const ocr = new OcrClient({
          vendor: "verihubs",
          ...settings,
          onEvent: (event) => events.push(event),
        });
        const call = (signal) => kit.outcome(ocr.extract(kit.picture(source), { document: "ktp", signal }));
        globalThis.running = Promise.all([call(controller.signal), call()]);
      },
      [playing("slow:3000"), { seed }],
    );
    await posted;
    const codes = await page.evaluate(async () => {
      controller.abort();
      await running;
      return events.filter(({ phase }) => phase === "done").map(({ code }) => code);
    });
    deepEqual(codes.sort(), [null, "aborted"].sort());
  });

  test(
    "when both leave, the request ends; the next try joins what the vendor was asked",
    TIMEOUT,
    async () => {
      const posted = page.waitForRequest((request) => request.method() === "POST");
      const ended = page.waitForEvent("requestfailed");
      const one = { client: "shop", settings: playing("slow:3000"), source: { seed } };
      await page.evaluate((one) => {
        globalThis.controller = new AbortController();
        const { signal } = controller;
        globalThis.running = Promise.all([kit.extract({ ...one, signal }), kit.extract({ ...one, signal })]);
      }, one);
      await posted;
      const results = await page.evaluate(() => {
        controller.abort();
        return running;
      });
      deepEqual(
        results.map(({ error }) => error?.code),
        ["aborted", "aborted"],
      );
      await ended;
      const [again] = await together(one);
      equal(again.value?.extraction.sandbox, true);
      equal(new Set(keysOf(page.posts)).size, 1);
      equal(await newCalls(), 1);
    },
  );

  test("after a timeout the key stays, and the answer costs nothing more", TIMEOUT, async () => {
    const one = { client: "shop", settings: playing("slow:1200", { timeoutMs: 500 }), source: { seed } };
    const codes = [];
    let result;
    do {
      [result] = await together(one);
      codes.push(result.error?.code ?? "success");
    } while (codes.at(-1) === "timeout" && codes.length < 20);
    ok(codes.length > 1);
    equal(codes.at(-1), "success");
    equal(new Set(keysOf(page.posts)).size, 1);
    equal(page.posts.length, codes.length);
    equal(await newCalls(), 1);
  });

  for (const scenario of ["KTP_NOT_DETECTED", ""]) {
    test(
      `after a final answer (${scenario || "a success"}) the next try takes a new key`,
      TIMEOUT,
      async () => {
        const one = { client: "shop", settings: playing(scenario), source: { seed } };
        for (let tries = 0; tries < 3; tries += 1) await together(one);
        const keys = keysOf(page.posts);
        const content = keys[0].slice(0, 64);
        match(content, /^[0-9a-f]{64}$/);
        deepEqual(
          keys,
          [1, 2, 3].map((number) => `${content}-${number}`),
        );
        equal(await newCalls(), 3);
      },
    );
  }

  test("validateQuality false is the same call as none", TIMEOUT, async () => {
    const one = { settings: settings(), source: { seed } };
    const [first] = await together({ ...one, options: { validateQuality: false } });
    const [second] = await together(one);
    equal(second.error, undefined);
    deepEqual(second.value.extraction.record, first.value.extraction.record);
    equal(await newCalls(), 1);
  });
});
