// `periksa/worker`: each worker gets the wasm, the messages and the clients that the page has, and no others.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { ROOT } from "./support/root.mjs";
import { onFreshPages } from "./support/shop.mjs";
import { trapping } from "./support/traps.mjs";
import { openWithWorker, serving, workerSettings } from "./support/worker.mjs";

const TIMEOUT = { timeout: 60_000 };
const wasm = readFileSync(`${ROOT}pkg/periksa_bg.wasm`);

describe("the engine in a worker", () => {
  let shop;
  let page;
  onFreshPages(
    0,
    (given) => {
      ({ shop, page } = given);
    },
    {
      open: openWithWorker,
      site: {
        routes: { "/elsewhere.wasm": serving(wasm), "/broken.wasm": serving(trapping("parse_nik")) },
      },
    },
  );
  const { settings } = workerSettings(() => shop);

  describe("init", () => {
    const WAYS = {
      "an address": () => new URL("/elsewhere.wasm", location.href),
      "a response": () => fetch("/elsewhere.wasm"),
      "a module": () => WebAssembly.compileStreaming(fetch("/elsewhere.wasm")),
      bytes: async () => (await fetch("/elsewhere.wasm")).arrayBuffer(),
    };
    for (const [name, way] of Object.entries(WAYS)) {
      test(`takes ${name}, for the next worker too`, TIMEOUT, async () => {
        const [first, second] = await page.evaluate(async (way) => {
          const given = await new Function(`return (${way})()`)();
          const size = given.byteLength;
          await distant.default(given);
          if (given.byteLength !== size) throw new Error("the caller's copy is gone");
          const first = await kit.outcome(distant.inspect(kit.picture()));
          distant.terminate();
          return [first, await kit.outcome(distant.inspect(kit.picture()))];
        }, String(way));
        deepEqual([first.value?.format, second.value?.format], ["jpeg", "jpeg"]);
        ok(!shop.site.requests.slice(-20).includes("/pkg/periksa_bg.wasm"));
      });
    }

    test("fails as on the page, and may go better later", TIMEOUT, async () => {
      const results = await page.evaluate(async () => {
        const there = async (source) => kit.outcome(distant.default(await source));
        return [
          await there(new URL("/missing.wasm", location.href)),
          await there(fetch("/missing.wasm")),
          await there(new Uint8Array(9)),
          await there(new URL("/elsewhere.wasm", location.href)),
        ];
      });
      deepEqual(
        results.map(({ error }) => error?.code),
        [...new Array(3).fill("engine_unavailable"), undefined],
      );
      match(results[0].error.message, /404/);
      match(results[1].error.message, /404/);
      match(results[0].error.cause, /^Error: .*404/);
      match(results[2].error.cause, /^CompileError: /);
    });
  });

  test("an engine that breaks is started anew, in the same worker", TIMEOUT, async () => {
    await page.evaluate(() => distant.default(new URL("/broken.wasm", location.href)));
    const [worker] = page.workers();
    const [trap, next] = await page.evaluate(async () => [
      await kit.outcome(distant.parseNik("3201015703940007")),
      await kit.outcome(distant.inspect(kit.picture())),
    ]);
    deepEqual([trap.error?.code, trap.error?.isOcrError], ["engine_unavailable", true]);
    match(trap.error.cause, /^RuntimeError: /);
    equal(next.value?.format, "jpeg");
    deepEqual(page.workers(), [worker]);
    deepEqual(page.complaints, []);
  });

  test("messages of a further language are passed to each worker", TIMEOUT, async () => {
    const texts = await page.evaluate(async () => {
      await distant.registerMessages("jv", { empty_file: "kosong", invalid_options: "salah" });
      const ktp = { document: "ktp", vendor: "verihubs" };
      const said = async (language) => (await distant.check(new Blob(), ktp)).problems[0].messages[language];
      const first = await said("jv");
      await distant.registerMessages("su", { empty_file: "teu aya" });
      const second = await said("su");
      distant.terminate();
      const third = [await said("jv"), await said("su")];
      const { error } = await kit.outcome(distant.inspect(3));
      return [first, second, ...third, error.messages.jv];
    });
    deepEqual(texts.slice(0, 4), ["kosong", "teu aya", "kosong", "teu aya"]);
    match(texts[4], /^salah/);
  });

  test("the worker forgets a client that was garbage-collected", TIMEOUT, async () => {
    await page.evaluate(async (settings) => {
      const { postMessage } = Worker.prototype;
      globalThis.forgotten = [];
      Worker.prototype.postMessage = function (message) {
        if (message.forget) forgotten.push(message.forget);
        return postMessage.call(this, message);
      };
      globalThis.kept = new distant.OcrClient(settings);
      await kit.outcome(new distant.OcrClient(settings).extract({ url: "none" }, { document: "ktp" }));
      await kit.outcome(kept.extract({ url: "none" }, { document: "ktp" }));
    }, settings());
    const session = await page.context().newCDPSession(page);
    for (let round = 0; round < 20; round += 1) {
      await session.send("HeapProfiler.collectGarbage");
      if (await page.evaluate(() => forgotten.length)) break;
      await page.waitForTimeout(100);
    }
    equal(await page.evaluate(() => forgotten.length), 1);
  });
});
