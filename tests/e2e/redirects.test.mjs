// What a redirect leads to is never taken for an answer. Over fetch, which can be told so, the file goes to the endpoint and
// nowhere else; an XMLHttpRequest follows by itself. And whatever its charset claims, JSON is UTF-8.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { openPage } from "./support/browser.mjs";
import { ROOT } from "./support/root.mjs";
import { openShop } from "./support/shop.mjs";
import { startSite } from "./support/site.mjs";

const TIMEOUT = { timeout: 60_000 };
const NIK = "3201014203890002";
const SEVERAL = { data: { nik: NIK, full_name: "JOSÉ ‘ÑANDÚ’" }, message: "ok", status_code: "200000" };

describe("redirects", () => {
  let shop;
  let page;
  /** Another origin, which takes whatever is sent to it. */
  let other;
  /** Bodies that came to it, or elsewhere on the shop's own origin. */
  const elsewhere = [];
  /** How often the endpoint was asked. */
  let asked = 0;
  let seed = 21_000;
  /** Status, content type and text of the next answers. */
  let answer;
  const bodyOf = async (request) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  /** What the other origin allows in its answers, by CORS. */
  const ALL = (headers) => ({
    "Access-Control-Allow-Origin": headers.origin ?? "*",
    "Access-Control-Allow-Headers": headers["access-control-request-headers"] ?? "*",
    "Access-Control-Allow-Credentials": "true",
  });
  let allowed = ALL;
  const take = async (request, response) => {
    const { length } = await bodyOf(request);
    if (request.method !== "OPTIONS") elsewhere.push([request.method, length]);
    response.writeHead(200, { ...allowed(request.headers), "Content-Type": "text/html" });
    response.end("<!doctype html><title>Sign in</title>");
  };
  before(async () => {
    other = await startSite({ routes: { "/taken": take } });
    shop = await openShop({
      routes: {
        "/taken": take,
        "/ocr/verihubs/ktp": async (request, response) => {
          const { length } = await bodyOf(request);
          equal(length > 1_000, true);
          asked += 1;
          const { status, headers = {}, text = "" } = answer;
          response.writeHead(status, headers).end(text);
        },
      },
    });
  });
  beforeEach(async () => {
    elsewhere.length = 0;
    allowed = ALL;
    asked = 0;
    seed += 1;
    page = await shop.page();
  });
  afterEach(() => page.context().close());
  after(async () => {
    await shop.close();
    await other.stop();
  });

  const send = (counted, more = {}) =>
    page.evaluate((one) => kit.extract(one), {
      settings: { endpoint: "/ocr", ...more },
      source: { seed },
      counted,
    });

  for (const counted of [false, true]) {
    const way = counted ? "XMLHttpRequest" : "fetch";
    for (const status of [301, 302, 303, 307, 308]) {
      for (const [place, to] of [
        ["another origin", () => other.origin],
        ["the same origin", () => ""],
      ]) {
        test(`${status} to ${place}, over ${way}: it is told as a redirect`, TIMEOUT, async () => {
          answer = { status, headers: { Location: `${to()}/taken` } };
          const { error } = await send(counted);
          // The browser follows these with the body, as the package's pages say.
          const follows = counted && status > 303;
          if (follows) equal(elsewhere.length, 1);
          else if (!counted) deepEqual(elsewhere, []);
          deepEqual([error?.code, error?.action, error?.status], ["unauthorized", "sign_in", null]);
          match(error.message, /redirect/);
          equal(asked, 1);
        });
      }
    }

    test(`with cookies of another site, over ${way}: it is told as a redirect`, TIMEOUT, async () => {
      answer = { status: 307, headers: { Location: `${other.origin}/taken` } };
      const { error } = await send(counted, { credentials: "include" });
      equal(error?.action, "sign_in");
      if (!counted) deepEqual(elsewhere, []);
    });

    for (const type of [
      "application/json",
      "application/json; charset=utf-8",
      "application/json; charset=iso-8859-1",
      "application/json; charset=utf-16",
      "text/plain; charset=windows-1252",
    ]) {
      test(`UTF-8 labelled ${type}, over ${way}: is read as UTF-8`, TIMEOUT, async () => {
        for (const mark of ["", "\uFEFF"]) {
          seed += 1;
          answer = { status: 200, headers: { "Content-Type": type }, text: mark + JSON.stringify(SEVERAL) };
          const { value, error } = await send(counted);
          equal(error, undefined);
          equal(value.extraction.record.fullName.value, SEVERAL.data.full_name);
          deepEqual(value.extraction.raw, SEVERAL);
        }
      });
    }
  }

  // An XMLHttpRequest follows by itself. These hold it.
  for (const [name, headers] of Object.entries({
    "allows nothing": () => ({}),
    "allows any page": () => ({ "Access-Control-Allow-Origin": "*" }),
    "allows any page, and the headers of most": ({ origin }) => ({
      "Access-Control-Allow-Origin": origin,
      "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Requested-With",
      "Access-Control-Allow-Credentials": "true",
    }),
  })) {
    test(`the file goes to no other origin that ${name}, whatever counts its bytes`, TIMEOUT, async () => {
      allowed = headers;
      for (const [counted, status] of [307, 308].flatMap((status) => [
        [true, status],
        [false, status],
      ])) {
        answer = { status, headers: { Location: `${other.origin}/taken` } };
        ok((await send(counted)).error);
        seed += 1;
      }
      deepEqual(elsewhere, []);
      equal(asked, 4);
    });
  }

  for (const entry of ["index.js", "worker.js"]) {
    test(`a policy that names no other origin holds the file back: ${entry}`, TIMEOUT, async (t) => {
      const csp = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'unsafe-eval'";
      const script = await readFile(`${ROOT}pkg/worker-thread.js`);
      const strict = await startSite({
        csp,
        routes: {
          // A worker goes by the policy of its own script.
          "/pkg/worker-thread.js": (_, response) =>
            response
              .writeHead(200, { "Content-Type": "text/javascript", "Content-Security-Policy": csp })
              .end(script),
          "/ocr/verihubs/ktp": async (request, response) => {
            await bodyOf(request);
            asked += 1;
            response.writeHead(307, { Location: `${other.origin}/taken` }).end();
          },
        },
      });
      const own = await openPage(shop.browser, strict.origin);
      t.after(() => Promise.all([own.context().close(), strict.stop()]));
      const code = await own.evaluate(async (entry) => {
        const { OcrClient } = await import(`/pkg/${entry}`);
        const { jpeg } = await import("/support/jpeg.mjs");
        const client = new OcrClient({ endpoint: "/ocr", vendor: "verihubs" });
        const options = { document: "ktp", onProgress() {} };
        return client.extract(new Blob([jpeg()]), options).catch(({ code }) => code);
      }, entry);
      equal(code, "network");
      deepEqual(elsewhere, []);
      equal(asked, 1);
      equal(own.workers().length, entry === "worker.js" ? 1 : 0);
    });
  }

  test("after the person has signed in, a session sends the same file", TIMEOUT, async () => {
    answer = { status: 302, headers: { Location: "/taken" } };
    const state = () =>
      page.evaluate(() => {
        const { phase, file, error, extraction } = session.getSnapshot();
        return [phase, Boolean(file), error?.action ?? null, extraction?.record.nik.value ?? null];
      });
    await page.evaluate(async (seed) => {
      const { Session } = await import("/pkg/session.js");
      globalThis.session = new Session({ document: "ktp", vendor: "verihubs", endpoint: "/ocr" });
      await session.pick(kit.picture({ seed, width: 1000, height: 640 }));
      await session.send();
    }, seed);
    deepEqual(await state(), ["failed", true, "sign_in", null]);
    answer = { status: 200, headers: { "Content-Type": "application/json" }, text: JSON.stringify(SEVERAL) };
    await page.evaluate(() => session.send());
    deepEqual(await state(), ["done", true, null, NIK]);
    deepEqual(
      elsewhere.filter(([, length]) => length > 0),
      [],
    );
  });
});
