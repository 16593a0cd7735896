// What `OcrClient.resume` takes for the answer of a call, and what it makes of everything else that may come to its `GET`.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { launch, openPage } from "./support/browser.mjs";
import { importKit, keptBy } from "./support/late.mjs";
import { startSite } from "./support/site.mjs";

const TIMEOUT = { timeout: 60_000 };
const JSON_TYPE = { "Content-Type": "application/json" };
const CORS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Allow-Headers": "*, Idempotency-Key, Content-Type",
  "Access-Control-Expose-Headers": "Idempotency-Key, Retry-After",
};

/** The proxy's own error. */
const problem = (status, code, billed, more) => ({
  status,
  headers: { "Content-Type": "application/problem+json" },
  body: JSON.stringify({ type: `urn:periksa:${code}`, title: code, status, billed, ...more }),
});
/** A record that tells by its name whose it is. */
const record = (key, headers = {}) => ({
  status: 200,
  headers: { ...JSON_TYPE, "Idempotency-Key": key, ...headers },
  body: JSON.stringify({ message: "OK", data: { nik: "9901015703940007", full_name: nameOf(key) } }),
});
/** Letters alone: the vendor writes no digits in names. */
const nameOf = (key) =>
  `FOR ${key
    .replace(/[^a-f]/g, "")
    .slice(0, 6)
    .toUpperCase()}`;

