// `periksa/worker`: where the worker dies each call ends in `engine_unavailable`, and the next gets another. Where none can
// be had the page's own thread does the work.

import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { promisify } from "node:util";

import { jpeg } from "./support/jpeg.mjs";
import { ROOT } from "./support/root.mjs";
import { keysOf, onFreshPages, openShop } from "./support/shop.mjs";
import { openWithWorker, workerSettings } from "./support/worker.mjs";

const TIMEOUT = { timeout: 60_000 };
const run = promisify(execFile);

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

  const { playing, settings } = workerSettings(() => shop);

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
    test(`a worker whose script is ${state}: the page's own thread does it`, TIMEOUT, async () => {
      threads = state;
      const outcomes = await page.evaluate(
        ([settings, seed]) => {
          globalThis.client = new distant.OcrClient(settings);
          const file = kit.picture({ seed });
          return Promise.all(
            [distant.inspect(file), client.extract(file, { document: "ktp" })].map(kit.outcome),
          );
        },
        [settings(), seed],
      );
      deepEqual(
        outcomes.map(({ value, error }) => value?.format ?? value?.sandbox ?? error),
        ["jpeg", true],
      );
      equal(page.workers().length, 0);
      equal(page.posts.length, 1);
      // Listeners and signals are as with a worker.
      const [phases, aborted] = await page.evaluate(async (seed) => {
        const phases = [];
        const onProgress = ({ phase }) => phases.push(phase);
        const options = { document: "ktp", vendor: "verihubs", onProgress };
        await distant.prepare(kit.picture({ seed }), options);
        const signal = AbortSignal.abort();
        return [phases, (await kit.outcome(distant.inspect(kit.picture(), { signal }))).error?.code];
      }, seed);
      deepEqual([phases, aborted], [["checking", "preparing"], "aborted"]);
      // A page that ends it may have a worker next time.
      threads = "whole";
      await page.evaluate(() => distant.terminate());
      equal((await page.evaluate(() => distant.inspect(kit.picture()))).format, "jpeg");
      equal(page.workers().length, 1);
    });
  }

  test(
    "where neither its script nor the page's can be had: engine_unavailable, and the next tries again",
    TIMEOUT,
    async () => {
      threads = "missing";
      await page.context().route("**/worker/thread.js", (route) => route.fulfill({ status: 404 }));
      const { error } = await page.evaluate(() => kit.outcome(distant.inspect(kit.picture())));
      deepEqual([error?.code, error?.billed, error?.isOcrError], ["engine_unavailable", "no", true]);
      threads = "whole";
      await page.context().unroute("**/worker/thread.js");
      equal((await page.evaluate(() => distant.inspect(kit.picture()))).format, "jpeg");
      equal(page.workers().length, 1);
    },
  );
});

describe("where there are no workers", () => {
  for (const [name, csp] of Object.entries({
    "a policy that allows none": "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'",
    "Trusted Types, and no policy that makes addresses of scripts":
      "script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'",
    "a policy that allows none, nor to fetch the wasm":
      "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'; connect-src 'none'",
  })) {
    test(`${name}: the page's own thread does it`, TIMEOUT, async (t) => {
      const shop = await openShop({ csp });
      t.after(() => shop.close());
      const page = await openWithWorker(shop);
      equal((await page.evaluate(() => distant.inspect(kit.picture()))).format, "jpeg");
    });
  }

  test("a worker whose own policy forbids wasm: the page's own thread does it", TIMEOUT, async (t) => {
    const thread = readFileSync(`${ROOT}pkg/worker-thread.js`);
    const strict = { "Content-Type": "text/javascript", "Content-Security-Policy": "script-src 'self'" };
    const routes = {
      "/pkg/worker-thread.js": (_, response) => response.writeHead(200, strict).end(thread),
    };
    const shop = await openShop({ routes });
    t.after(() => shop.close());
    const page = await openWithWorker(shop);
    equal((await page.evaluate(() => distant.inspect(kit.picture()))).format, "jpeg");
    equal(page.workers().length, 0);
  });

  test("a policy that allows the page's own is enough", TIMEOUT, async (t) => {
    const csp = "default-src 'none'; connect-src 'self'; img-src data:; script-src 'self' 'wasm-unsafe-eval'";
    const shop = await openShop({ csp });
    t.after(() => shop.close());
    const page = await openWithWorker(shop);
    equal((await page.evaluate(() => distant.inspect(kit.picture()))).format, "jpeg");
    deepEqual(page.complaints, []);
  });

  test("Node: importing it does nothing, calls run in a worker of Node's", TIMEOUT, async () => {
    const names = Object.keys(globalThis);
    const distant = await import(`${ROOT}pkg/worker.js`);
    deepEqual(Object.keys(globalThis), names);
    const file = new File([jpeg()], "ktp.jpg", { type: "image/jpeg" });
    equal((await distant.inspect(file)).format, "jpeg");
    const prepared = await distant.prepare(file, { document: "ktp", vendor: "verihubs", rotate: 90 });
    deepEqual(
      [prepared.file.name, prepared.file.type, prepared.changes.length > 0],
      ["ktp.jpg", "image/jpeg", true],
    );
    const { problems } = await distant.check(new File([jpeg()], "ktp.png"), {
      document: "ktp",
      vendor: "glair",
    });
    ok(problems.some(({ code }) => code === "type_mismatch"));
    await rejects(distant.inspect("no file"), { code: "invalid_options" });
    await distant.registerMessages("jv", {});
    distant.terminate();
    equal((await distant.requirements("ktp", "glair")).documented !== undefined, true);
    distant.terminate();
  });

  test("Node: a program ends once its calls have", TIMEOUT, async () => {
    const code = `import { parseNik } from "./pkg/worker.js"; console.log((await parseNik("3201015703940007")).gender)`;
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code], { cwd: ROOT });
    equal(stdout, "female\n");
  });
});
