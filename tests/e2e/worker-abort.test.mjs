// `periksa/worker`: an abort ends the call at once, whatever the worker is doing.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { onFreshPages } from "./support/shop.mjs";
import { openWithWorker, workerSettings } from "./support/worker.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("aborting a call in a worker", () => {
  let shop;
  let page;
  let seed;
  onFreshPages(
    9_200,
    (given) => {
      ({ shop, page, seed } = given);
    },
    { open: openWithWorker },
  );
  const { settings, playing } = workerSettings(() => shop);

  test("while sending ends the request", TIMEOUT, async () => {
    const posted = page.waitForRequest((request) => request.method() === "POST");
    const ended = page.waitForEvent("requestfailed");
    await page.evaluate(
      ([settings, seed]) => {
        globalThis.controller = new AbortController();
        globalThis.seen = [];
        const client = new distant.OcrClient({ ...settings, onEvent: ({ code }) => seen.push(code) });
        const options = { document: "ktp", signal: controller.signal, onProgress() {} };
        globalThis.running = kit.outcome(client.extract(kit.picture({ seed }), options));
      },
      [playing("slow:20000"), seed],
    );
    await posted;
    const { error } = await page.evaluate(() => {
      controller.abort(() => "a reason that is no data");
      return running.then(({ error }) => ({ error: { ...error, cause: error.cause() } }));
    });
    deepEqual([error.code, error.billed, error.isOcrError], ["aborted", "unknown", true]);
    equal(error.cause, "a reason that is no data");
    await ended;
    ok((await page.evaluate(() => seen)).includes("aborted"));
  });

  test("while the worker works ends the wait at once", TIMEOUT, async () => {
    const results = await page.evaluate(async (settings) => {
      const photo = () => kit.picture({ width: 4000, height: 3000, orientation: 6 });
      const ktp = { document: "ktp", vendor: "verihubs" };
      const client = new distant.OcrClient(settings);
      await distant.inspect(photo());
      const calls = {
        prepare: (signal) => distant.prepare(photo(), { ...ktp, signal }),
        extract: (signal) => client.extract(photo(), { document: "ktp", signal }),
      };
      const results = [];
      for (const call of Object.values(calls)) {
        const controller = new AbortController();
        let result;
        kit.outcome(call(controller.signal)).then((outcome) => {
          result = outcome;
        });
        await new Promise((resolve) => setTimeout(resolve, 20));
        controller.abort("left");
        // No message comes in between.
        for (let turn = 0; turn < 20; turn += 1) await undefined;
        results.push(result);
      }
      // By then the worker is through with both.
      await distant.inspect(photo());
      return results;
    }, settings());
    for (const result of results) {
      deepEqual([result?.error.code, result?.error.billed], ["aborted", "no"]);
      equal(result.error.cause, "left");
    }
    equal(page.posts.length, 0);
  });

  test("before the call sends nothing", TIMEOUT, async () => {
    const results = await page.evaluate(
      async ([settings, seed]) => {
        const early = new AbortController();
        const client = new distant.OcrClient(settings);
        const call = () =>
          kit.outcome(client.extract(kit.picture({ seed }), { document: "ktp", signal: early.signal }));
        const first = call();
        early.abort();
        // The first waits for the worker, the second meets one.
        return [await first, await call()];
      },
      [settings(), seed],
    );
    for (const { error } of results) {
      deepEqual([error?.code, error?.billed], ["aborted", "no"]);
      match(String(error.cause), /^AbortError/);
    }
    equal(page.posts.length, 0);
  });

  test("after the call changes nothing", TIMEOUT, async () => {
    const result = await page.evaluate(
      async ([settings, seed]) => {
        const late = new AbortController();
        const client = new distant.OcrClient(settings);
        const options = { document: "ktp", signal: late.signal };
        const result = await kit.outcome(client.extract(kit.picture({ seed }), options));
        late.abort();
        return { result, again: await kit.outcome(distant.inspect(kit.picture())) };
      },
      [settings(), seed],
    );
    equal(result.result.value?.sandbox, true);
    equal(result.again.value?.format, "jpeg");
  });
});
