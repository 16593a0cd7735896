// What is sent: base64 or multipart, an address, and a file nobody checked.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { jpeg } from "./support/jpeg.mjs";
import { relay } from "./support/relay.mjs";
import { openShop } from "./support/shop.mjs";
import { askVendor, ROUTES } from "./support/vendor-documents.mjs";

const TIMEOUT = { timeout: 60_000 };
const KTP = ROUTES.find(({ vendor, document }) => vendor === "verihubs" && document === "ktp");

describe("what is sent", () => {
  let shop;
  let page;
  let calls;
  let seed = 2_000;
  const passedOn = [];
  before(async () => {
    shop = await openShop({
      routes: { "/relay/verihubs/ktp": relay(() => shop.proxy.endpoint, "verihubs/ktp", passedOn) },
    });
  });
  beforeEach(async () => {
    seed += 1;
    passedOn.length = 0;
    page = await shop.page();
    calls = await shop.proxy.calls();
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  const newCalls = async () => (await shop.proxy.calls()) - calls;
  const settings = (more) => ({ endpoint: shop.proxy.endpoint, ...more });
  /** Several calls at once, each `{ client, settings, source, ... }`. */
  const together = (...all) => page.evaluate((all) => Promise.all(all.map((one) => kit.extract(one))), all);

  for (const counted of [false, true]) {
    test(`multipart sends fewer bytes and reads the same${counted ? ", counted" : ""}`, TIMEOUT, async () => {
      const bytes = 300_000;
      const raw = await askVendor(shop.proxy, KTP, jpeg({ seed: seed + 700, bytes }));
      calls = await shop.proxy.calls();
      const endpoint = `${shop.site.origin}/relay`;
      const one = { source: { seed: seed + 700, bytes }, counted };
      const [multipart] = await together({ ...one, settings: { endpoint, upload: "multipart" } });
      deepEqual(multipart.value?.extraction.raw, raw);
      const [base64] = await together({ ...one, settings: { endpoint } });
      deepEqual(base64.value?.extraction.record, multipart.value.extraction.record);
      const [form, json] = passedOn;
      match(form.type, /^multipart\/form-data; boundary=/);
      equal(json.type, "application/json");
      ok(form.body.length < bytes + 1_000, `${form.body.length} bytes`);
      equal(json.body.length, '{"image":""}'.length + (bytes * 4) / 3);
      equal(await newCalls(), 1);
    });
  }

  test("an https address is sent instead of a file, and http is refused", TIMEOUT, async () => {
    const one = { settings: { endpoint: `${shop.site.origin}/relay` } };
    const url = `https://files.example/ktp-${seed}.jpg`;
    const [good] = await together({ ...one, source: { url } });
    equal(good.value?.extraction.sandbox, true);
    deepEqual(
      passedOn.map(({ body }) => String(body)),
      [JSON.stringify({ image: url })],
    );
    const refused = await together(
      { ...one, source: { url: `http://files.example/ktp-${seed}.jpg` } },
      { ...one, source: { url: "/ktp.jpg" } },
      { ...one, source: { url: `https://files.example/${"a".repeat(2048)}` } },
      { ...one, source: { url }, options: { document: "kitas" } },
      { settings: settings({ vendor: "glair" }), source: { url } },
    );
    deepEqual(
      refused.map(({ error }) => error?.code),
      new Array(5).fill("invalid_options"),
    );
    equal(page.posts.length, 1);
  });

  test(
    "headers are an object of texts, or Headers; a call's come in place of the client's",
    TIMEOUT,
    async () => {
      const sent = await page.evaluate(
        async ([endpoint, seed]) => {
          const outcomes = [];
          for (const [index, own] of [
            { Authorization: "Bearer own", "x-page": "2" },
            new Headers({ Authorization: "Bearer own", "X-Page": "2" }),
          ].entries()) {
            const headers = new Headers({ authorization: "Bearer shop", "x-shop": "1", attempt: "9" });
            const client = new kit.periksa.OcrClient({ endpoint, vendor: "verihubs", headers });
            const file = kit.picture({ seed: seed + 900 + index });
            outcomes.push(await kit.outcome(client.extract(file, { document: "ktp", headers: own })));
          }
          return outcomes.map(({ error }) => error?.message);
        },
        [`${shop.site.origin}/relay`, seed],
      );
      deepEqual(sent, [undefined, undefined]);
      for (const post of page.posts) {
        const headers = post.headers();
        deepEqual(
          [headers.authorization, headers["x-shop"], headers["x-page"], headers.attempt],
          ["Bearer own", "1", "2", undefined],
        );
      }
      equal(page.posts.length, 2);
    },
  );

  test("unchecked files are judged by the proxy, in the same words", TIMEOUT, async () => {
    for (const [options, source] of [
      [{ document: "ktp" }, { seed, width: 719, height: 480 }],
      [{ document: "ktp" }, { seed, bytes: 6_000_000 }],
      [{ document: "stnk" }, { seed, bytes: 10_000_001 }],
    ]) {
      page.posts.length = 0;
      const one = { settings: settings(), source };
      const [here] = await together({ ...one, options: { ...options, prepare: false } });
      equal(page.posts.length, 0);
      const [there] = await together({ ...one, options: { ...options, prepare: false, check: false } });
      equal(page.posts.length, 1);
      deepEqual([here.error?.code, here.error?.status, here.error?.billed], ["invalid_file", null, "no"]);
      deepEqual([there.error?.code, there.error?.status, there.error?.billed], ["invalid_file", 422, "no"]);
      deepEqual(there.error.problems, here.error.problems);
      deepEqual(there.error.messages, here.error.messages);
    }
    equal(await newCalls(), 0);
  });
});
