// `periksa/worker`: what the ordinary entry does, in a worker.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { relay } from "./support/relay.mjs";
import { ROOT } from "./support/root.mjs";
import { keysOf, openShop } from "./support/shop.mjs";
import { trapping } from "./support/traps.mjs";

const TIMEOUT = { timeout: 60_000 };
const wasm = readFileSync(`${ROOT}pkg/periksa_bg.wasm`);

/** A page of the shop with the ordinary entry in `kit.periksa` and this one in `distant`. */
async function open(shop) {
  const page = await shop.page();
  await page.evaluate(async () => {
    globalThis.distant = await import("/pkg/worker.js");
  });
  return page;
}

describe("periksa/worker", () => {
  let shop;
  let page;
  let seed = 9_000;
  before(async () => {
    const endpoint = () => shop.proxy.endpoint;
    shop = await openShop({
      routes: {
        "/ocr/verihubs/ktp": relay(endpoint),
        "/shop/ocr/verihubs/ktp": relay(endpoint),
        "/elsewhere.wasm": serving(wasm),
        "/broken.wasm": serving(trapping("parse_nik")),
      },
    });
  });
  beforeEach(async () => {
    seed += 1;
    page = await open(shop);
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  const settings = (more) => ({ endpoint: shop.proxy.endpoint, vendor: "verihubs", ...more });
  const playing = (scenario) => settings({ headers: { "Sandbox-Scenario": scenario } });

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
    equal(codes.filter((code) => code === null).length, 18, String(codes));
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

  test("what is no data ends in invalid_options", TIMEOUT, async () => {
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

  describe("abort", () => {
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

    test("after the call is nothing", TIMEOUT, async () => {
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

  test("messages of a further language are told to each worker", TIMEOUT, async () => {
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

  test("a client nobody has any more is forgotten", TIMEOUT, async () => {
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

describe("a worker that dies", () => {
  let shop;
  let page;
  let threads = "whole";
  let seed = 9_500;
  before(async () => {
    const thread = readFileSync(`${ROOT}pkg/worker-thread.js`);
    shop = await openShop({
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
    });
  });
  beforeEach(async () => {
    seed += 1;
    threads = "whole";
    page = await open(shop);
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  /** Starts a slow call and one that reads a file, and waits until the first is sent. */
  const begin = async () => {
    const posted = page.waitForRequest((request) => request.method() === "POST");
    await page.evaluate(
      ([settings, seed]) => {
        globalThis.client = new distant.OcrClient(settings);
        globalThis.again = () => kit.outcome(client.extract(kit.picture({ seed }), { document: "ktp" }));
        globalThis.running = [again()];
      },
      [
        {
          endpoint: shop.proxy.endpoint,
          vendor: "verihubs",
          headers: { "Sandbox-Scenario": "slow:3000" },
        },
        seed,
      ],
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

  test("a message that can't be read is its end too", TIMEOUT, async () => {
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

  test("one that listens late, as bundlers may have it, loses nothing", TIMEOUT, async () => {
    threads = "late";
    const facts = await page.evaluate(() => {
      const calls = [distant.inspect(kit.picture()), distant.requirements("ktp", "glair")];
      return Promise.all(calls.map(kit.outcome));
    });
    deepEqual([facts[0].value?.format, facts[1].value?.documented !== undefined], ["jpeg", true]);
  });

  for (const state of ["missing", "wrong"]) {
    test(`one whose script is ${state}`, TIMEOUT, async () => {
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
    });
  }
});

describe("where there are no workers", () => {
  test("a policy that allows none", TIMEOUT, async (t) => {
    const shop = await openShop({ csp: "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'" });
    t.after(() => shop.close());
    const page = await open(shop);
    const { error } = await page.evaluate(() => kit.outcome(distant.inspect(kit.picture())));
    deepEqual([error?.code, error?.isOcrError], ["engine_unavailable", true]);
  });

  test("a policy that allows the page's own", TIMEOUT, async (t) => {
    const csp = "default-src 'none'; connect-src 'self'; img-src data:; script-src 'self' 'wasm-unsafe-eval'";
    const shop = await openShop({ csp });
    t.after(() => shop.close());
    const page = await open(shop);
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

function serving(body) {
  return (_, response) => response.writeHead(200, { "Content-Type": "application/wasm" }).end(body);
}
