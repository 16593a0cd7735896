// The engine that breaks: every call it works on ends in `engine_unavailable`, none hangs, and later calls get a new one. An
// upload whose bytes are counted is the browser's alone: it goes on, and a new engine reads its answer.

import { deepEqual, equal } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { openShop } from "./support/shop.mjs";
import { trapping } from "./support/traps.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("an engine that breaks", () => {
  let shop;
  before(async () => {
    const broken = Object.fromEntries(
      [
        "job_poll",
        "job_outcome",
        "read",
        "check",
        "prepare",
        "encode_call",
        "send",
        "failure",
        "requirements",
      ].map((name) => [`/broken-${name}.wasm`, serving(trapping(name))]),
    );
    shop = await openShop({ routes: broken });
  });
  after(() => shop.close());

  /** Each export that traps, and a call that meets it. */
  const TRAPS = {
    job_poll: "periksa.inspect(file)",
    job_outcome: "periksa.inspect(file)",
    check: "periksa.check(file, ktp)",
    prepare: "periksa.prepare(file, ktp)",
    requirements: "periksa.requirements('ktp', 'verihubs')",
    read: "periksa.normalize('{}', ktp)",
    encode_call: "client.extract(file, { document: 'ktp' })",
    send: "client.extract(file, { document: 'ktp' })",
  };

  /** What the later calls use: `inspect`, `requirements`, `normalize`, `extract`. */
  const LATER = [
    ["job_poll", "job_outcome"],
    ["requirements"],
    ["read"],
    ["job_poll", "job_outcome", "prepare", "encode_call", "send", "read"],
  ];

  for (const [name, call] of Object.entries(TRAPS)) {
    for (const counted of [false, true]) {
      test(`a trap in ${name}${counted ? ", with a counted call under way" : ""}`, TIMEOUT, async () => {
        const page = await shop.page();
        await page.evaluate((name) => kit.init(new URL(`/broken-${name}.wasm`, location.href)), name);
        const posted = page.waitForRequest((request) => request.method() === "POST").catch(() => null);
        await page.evaluate(
          ([endpoint, counted]) => {
            const slow = counted ? "slow:2500" : "slow:30000";
            const settings = { endpoint, headers: { "Sandbox-Scenario": slow } };
            globalThis.pending = kit.extract({ settings, counted });
          },
          [shop.proxy.endpoint, counted],
        );
        // Where the engine breaks before anything is sent, there is no request to wait for.
        await Promise.race([posted, page.evaluate(() => pending)]);
        const codes = await page.evaluate(
          async ([call, endpoint]) => {
            const { periksa } = kit;
            const ktp = { document: "ktp", vendor: "verihubs" };
            const client = new periksa.OcrClient({ endpoint, vendor: "verihubs" });
            const file = kit.picture();
            const broken = new Function("periksa", "client", "file", "ktp", `return ${call}`);
            const soon = (promise) => {
              const hangs = { error: { code: "hangs" } };
              return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 5_000, hangs))]);
            };
            const results = [
              await soon(kit.outcome(() => broken(periksa, client, file, ktp))),
              await soon(pending),
            ];
            const answer = '{"data":{"nik":"9901015703940007"}}';
            for (const again of [
              () => periksa.inspect(file),
              () => periksa.requirements("ktp", "verihubs"),
              () => periksa.normalize(answer, ktp),
              () => client.extract(file, { document: "ktp" }),
            ]) {
              results.push(await soon(kit.outcome(again)));
            }
            return results.map(({ error }) => [error?.code, error?.isOcrError ?? false]);
          },
          [call, shop.proxy.endpoint],
        );
        // The new instance is of the same wasm: what meets its trap breaks again, and nothing else does.
        const meet = LATER.map((exports) => exports.includes(name));
        const goesOn = counted && ["check", "requirements", "send"].includes(name);
        deepEqual(
          codes.map(([code]) => code ?? null),
          [true, !goesOn, ...meet].map((trap) => (trap ? "engine_unavailable" : null)),
        );
        deepEqual(page.complaints, []);
        await page.context().close();
      });
    }
  }

  test("an answer that broke the engine is not paid for again", TIMEOUT, async () => {
    const page = await shop.page();
    await page.evaluate(() => kit.init(new URL("/broken-read.wasm", location.href)));
    const one = { client: "shop", settings: { endpoint: shop.proxy.endpoint }, source: { seed: 3 } };
    const calls = await shop.proxy.calls();
    const codes = await page.evaluate(async (one) => {
      const outcomes = [await kit.extract(one), await kit.extract(one)];
      return outcomes.map(({ error }) => error?.code);
    }, one);
    deepEqual(codes, new Array(2).fill("engine_unavailable"));
    equal(await shop.proxy.calls(), calls + 1);
    await page.context().close();
  });

  test("an engine that breaks over a lost answer leaves the charge unknown", TIMEOUT, async () => {
    const page = await shop.page();
    await page.evaluate(() => kit.init(new URL("/broken-failure.wasm", location.href)));
    const headers = { "Sandbox-Scenario": "slow:30000" };
    const { error } = await page.evaluate((one) => kit.extract(one), {
      settings: { endpoint: shop.proxy.endpoint, headers, timeoutMs: 500 },
      source: { seed: 4 },
    });
    deepEqual([error?.code, error?.billed], ["engine_unavailable", "unknown"]);
    await page.context().close();
  });

  for (const counted of [false, true]) {
    test(
      `what a broken engine had under way ends quietly, ${counted ? "xhr" : "fetch"}`,
      TIMEOUT,
      async () => {
        const page = await shop.page();
        await page.evaluate(() => kit.init(new URL("/broken-requirements.wasm", location.href)));
        const one = {
          client: "shop",
          settings: { endpoint: shop.proxy.endpoint, headers: { "Sandbox-Scenario": "slow:3000" } },
          source: { seed: counted ? 1 : 2 },
          counted,
        };
        const calls = await shop.proxy.calls();
        const posted = page.waitForRequest((request) => request.method() === "POST");
        await page.evaluate((one) => {
          globalThis.pending = kit.extract(one);
        }, one);
        await posted;
        const [trap, lost, found] = await page.evaluate(async (one) => {
          const { requirements } = kit.periksa;
          const trap = await kit.outcome(() => requirements("ktp", "verihubs"));
          // At once, so that a new instance is there when the old one's request ends.
          const again = kit.extract(one);
          return [trap, await pending, await again];
        }, one);
        equal(trap.error?.code, "engine_unavailable");
        equal(lost.error?.code, counted ? undefined : "engine_unavailable");
        // Under the same key: it is paid for once.
        if (!counted) equal(lost.error.billed, "unknown");
        equal(found.error, undefined);
        equal(await shop.proxy.calls(), calls + 1);
        await page.waitForTimeout(2_000);
        deepEqual(page.complaints, []);
        await page.context().close();
      },
    );
  }
});

function serving(body) {
  return (_, response) => response.writeHead(200, { "Content-Type": "application/wasm" }).end(body);
}
