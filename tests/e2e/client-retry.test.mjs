// A gateway between the page and the proxy that answers by itself: its 5xx is no last word.

import { deepEqual, equal, ok } from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { keysOf, openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const HTML = [502, "text/html", "<html><title>502 Bad Gateway</title></html>"];
const EMPTY = [504, "text/plain", ""];
const JSON_OF_GATEWAY = [504, "application/json", '{"message":"Endpoint request timed out"}'];

describe("a gateway that gives up", () => {
  let shop;
  let page;
  let calls;
  let seed = 7_000;
  /** What the gateway says to the next requests instead of the proxy's answer. */
  let instead = [];
  const route = async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const names = ["content-type", "idempotency-key", "sandbox-scenario"];
    const headers = names.map((name) => [name, request.headers[name]]).filter(([, value]) => value);
    const answer = await fetch(`${shop.proxy.endpoint}/verihubs/ktp`, {
      method: "POST",
      headers,
      body: Buffer.concat(chunks),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    const own = instead.shift();
    if (own) return response.writeHead(own[0], { "Content-Type": own[1] }).end(own[2]);
    const passed = ["content-type", "sandbox", "idempotency-key", "idempotent-replay"];
    response.writeHead(
      answer.status,
      Object.fromEntries(passed.map((name) => [name, answer.headers.get(name)]).filter(([, value]) => value)),
    );
    response.end(body);
  };
  before(async () => {
    shop = await openShop({ routes: { "/gateway/verihubs/ktp": route } });
  });
  beforeEach(async () => {
    seed += 1;
    instead = [];
    page = await shop.page();
    calls = await shop.proxy.calls();
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  const newCalls = async () => (await shop.proxy.calls()) - calls;
  const tries = () => keysOf(page.posts).map((key) => key.split("-")[1]);
  const send = (scenario = "", more = {}) =>
    page.evaluate((one) => kit.extract(one), {
      client: "shop",
      settings: { endpoint: `${shop.site.origin}/gateway`, headers: { "Sandbox-Scenario": scenario } },
      source: { seed },
      ...more,
    });

  for (const counted of [false, true]) {
    for (const [name, answer] of Object.entries({ HTML, EMPTY, JSON_OF_GATEWAY })) {
      test(`${name}: the retry costs nothing more, ${counted ? "xhr" : "fetch"}`, TIMEOUT, async () => {
        instead = [answer];
        const lost = await send("", { counted });
        deepEqual([lost.error?.code, lost.error?.billed], ["vendor_unavailable", "unknown"]);
        const found = await send("", { counted });
        ok(found.value?.extraction.record.nik.value);
        deepEqual(tries(), ["1", "1"]);
        equal(await newCalls(), 1);
        // An answer was read: one more is another call.
        await send("", { counted });
        deepEqual(tries(), ["1", "1", "2"]);
        equal(await newCalls(), 2);
      });
    }
  }

  test(
    "a vendor's answer that is no JSON came by the proxy, which keeps it: the retry is a new call",
    TIMEOUT,
    async () => {
      for (const code of ["malformed_response", "malformed_response"]) {
        equal((await send("not_json")).error?.code, code);
      }
      deepEqual(tries(), ["1", "2"]);
      equal(await newCalls(), 2);
    },
  );

  test("after a reload a stored error is given once, not for ever", TIMEOUT, async () => {
    equal((await send("KTP_NOT_DETECTED")).error?.code, "document_not_detected");
    page.posts.length = 0;
    const afresh = { client: "reloaded" };
    equal((await send("KTP_NOT_DETECTED", afresh)).error?.code, "document_not_detected");
    equal(await newCalls(), 1);
    await send("KTP_NOT_DETECTED", afresh);
    deepEqual(tries(), ["1", "2"]);
    equal(await newCalls(), 2);
  });

  test("a 429 leaves the key unused", TIMEOUT, async () => {
    const one = { settings: { endpoint: `${shop.site.origin}/gateway`, retries: 0 } };
    instead = [[429, "text/html", "slow down"]];
    equal((await send("", one)).error?.code, "rate_limited");
    await send("", one);
    deepEqual(tries(), ["1", "1"]);
    equal(await newCalls(), 1);
  });
});
