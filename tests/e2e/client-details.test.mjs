// Progress, events, listeners, and the errors of other copies.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("a call, looked at closely", () => {
  let shop;
  let page;
  let seed = 5_000;
  const fresh = () => {
    seed += 1;
    return { seed };
  };
  before(async () => {
    shop = await openShop();
    page = await shop.page();
  });
  after(() => shop.close());

  for (const upload of ["base64", "multipart"]) {
    test(`progress of ${upload}: phases in order, real bytes up to the total`, TIMEOUT, async () => {
      const bytes = 4_000_000;
      const network = await page.context().newCDPSession(page);
      const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 8_000_000 };
      await network.send("Network.emulateNetworkConditions", slow);
      const { value } = await page.evaluate((all) => kit.extract(all), {
        settings: { endpoint: shop.proxy.endpoint, upload },
        source: { ...fresh(), bytes },
        options: { prepare: false },
        counted: true,
      });
      await network.detach();
      const { progress } = value;
      for (const event of progress) deepEqual(Object.keys(event), ["phase", "sentBytes", "totalBytes"]);
      const phases = progress.map(({ phase }) => phase);
      deepEqual([...new Set(phases)], ["checking", "encoding", "uploading", "waiting", "reading"]);
      deepEqual(
        phases,
        [...phases].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)),
      );
      for (const { phase, sentBytes, totalBytes } of progress) {
        if (["checking", "encoding"].includes(phase)) deepEqual([sentBytes, totalBytes], [0, bytes]);
        ok(sentBytes <= totalBytes, phase);
      }
      const counts = progress.map(({ sentBytes }) => sentBytes);
      deepEqual(
        counts,
        [...counts].sort((a, b) => a - b),
      );
      const waiting = progress.find(({ phase }) => phase === "waiting");
      equal(waiting.sentBytes, waiting.totalBytes);
      const body = '{"image":""}'.length + Math.ceil(bytes / 3) * 4;
      if (upload === "base64") {
        const sending = progress.filter(({ phase }) => ["uploading", "waiting", "reading"].includes(phase));
        deepEqual(new Set(sending.map(({ totalBytes }) => totalBytes)), new Set([body]));
      }
      ok(waiting.totalBytes > bytes && waiting.totalBytes < (upload === "base64" ? body + 1 : bytes + 1_000));
      ok(phases.filter((phase) => phase === "uploading").length > 2, String(counts));
    });
  }

  test("cookies can't be left out of XMLHttpRequest, so phases alone are told then", TIMEOUT, async () => {
    page.posts.length = 0;
    const { value } = await page.evaluate((all) => kit.extract(all), {
      settings: { endpoint: shop.proxy.endpoint, credentials: "omit" },
      source: fresh(),
      counted: true,
    });
    const phases = value.progress.map(({ phase }) => phase);
    deepEqual(phases, ["checking", "preparing", "encoding", "uploading", "waiting", "reading"]);
    for (const { phase, sentBytes, totalBytes } of value.progress.slice(4))
      equal(sentBytes, totalBytes, phase);
    deepEqual(
      page.posts.map((post) => post.resourceType()),
      ["fetch"],
    );
  });

  test("waiting is told before the answer: by fetch, and to those who join", TIMEOUT, async () => {
    const posted = page.waitForRequest((request) => request.method() === "POST");
    await page.evaluate(
      ([endpoint, source]) => {
        const headers = { "Sandbox-Scenario": "slow:30000" };
        const client = new kit.periksa.OcrClient({ endpoint, vendor: "verihubs", headers });
        globalThis.controller = new AbortController();
        globalThis.phases = [];
        globalThis.call = (onProgress) => {
          const options = { document: "ktp", signal: controller.signal, onProgress };
          return kit.outcome(client.extract(kit.picture(source), options));
        };
        globalThis.running = [call()];
      },
      [shop.proxy.endpoint, fresh()],
    );
    equal((await posted).resourceType(), "fetch");
    await page.evaluate(() => {
      running.push(call(({ phase }) => phases.push(phase)));
    });
    await page.waitForFunction(() => phases.includes("waiting"));
    const codes = await page.evaluate(async () => {
      controller.abort();
      return (await Promise.all(running)).map(({ error }) => error.code);
    });
    deepEqual(codes, ["aborted", "aborted"]);
  });

  test("aborted before it began: no progress, no phase, nothing billed", TIMEOUT, async () => {
    const told = await page.evaluate(
      async ([endpoint, source]) => {
        const told = [];
        const onEvent = ({ phase, code }) => told.push([phase, code]);
        const client = new kit.periksa.OcrClient({ endpoint, vendor: "verihubs", onEvent });
        const onProgress = ({ phase }) => told.push(phase);
        const options = { document: "ktp", signal: AbortSignal.abort(), onProgress };
        const { error } = await kit.outcome(client.extract(kit.picture(source), options));
        told.push([error.code, error.billed]);
        await new Promise((resolve) => setTimeout(resolve, 200));
        return told;
      },
      [shop.proxy.endpoint, fresh()],
    );
    deepEqual(told, [
      ["done", "aborted"],
      ["aborted", "no"],
    ]);
  });

  test("aborted while it is checked: nothing was sent, so nothing billed", TIMEOUT, async () => {
    const error = await page.evaluate(
      async ([endpoint, source]) => {
        const client = new kit.periksa.OcrClient({ endpoint, vendor: "verihubs" });
        const controller = new AbortController();
        const onProgress = ({ phase }) => phase === "encoding" && controller.abort();
        const options = { document: "ktp", signal: controller.signal, onProgress };
        return (await kit.outcome(client.extract(kit.picture(source), options))).error;
      },
      [shop.proxy.endpoint, fresh()],
    );
    deepEqual([error?.code, error?.billed], ["aborted", "no"]);
  });

  test("events hold codes and sizes, and no value of a field", TIMEOUT, async () => {
    const [events, records] = await page.evaluate(
      async ([endpoint, seed]) => {
        const events = [];
        const records = [];
        const call = async (vendor, document, scenario, options) => {
          const headers = { "Sandbox-Scenario": scenario };
          const client = new kit.periksa.OcrClient({
            endpoint,
            vendor,
            headers,
            onEvent: (event) => events.push(event),
          });
          const file = kit.picture({ seed: seed + events.length }, "Siti-Rahayu-3273.jpg");
          const { value } = await kit.outcome(client.extract(file, { document, ...options }));
          if (value) records.push(value.record, value.requestId, value.referenceId);
        };
        await call("verihubs", "ktp", "");
        await call("glair", "stnk", "", { table: true });
        await call("verihubs", "ktp", "KTP_NOT_DETECTED");
        await call("verihubs", "ktp", "429-once");
        return [events, records];
      },
      [shop.proxy.endpoint, seed + 100],
    );
    const done = events.filter(({ phase }) => phase === "done");
    deepEqual(
      done.map(({ code, attempts, sandbox }) => [code, attempts, sandbox]),
      [
        [null, 1, true],
        [null, 1, true],
        ["document_not_detected", null, null],
        [null, 2, true],
      ],
    );
    const sent = events.filter(({ phase }) => phase === "sending").map(({ status, code }) => [status, code]);
    deepEqual(sent, [
      [200, null],
      [200, null],
      [400, "document_not_detected"],
      [429, "rate_limited"],
      [200, null],
    ]);
    deepEqual(
      new Set(events.map(({ phase }) => phase)),
      new Set(["checking", "encoding", "sending", "done"]),
    );
    const told = JSON.stringify(events).toLowerCase();
    const texts = [...JSON.stringify(records).matchAll(/"(?:value|text)":"([^"]{3,})"/g)].map(
      ([, text]) => text,
    );
    ok(texts.length > 50);
    for (const text of [...texts, "Siti", "3273"]) ok(!told.includes(text.toLowerCase()), text);
  });

  test("a listener that throws changes nothing, and is told of", TIMEOUT, async () => {
    page.complaints.length = 0;
    const { value } = await page.evaluate(
      ([endpoint, source]) => {
        const fail = () => {
          throw new Error("a mistake of the shop's");
        };
        const client = new kit.periksa.OcrClient({ endpoint, vendor: "verihubs", onEvent: fail });
        return kit.outcome(client.extract(kit.picture(source), { document: "ktp", onProgress: fail }));
      },
      [shop.proxy.endpoint, fresh()],
    );
    equal(value.sandbox, true);
    ok(page.complaints.length > 5);
    for (const complaint of page.complaints) match(complaint, /a mistake of the shop's/);
  });

  test("tests of users can make errors, of what each code says by itself", TIMEOUT, async () => {
    const { made, said } = await page.evaluate(async () => {
      const { OcrError } = kit.periksa;
      const cause = new Error("why");
      const errors = [
        new OcrError({ code: "timeout" }),
        new OcrError({ code: "invalid_file", problems: [{ code: "blur" }], report: { ok: false } }),
        new OcrError({ code: "aborted", billed: "no", message: "left" }, { cause }),
        new OcrError({ code: "rate_limited", retryAfterMs: 1_000, messages: { id: "Sabar.", en: "Wait." } }),
      ];
      const { ERRORS, MESSAGES } = await import("/pkg/common/generated.js");
      await kit.init();
      const { constants } = await import("/pkg/periksa.js");
      const { errors: engine } = constants();
      return { made: errors.map(kit.described), said: { ERRORS, MESSAGES, engine } };
    });
    const [timeout, file, aborted, limited] = made;
    for (const error of made) ok(error.isOcrError && error.isError && error.name === "OcrError");
    deepEqual([timeout.code, timeout.message, timeout.status], ["timeout", "timeout", null]);
    deepEqual([file.attemptFailed, file.problems, file.report], [true, [{ code: "blur" }], { ok: false }]);
    deepEqual([aborted.message, aborted.billed, aborted.cause], ["left", "no", "Error: why"]);
    match(aborted.messages.id, /dibatalkan/);
    deepEqual([limited.message, limited.messages.id, limited.retryAfterMs], ["Wait.", "Sabar.", 1_000]);
    for (const { code, action, retryable, attemptFailed } of made)
      deepEqual({ action, retryable, attemptFailed }, pick(said.engine[code]), code);
    for (const [code, { messages, ...facts }] of Object.entries(said.engine)) {
      deepEqual(said.ERRORS[code], facts, code);
      if (said.MESSAGES[code]) deepEqual(said.MESSAGES[code], messages, code);
    }
    deepEqual(Object.keys(said.ERRORS).sort(), Object.keys(said.engine).sort());
    deepEqual(Object.keys(said.MESSAGES), ["aborted", "engine_unavailable", "invalid_options"]);
  });

  test("errors of another copy and of another realm are known", TIMEOUT, async () => {
    const known = await page.evaluate(async () => {
      const early = (periksa) => {
        try {
          periksa.requirementsSync("ktp", "nobody");
        } catch (error) {
          return error;
        }
      };
      const copy = await import("/copy/index.js");
      const frame = document.createElement("iframe");
      document.body.append(frame);
      const realm = await frame.contentWindow.eval('import("/pkg/index.js")');
      const { isOcrError, OcrError } = kit.periksa;
      const ofCopy = early(copy);
      const ofRealm = early(realm);
      frame.remove();
      return {
        isOther: [!(ofCopy instanceof OcrError), !(ofRealm instanceof Error)],
        known: [isOcrError(ofCopy), isOcrError(ofRealm)],
        others: [new Error("x"), { name: "OcrError", code: "timeout" }, null, undefined, "timeout", 1].map(
          isOcrError,
        ),
      };
    });
    deepEqual(known, { isOther: [true, true], known: [true, true], others: new Array(6).fill(false) });
  });
});

const pick = ({ action, retryable, attemptFailed }) => ({ action, retryable, attemptFailed });
const ORDER = ["checking", "preparing", "encoding", "uploading", "waiting", "reading"];