for (const entry of ["index.js", "worker.js"])
  describe(`the answer to a GET with ${entry}`, () => {
    let site;
    let browser;
    let server;
    let page;
    let seed = 140_000;
    /** What came, and what is answered to a POST and a GET of a key; without an answer it hangs. */
    let came;
    let toPost;
    let toGet;
    before(async () => {
      [site, browser] = await Promise.all([startSite(), launch()]);
      server = createServer(async (request, response) => {
        for await (const _ of request);
        if (request.method === "OPTIONS") return response.writeHead(204, CORS).end();
        const key = request.headers["idempotency-key"];
        came.push([request.method, key]);
        const answer = await (request.method === "POST" ? toPost(key) : toGet(key));
        if (answer) response.writeHead(answer.status, { ...CORS, ...answer.headers }).end(answer.body ?? "");
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
    });
    beforeEach(async () => {
      seed += 10;
      came = [];
      toPost = () => ({ status: 504, body: "gateway" });
      page = await openPage(browser, site.origin);
    });
    afterEach(() => page.context().close());
    after(async () => {
      await browser.close();
      server.closeAllConnections();
      server.close();
      await site.stop();
    });

    const start = async (settings = {}) => {
      await importKit(page);
      await page.evaluate(
        async ([entry, settings]) => {
          const { OcrClient } = await import(`/pkg/${entry}`);
          globalThis.ocr = new OcrClient({ vendor: "verihubs", retries: 0, ...settings });
          globalThis.extract = (seed) => kit.outcome(ocr.extract(kit.picture({ seed }), { document: "ktp" }));
          globalThis.resume = () => kit.outcome(ocr.resume({ document: "ktp" }));
        },
        [entry, { endpoint: `http://127.0.0.1:${server.address().port}/api/ocr`, ...settings }],
      );
    };
    const extract = (at = seed) => page.evaluate((seed) => extract(seed), at);
    const resume = () => page.evaluate(() => resume());
    /** A call without an answer, and its key. */
    const begin = async (at) => {
      await start();
      ok((await extract(at)).error);
      return came.at(-1)[1];
    };

    test("names its key, bare or quoted", TIMEOUT, async () => {
      await start();
      for (const quote of ["", '"']) {
        await extract();
        toGet = (key) => ({
          ...record(key),
          headers: { ...JSON_TYPE, "Idempotency-Key": quote + key + quote },
        });
        equal((await resume()).value?.record.fullName.value, nameOf(came.at(-1)[1]));
        deepEqual(await keptBy(page), []);
      }
    });

    test("is never one that the browser has in its cache", TIMEOUT, async () => {
      toGet = (key) => record(key, { "Last-Modified": "Mon, 01 Jan 2024 00:00:00 GMT" });
      await start();
      const names = [];
      for (const at of [seed, seed + 1]) {
        await extract(at);
        const key = came.at(-1)[1];
        names.push([(await resume()).value?.record.fullName.value, nameOf(key)]);
      }
      deepEqual(
        came.map(([method]) => method),
        ["POST", "GET", "POST", "GET"],
      );
      for (const [name, expected] of names) equal(name, expected);
      ok(names[0][0] !== names[1][0]);
    });

    test("is never that of another key, nor one that names none", TIMEOUT, async () => {
      await begin();
      for (const headers of [{ "Idempotency-Key": `${"a".repeat(64)}-1` }, { "Idempotency-Key": "" }, {}]) {
        toGet = (key) => ({ ...record(key), headers: { ...JSON_TYPE, ...headers } });
        const { value, error } = await resume();
        deepEqual([value, error?.code, error?.billed], [undefined, "timeout", "unknown"]);
        equal((await keptBy(page)).length, 1);
      }
      toGet = (key) => record(key);
      ok((await resume()).value);
    });

    test("is no refusal of the question, whatever key that names", TIMEOUT, async () => {
      for (const status of [405, 501]) {
        const key = await begin();
        toGet = (key) => ({ status, headers: { "Idempotency-Key": key }, body: "no" });
        const { error } = await resume();
        deepEqual([error.code, error.billed, error.status], ["timeout", "unknown", status]);
        match(error.message, /the proxy has no answer to this call/);
        deepEqual(await resume(), { value: null });
        // The call has no answer, so that the same file keeps its key.
        await extract();
        equal(came.at(-1)[1], key);
      }
    });

    test("can still come after a sign-in, a refusal or a page of a gateway", TIMEOUT, async () => {
      await begin();
      for (const [answer, code] of [
        [problem(401, "unauthorized", "no"), "unauthorized"],
        [problem(403, "forbidden", "no"), null],
        [{ status: 404, headers: JSON_TYPE, body: '{"message":"Not Found"}' }, "timeout"],
        [problem(404, "not_found", "no"), "timeout"],
      ])
        for (const echo of [false, true]) {
          toGet = (key) => ({
            ...answer,
            headers: { ...answer.headers, ...(echo ? { "Idempotency-Key": key } : {}) },
          });
          const { error } = await resume();
          if (code) equal(error.code, code);
          deepEqual([error.billed, error.status], ["unknown", answer.status]);
          const [kept] = await keptBy(page);
          match(kept ?? "", /"name":""/, `${answer.status}`);
        }
      toGet = (key) => record(key);
      ok((await resume()).value);
      equal(came.filter(([method]) => method === "POST").length, 1);
    });

    test("can't come where the proxy itself knows no such call", TIMEOUT, async () => {
      await begin();
      toGet = () => problem(404, "not_found", "unknown");
      equal((await resume()).error.code, "timeout");
      deepEqual(await resume(), { value: null });
    });

    test(
      "is waited for behind a proxy that is busy, and comes from the repeat of a call",
      TIMEOUT,
      async () => {
        await start({ retries: 1 });
        const turns = [problem(503, "vendor_unavailable", "no"), { status: 504, body: "gateway" }];
        toPost = () => turns.shift();
        const { error } = await extract();
        equal(error.status, 504);
        equal((await keptBy(page)).length, 1);
        const answers = [problem(503, "vendor_unavailable", "no"), problem(429, "rate_limited", "no")];
        toGet = (key) => answers.shift() ?? record(key);
        ok((await resume()).value);
        equal(new Set(came.map(([, key]) => key)).size, 1);
        deepEqual(await keptBy(page), []);
      },
    );

    for (const [name, late] of [
      ["an answer", (key) => record(key)],
      ["no answer", () => problem(404, "not_found", "unknown")],
    ])
      test(`to an earlier try: ${name} leaves the later one as it is`, TIMEOUT, async () => {
        const first = await begin();
        let answer;
        toGet = () =>
          new Promise((resolve) => {
            answer = resolve;
          });
        await page.evaluate(() => {
          globalThis.resumed = resume();
        });
        while (!answer) await new Promise((resolve) => setTimeout(resolve, 20));
        toPost = (key) => record(key);
        ok((await extract()).value);
        toPost = () => ({ status: 504, body: "gateway" });
        ok((await extract()).error);
        const second = came.at(-1)[1];
        deepEqual([first.slice(-2), second.slice(-2)], ["-1", "-2"]);
        answer(late(first));
        await page.evaluate(() => resumed);
        toGet = (key) => record(key);
        ok((await resume()).value);
        equal(came.at(-1)[1], second);
      });

    test("a call that was turned away to the end is not kept", TIMEOUT, async () => {
      await start({ retries: 1 });
      toPost = () => problem(503, "vendor_unavailable", "no");
      ok((await extract()).error);
      equal(came.length, 2);
      deepEqual(await keptBy(page), []);
    });

    // A worker has a clock of its own.
    if (entry === "index.js")
      for (const [name, answer, code] of [
        ["questions that hang", () => undefined, "timeout"],
        [
          "a gateway that answers 504 at once",
          () => ({ status: 504, headers: JSON_TYPE, body: "{}" }),
          "vendor_unavailable",
        ],
      ])
        test(`nobody waits for long on ${name}`, TIMEOUT, async () => {
          await page.clock.install();
          await begin();
          toGet = answer;
          await page.evaluate(() => {
            globalThis.ended = null;
            resume().then((outcome) => {
              globalThis.ended = outcome;
            });
          });
          // Three minutes of the page's own time.
          for (let step = 0; step < 18; step += 1) {
            await new Promise((resolve) => setTimeout(resolve, 150));
            await page.clock.fastForward(10_000);
          }
          await new Promise((resolve) => setTimeout(resolve, 300));
          const ended = await page.evaluate(() => ended);
          deepEqual([ended?.error?.code, ended?.error?.billed], [code, "unknown"]);
          ok(came.filter(([method]) => method === "GET").length > 1);
          equal((await keptBy(page)).length, 1);
        });
  });
