// What a call ends in, the same by fetch and by XMLHttpRequest, from a page on another origin than the proxy.

import { deepEqual, equal, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { closedPort, keysOf, openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

/** Proxies gone wrong, on the shop's own origin. */
const BROKEN = {
  "/half/verihubs/ktp": (_, response) => {
    response.writeHead(200, { "Content-Type": "application/json", "Content-Length": 1_000 });
    response.write('{"message":"Success Extract Data","data":{"nik":"32');
    setTimeout(() => response.destroy(), 50);
  },
  "/html/verihubs/ktp": (request, response) => {
    request.resume();
    response
      .writeHead(502, { "Content-Type": "text/html" })
      .end("<html><title>502 Bad Gateway</title></html>");
  },
  "/empty/verihubs/ktp": (request, response) => {
    request.resume();
    response.writeHead(200).end();
  },
  "/later/verihubs/ktp": (request, response) => {
    request.resume();
    const later = new Date(Date.now() + 3_600_000).toUTCString();
    response.writeHead(429, { "Retry-After": later }).end("{}");
  },
  ...Object.fromEntries(
    ["1.5", "-1", "2, 3", "soon"].map((wait, index) => [
      `/wait${index}/verihubs/ktp`,
      (request, response) => {
        request.resume();
        response.writeHead(429, { "Retry-After": wait }).end("{}");
      },
    ]),
  ),
};

/**
 * Answers that need no more than settings. `posts`: how many requests are made; `repeats`: how many are allowed.
 * `path` is below the shop's own origin; without it the proxy is asked, for the scenario.
 */
const ANSWERS = [
  {
    scenario: "KTP_NOT_DETECTED",
    error: { code: "document_not_detected", status: 400, vendor: "verihubs", retryable: false },
  },
  { scenario: "absent", error: { code: "document_not_detected", status: 200, retryable: false } },
  { scenario: "FAIL_ON_1", error: { code: "quality_rejected", status: 200, action: "retake_photo" } },
  { scenario: "INTERNAL_SERVER_ERROR", error: { code: "vendor_unavailable", status: 500, retryable: true } },
  { scenario: "502", error: { code: "vendor_unavailable", status: 502, action: "retry_later" } },
  { scenario: "not_json", error: { code: "malformed_response", status: 200, action: "contact_support" } },
  { scenario: "empty", error: { code: "malformed_response", status: 200 } },
  { scenario: "cut", error: { code: "vendor_unavailable", status: 502, billed: "unknown", vendor: null } },
  {
    scenario: "429",
    repeats: 1,
    posts: 2,
    error: { code: "rate_limited", status: 429, retryAfterMs: 1_000, retryable: true },
  },
  { scenario: "429", repeats: 0, error: { code: "rate_limited", status: 429 } },
  { path: "later", repeats: 2, error: { code: "rate_limited", status: 429 } },
  ...[0, 1, 2, 3].map((index) => ({
    path: `wait${index}`,
    repeats: 1,
    posts: 2,
    error: { code: "rate_limited", status: 429, retryAfterMs: null },
  })),
  { path: "html", error: { code: "vendor_unavailable", status: 502 } },
  { path: "empty", error: { code: "malformed_response", status: 200 } },
  {
    path: "half",
    error: { code: "network", status: null, billed: "unknown", retryable: true, action: "retry" },
  },
  { path: "nowhere", error: { code: "not_found", status: 404, action: "fix_integration" } },
];

describe("what a call ends in", () => {
  let shop;
  let page;
  let seed = 0;
  const fresh = () => {
    seed += 1;
    return { seed };
  };
  before(async () => {
    shop = await openShop({ routes: BROKEN });
    page = await shop.page();
  });
  after(() => shop.close());

  /** One call with a fresh picture, to the proxy where nothing else is said. */
  const call = ({ settings, ...rest }) => {
    page.posts.length = 0;
    const all = { source: fresh(), settings: { endpoint: shop.proxy.endpoint, ...settings }, ...rest };
    return page.evaluate((all) => kit.extract(all), all);
  };

  for (const counted of [false, true]) {
    const transport = counted ? "xhr" : "fetch";
    describe(`by ${transport}`, () => {
      test("succeeds", TIMEOUT, async () => {
        const { value } = await call({ counted });
        const { document, vendor, record, sandbox, attempts, statusCode, requestId, raw } = value.extraction;
        deepEqual(
          { document, vendor, sandbox, attempts, statusCode },
          {
            document: "ktp",
            vendor: "verihubs",
            sandbox: true,
            attempts: 1,
            statusCode: "SUCCESS",
          },
        );
        equal(record.nik.value, raw.data.nik);
        ok(/^sandbox-\d+$/.test(requestId), requestId);
        deepEqual(
          page.posts.map((post) => post.resourceType()),
          [transport],
        );
      });

      for (const { scenario, path, repeats, posts = 1, error: expected } of ANSWERS) {
        test(
          `${path ?? `scenario ${scenario}`}, ${repeats ?? 2} repeats: ${expected.code}`,
          TIMEOUT,
          async () => {
            const settings = path
              ? { endpoint: `${shop.site.origin}/${path}` }
              : { headers: { "Sandbox-Scenario": scenario } };
            const { error } = await call({ counted, settings: { ...settings, retries: repeats } });
            ok(error?.isOcrError, JSON.stringify(error));
            deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, error[name]])), expected);
            deepEqual(
              page.posts.map((post) => post.resourceType()),
              new Array(posts).fill(transport),
            );
            equal(new Set(keysOf(page.posts)).size, 1);
          },
        );
      }

      test("a body the proxy finds too large: image_too_large", TIMEOUT, async () => {
        const { error } = await call({
          counted,
          source: { bytes: 20_000_000 },
          options: { check: false, prepare: false },
        });
        deepEqual([error?.code, error?.status, error?.billed], ["image_too_large", 413, "no"]);
        equal(page.posts.length, 1);
      });

      test("a 429 is repeated by itself under the same key", TIMEOUT, async () => {
        const calls = await shop.proxy.calls();
        const { value } = await call({ counted, settings: { headers: { "Sandbox-Scenario": "429-once" } } });
        equal(value.extraction.attempts, 2);
        equal(page.posts.length, 2);
        const [first, second] = keysOf(page.posts);
        ok(/^[0-9a-f]{64}-1$/.test(first), first);
        equal(second, first);
        equal(await shop.proxy.calls(), calls + 2);
      });

      test("nobody listens: network, once", TIMEOUT, async () => {
        const endpoint = `http://127.0.0.1:${await closedPort()}/api/ocr`;
        const { error } = await call({ counted, settings: { endpoint } });
        deepEqual([error?.code, error?.status, error?.retryable], ["network", null, true]);
        equal(page.posts.length, 1);
      });

      test("no connection at all: offline", TIMEOUT, async () => {
        await page.context().setOffline(true);
        const { error } = await call({ counted }).finally(() => page.context().setOffline(false));
        deepEqual([error?.code, error?.retryable, error?.action], ["offline", true, "retry"]);
      });

      test("no answer in time: timeout, once, and the request is ended", TIMEOUT, async () => {
        const ended = page.waitForEvent("requestfailed");
        const { error } = await call({
          counted,
          settings: { timeoutMs: 1000, headers: { "Sandbox-Scenario": "slow:30000" } },
        });
        deepEqual([error?.code, error?.status, error?.billed], ["timeout", null, "unknown"]);
        equal((await ended).failure().errorText, "net::ERR_ABORTED");
        equal(page.posts.length, 1);
      });
    });
  }

  test("nothing was thrown beside the calls", () => {
    // Chromium itself reports every answer of 400 or more, and every broken connection.
    deepEqual(
      page.complaints.filter((text) => !text.startsWith("Failed to load resource:")),
      [],
    );
  });
});
