// Progress is told in order, up to the total; listeners that throw change nothing.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { onOnePage } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const ORDER = ["checking", "preparing", "encoding", "uploading", "waiting", "reading"];

describe("progress of a call", () => {
  let shop;
  let page;
  let seed = 5_000;
  const fresh = () => {
    seed += 1;
    return { seed };
  };
  onOnePage((given) => {
    ({ shop, page } = given);
  });

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

  test(
    'with credentials: "omit" it is sent by fetch, which tells phases and no bytes in between',
    TIMEOUT,
    async () => {
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
    },
  );

  test("the phase waiting is told before the answer: by fetch, and to those who join", TIMEOUT, async () => {
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

  test("a listener that throws changes nothing, and its error is on the console", TIMEOUT, async () => {
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
});
