// `periksa/worker`: where the worker dies or never starts, each call ends in `engine_unavailable`, and the next gets another.

import { deepEqual, equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { ROOT } from "./support/root.mjs";
import { keysOf, onFreshPages, openShop } from "./support/shop.mjs";
import { openWithWorker, workerSettings } from "./support/worker.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("a worker that dies", () => {
  let shop;
  let page;
  let seed;
  let threads = "whole";
  const thread = readFileSync(`${ROOT}pkg/worker-thread.js`);
  onFreshPages(
    9_500,
    (given) => {
      ({ shop, page, seed } = given);
      threads = "whole";
    },
    {
      site: {
        routes: {
          "/pkg/worker-thread.js": (_, response) => {
            const [status, body] = {
              whole: [200, thread],
              missing: [404, "not found"],
              wrong: [200, "no script!"],
              late: [200, 'setTimeout(() => import("/copy/worker-thread.js"), 300)'],
            }[threads];
            response.writeHead(status, { "Content-Type": "text/javascript", "Cache-Control": "no-store" });
            response.end(body);
          },
        },
      },
      open: openWithWorker,
    },
  );

  const { playing } = workerSettings(() => shop);

  /** Starts a slow call and one that reads a file, and waits until the first is sent. */
  const begin = async () => {
    const posted = page.waitForRequest((request) => request.method() === "POST");
    await page.evaluate(
      ([settings, seed]) => {
        globalThis.client = new distant.OcrClient(settings);
        globalThis.again = () => kit.outcome(client.extract(kit.picture({ seed }), { document: "ktp" }));
        globalThis.running = [again()];
      },
      [playing("slow:3000"), seed],
    );
    await posted;
    // Seconds of work.
    await page.evaluate(() => {
      running.push(kit.outcome(distant.toBase64(new Blob([new Uint8Array(200_000_000)]))));
    });
  };

  const WAYS = {
    "by an error of its own": (page) =>
      page.workers()[0].evaluate(() => {
        setTimeout(() => {
          throw new Error("the worker broke");
        });
      }),
    "by the page": (page) => page.evaluate(() => distant.terminate()),
  };
  for (const [name, kill] of Object.entries(WAYS)) {
    test(`${name} ends each call, and the next call starts another`, TIMEOUT, async () => {
      const calls = await shop.proxy.calls();
      await begin();
      const closed = page.workers()[0].waitForEvent("close");
      await kill(page);
      const [sent, read] = await page.evaluate(() => Promise.all(running));
      await closed;
      deepEqual([sent.error?.code, sent.error?.billed], ["engine_unavailable", "unknown"]);
      deepEqual([read.error?.code, read.error?.billed], ["engine_unavailable", "no"]);
      // Under the same key, so that it is paid for once.
      const next = await page.evaluate(() => again());
      equal(next.value?.sandbox, true, JSON.stringify(next.error));
      equal(page.workers().length, 1);
      equal(new Set(keysOf(page.posts)).size, 1);
      equal(await shop.proxy.calls(), calls + 1);
    });
  }

  test("a message that can't be read ends the worker too", TIMEOUT, async () => {
    await page.evaluate(() => {
      const Plain = Worker;
      globalThis.Worker = class extends Plain {
        constructor(...args) {
          super(...args);
          globalThis.made = this;
        }
      };
    });
    await begin();
    const codes = await page.evaluate(async () => {
      made.dispatchEvent(new MessageEvent("messageerror"));
      const [{ error }] = await Promise.all(running);
      return [error?.code, (await kit.outcome(distant.inspect(kit.picture()))).value?.format];
    });
    deepEqual(codes, ["engine_unavailable", "jpeg"]);
  });

  test("a worker that listens late, as bundlers may have it, loses no message", TIMEOUT, async () => {
    threads = "late";
    const facts = await page.evaluate(() => {
      const calls = [distant.inspect(kit.picture()), distant.requirements("ktp", "glair")];
      return Promise.all(calls.map(kit.outcome));
    });
    deepEqual([facts[0].value?.format, facts[1].value?.documented !== undefined], ["jpeg", true]);
  });

  for (const state of ["missing", "wrong"]) {
    test(
      `a worker whose script is ${state} ends calls in engine_unavailable, and the next call starts another`,
      TIMEOUT,
      async () => {
        threads = state;
        const [first, second] = await page.evaluate((endpoint) => {
          const client = new distant.OcrClient({ endpoint, vendor: "verihubs" });
          const calls = [distant.inspect(kit.picture()), client.extract(kit.picture(), { document: "ktp" })];
          return Promise.all(calls.map(kit.outcome));
        }, shop.proxy.endpoint);
        for (const { error } of [first, second]) {
          deepEqual([error?.code, error?.billed, error?.isOcrError], ["engine_unavailable", "no", true]);
        }
        threads = "whole";
        equal((await page.evaluate(() => distant.inspect(kit.picture()))).format, "jpeg");
      },
    );
  }
});

describe("where there are no workers", () => {
  test("a policy that allows none: engine_unavailable", TIMEOUT, async (t) => {
    const shop = await openShop({ csp: "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'" });
    t.after(() => shop.close());
    const page = await openWithWorker(shop);
    const { error } = await page.evaluate(() => kit.outcome(distant.inspect(kit.picture())));
    deepEqual([error?.code, error?.isOcrError], ["engine_unavailable", true]);
  });

  test("a policy that allows the page's own is enough", TIMEOUT, async (t) => {
    const csp = "default-src 'none'; connect-src 'self'; img-src data:; script-src 'self' 'wasm-unsafe-eval'";
    const shop = await openShop({ csp });
    t.after(() => shop.close());
    const page = await openWithWorker(shop);
    equal((await page.evaluate(() => distant.inspect(kit.picture()))).format, "jpeg");
    deepEqual(page.complaints, []);
  });

  test("Node: importing it does nothing, calls say so", TIMEOUT, async () => {
    const names = Object.keys(globalThis);
    const distant = await import(`${ROOT}pkg/worker.js`);
    deepEqual(Object.keys(globalThis), names);
    const client = new distant.OcrClient({ endpoint: "/api/ocr", vendor: "glair" });
    for (const call of [
      () => distant.default(),
      () => distant.inspect(new Blob()),
      () => distant.requirements("ktp", "glair"),
      () => client.extract(new Blob(), { document: "ktp" }),
    ]) {
      const error = await call().then(
        () => null,
        (error) => error,
      );
      ok(error instanceof distant.OcrError);
      deepEqual([error.code, error.billed], ["engine_unavailable", "no"]);
    }
    await distant.registerMessages("jv", {});
    distant.terminate();
  });
});
