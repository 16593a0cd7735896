// `periksa/worker`: its functions and its client give what those of the ordinary entry give on the page.

import { deepEqual, equal, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { relay } from "./support/relay.mjs";
import { onFreshPages } from "./support/shop.mjs";
import { openWithWorker, workerSettings } from "./support/worker.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("results from a worker", () => {
  let shop;
  let page;
  let seed;
  onFreshPages(
    9_000,
    (given) => {
      ({ shop, page, seed } = given);
    },
    {
      open: openWithWorker,
      site: {
        routes: {
          "/ocr/verihubs/ktp": relay(() => shop.proxy.endpoint),
          "/shop/ocr/verihubs/ktp": relay(() => shop.proxy.endpoint),
        },
      },
    },
  );
  const { settings, playing } = workerSettings(() => shop);

  test(
    "does nothing when imported, and has each name of the ordinary entry that gives a promise",
    TIMEOUT,
    async () => {
      const before = shop.site.requests.length;
      const names = await page.evaluate(() => [Object.keys(kit.periksa), Object.keys(distant)]);
      deepEqual(
        names[1].filter((name) => name !== "terminate"),
        names[0].filter((name) => !name.endsWith("Sync")),
      );
      equal(page.workers().length, 0);
      deepEqual(
        shop.site.requests.slice(before).filter((path) => /wasm|thread/.test(path)),
        [],
      );
      await page.evaluate(() => distant.inspect(kit.picture()));
      equal(page.workers().length, 1);
    },
  );

  test("each function gives what it gives on the page", TIMEOUT, async () => {
    const pairs = await page.evaluate(async () => {
      await kit.init();
      const file = kit.picture({ width: 1000, height: 640, orientation: 6 });
      const ktp = { document: "ktp", vendor: "verihubs" };
      const answer = {
        data: { nik: "9901015703940007", full_name: "SITI", unknown: { signal: 1, url: [] } },
      };
      const stnk = { document: "stnk", vendor: "glair" };
      const plain = async (value) => {
        if (value?.changes) {
          const { file } = value;
          return { ...value, file: [file.name, file.type, await kit.periksa.toBase64(file)] };
        }
        if (!value?.body) return value;
        const { body } = value;
        if (body instanceof Blob) return { ...value, body: [body.type, await body.text()] };
        const parts = [...body].map(async ([name, part]) => [
          name,
          part.name,
          part.type,
          await new Response(part).text(),
        ]);
        return { ...value, body: [body.constructor.name, ...(await Promise.all(parts))] };
      };
      const calls = {
        requirements: [["ktp", "glair"]],
        inspect: [[file], [new Blob()], [new File(["no picture"], "ktp.jpg")], ["no file"]],
        check: [[file, ktp], [file, { ...ktp, checkQuality: false }], [file, { document: "sim" }], [file]],
        assessQuality: [[file], [new Blob()]],
        prepare: [
          [file, ktp],
          [file, { ...ktp, when: "needed", rotate: 90 }],
          [new File(["no picture"], "ktp.jpg"), ktp],
          [file, {}],
        ],
        toBase64: [[file]],
        toDataUrl: [[file], [new Blob()]],
        encodeRequest: [
          [file, ktp],
          [file, { ...ktp, upload: "multipart" }],
          [file, stnk],
          [file, {}],
        ],
        normalize: [
          [answer, ktp],
          [JSON.stringify(answer), { ...ktp, status: 200, requestId: "r", today: "2026-01-01" }],
          ["{}", { ...ktp, status: 503 }],
          ["<html>", ktp],
          [answer, { ...ktp, status: "200" }],
        ],
        parseNik: [["3201015703940007"], ["32O1015703940007"], [3]],
        registerMessages: [
          ["id", {}],
          ["jv", 3],
          ["jv", { network: 3 }],
        ],
      };
      const pairs = [];
      for (const [name, all] of Object.entries(calls)) {
        for (const args of all) {
          const [here, there] = [kit.periksa, distant].map((entry) =>
            kit.outcome(async () => plain(await entry[name](...args))),
          );
          pairs.push([name, await here, await there]);
        }
      }
      return pairs;
    });
    for (const [name, here, there] of pairs) deepEqual(there, here, name);
    const codes = pairs.map(([, here]) => here.error?.code ?? null);
    equal(codes.filter((code) => code === null).length, 19, String(codes));
    equal(pairs.filter(([, , there]) => there.error && !there.error.isOcrError).length, 0);
    deepEqual(page.complaints, []);
  });

  test("a call reads the same record, and tells its phases", TIMEOUT, async () => {
    const [here, there] = await page.evaluate(
      async ([settings, seed]) => {
        const results = [];
        for (const { OcrClient } of [kit.periksa, distant]) {
          const events = [];
          const progress = [];
          const onEvent = ({ ms, ...event }) => events.push(event);
          const onProgress = (event) => progress.push(event.phase);
          const client = new OcrClient({ ...settings, onEvent });
          const file = kit.picture({ seed, bytes: 300_000 });
          const result = await kit.outcome(client.extract(file, { document: "ktp", onProgress }));
          results.push({ result, events, phases: [...new Set(progress)] });
        }
        return results;
      },
      [settings(), seed],
    );
    equal(there.result.value?.sandbox, true, JSON.stringify(there.result.error));
    deepEqual(there, here);
    deepEqual(there.phases, ["checking", "preparing", "encoding", "uploading", "waiting", "reading"]);
    deepEqual(
      there.events.map(({ phase }) => phase),
      ["checking", "encoding", "sending", "done"],
    );
  });

  test("a call fails as on the page", TIMEOUT, async () => {
    for (const [scenario, source] of [
      ["KTP_NOT_DETECTED", { seed }],
      ["429", { seed }],
      ["not_json", { seed }],
      ["", { seed, width: 100, height: 60 }],
    ]) {
      const [here, there] = await page.evaluate(
        async ([settings, source]) => {
          const call = ({ OcrClient }) =>
            kit.outcome(new OcrClient(settings).extract(kit.picture(source), { document: "ktp" }));
          return [await call(kit.periksa), await call(distant)];
        },
        [{ ...playing(scenario), retries: 0 }, source],
      );
      ok(here.error.code);
      for (const { error } of [here, there]) error.requestId &&= "some";
      deepEqual(there, here, scenario);
    }
  });

  test("settings are looked at when the client is made", TIMEOUT, async () => {
    const codes = await page.evaluate(async () => {
      const made = (settings) => kit.outcome(() => void new distant.OcrClient(settings));
      const wrong = [
        {},
        { endpoint: "/ocr", vendor: "privy" },
        { endpoint: "/ocr", vendor: "glair", headers: 1 },
      ];
      return (await Promise.all(wrong.map(made))).map(({ error }) => error?.code);
    });
    deepEqual(codes, new Array(3).fill("invalid_options"));
    equal(page.workers().length, 0);
  });

  test("a relative endpoint is meant from the page", TIMEOUT, async () => {
    const extract = (endpoint) =>
      page.evaluate(
        ([settings, seed]) =>
          kit.outcome(new distant.OcrClient(settings).extract(kit.picture({ seed }), { document: "ktp" })),
        [settings({ endpoint }), seed],
      );
    equal((await extract("/ocr/")).value?.sandbox, true);
    await page.evaluate(() => {
      document.head.append(Object.assign(document.createElement("base"), { href: "/shop/page" }));
    });
    equal((await extract("ocr")).value?.sandbox, true);
    const paths = page.posts.map((post) => new URL(post.url()).pathname);
    deepEqual(paths, ["/ocr/verihubs/ktp", "/shop/ocr/verihubs/ktp"]);
  });

  test("headers may be Headers, of the client and of a call", TIMEOUT, async () => {
    const { value, error } = await page.evaluate(
      ([settings, seed]) => {
        const client = new distant.OcrClient({ ...settings, headers: new Headers({ "x-shop": "1" }) });
        const headers = new Headers({ "X-Page": "2" });
        return kit.outcome(client.extract(kit.picture({ seed }), { document: "ktp", headers }));
      },
      [settings({ endpoint: `${shop.site.origin}/ocr` }), seed],
    );
    equal(value?.sandbox, true, JSON.stringify(error));
    const { "x-shop": ofClient, "x-page": ofCall } = page.posts[0].headers();
    deepEqual([ofClient, ofCall], ["1", "2"]);
  });

  test("what listeners throw changes nothing", TIMEOUT, async () => {
    const result = await page.evaluate(
      ([settings, seed]) => {
        const cry = (name) => () => {
          throw new Error(`${name} threw`);
        };
        const client = new distant.OcrClient({ ...settings, onEvent: cry("onEvent") });
        const options = { document: "ktp", onProgress: cry("onProgress") };
        return kit.outcome(client.extract(kit.picture({ seed }), options));
      },
      [settings(), seed],
    );
    equal(result.value?.sandbox, true, JSON.stringify(result.error));
    const kinds = new Set(page.complaints.map((text) => /on\w+ threw/.exec(text)?.[0]));
    deepEqual([...kinds].sort(), ["onEvent threw", "onProgress threw"]);
  });

  test("what can't be posted to a worker ends in invalid_options", TIMEOUT, async () => {
    const results = await page.evaluate(async (settings) => {
      const file = kit.picture();
      const ktp = { document: "ktp", vendor: "verihubs" };
      const client = new distant.OcrClient(settings);
      const odd = new distant.OcrClient({ ...settings, headers: { authorization: () => "ticket" } });
      return Promise.all(
        [
          () => distant.check(file, { ...ktp, policy() {} }),
          () => distant.inspect(document.body),
          () => distant.parseNik(Symbol("nik")),
          () => client.extract(file, { document: "ktp", signal: {} }),
          () => client.extract(file, { document: "ktp", onProgress: 5 }),
          () => odd.extract(file, { document: "ktp" }),
        ].map(kit.outcome),
      );
    }, settings());
    deepEqual(
      results.map(({ error }) => [error?.code, error?.isOcrError]),
      new Array(results.length).fill(["invalid_options", true]),
    );
    equal(page.posts.length, 0);
  });

  test("equal calls in flight share one request", TIMEOUT, async () => {
    const results = await page.evaluate(
      ([settings, seed]) => {
        const client = new distant.OcrClient(settings);
        const call = () => kit.outcome(client.extract(kit.picture({ seed }), { document: "ktp" }));
        return Promise.all([call(), call()]);
      },
      [playing("slow:300"), seed],
    );
    for (const { value } of results) equal(value?.sandbox, true);
    equal(page.posts.length, 1);
  });
});
