// The engine that can't be loaded: always `engine_unavailable`, and a later `init` may go better.

import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import { launch, openPage } from "./support/browser.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { ROOT } from "./support/root.mjs";
import { startSite } from "./support/site.mjs";

const TIMEOUT = { timeout: 60_000 };
const WASM = "/pkg/periksa_bg.wasm";
const wasm = readFileSync(`${ROOT}pkg/periksa_bg.wasm`);
const serve = (status, type, body) => (_, response) =>
  response.writeHead(status, { "Content-Type": type }).end(body);
const elsewhere = { "/elsewhere.wasm": serve(200, "application/wasm", wasm) };
/** The copy of the wasm as text, which is loaded where the wasm can't be, is missing too. */
const withoutCopy = { "/pkg/wasm-text.js": serve(404, "text/plain", "not found") };

/** Asks each function that needs the engine, and tells the codes of what comes of it. */
const askAll = async () => {
  const { periksa, picture } = kit;
  const ktp = { document: "ktp", vendor: "verihubs" };
  const client = new periksa.OcrClient({ endpoint: "/api/ocr", vendor: "verihubs" });
  const outcomes = [];
  for (const call of [
    () => kit.init(),
    () => periksa.inspect(picture()),
    () => periksa.check(picture(), ktp),
    () => periksa.toBase64(picture()),
    () => periksa.toDataUrl(picture()),
    () => periksa.encodeRequest(picture(), ktp),
    () => client.extract(picture(), { document: "ktp" }),
    () => client.extract({ url: "https://files.example/ktp.jpg" }, { document: "ktp", check: false }),
  ]) {
    const { error } = await kit.outcome(call);
    outcomes.push(error ? [error.code, error.action, error.retryable, error.billed] : ["success"]);
  }
  return outcomes;
};
const UNAVAILABLE = ["engine_unavailable", "retry", true, "no"];

const REMEDY = 'serve periksa_bg.wasm, give init() its address, or import "periksa/inline"';

/** Ways a site fails to give the engine, and what the developer is told; `WASM` stands for its address. */
const FAILURES = {
  "a wasm that is not there": {
    answer: serve(404, "text/plain", "not found"),
    says: `the server answered 404 to WASM: ${REMEDY}`,
  },
  "a page in its place": {
    answer: serve(200, "text/html", "\n<!doctype html>"),
    says: `WASM is a web page (text/html), not the wasm: ${REMEDY}`,
  },
  "something else in its place": {
    answer: serve(200, "text/plain; charset=utf-8", "version https://git-lfs.github.com/spec/v1"),
    says: `WASM is 42 bytes (text/plain; charset=utf-8), not the wasm: ${REMEDY}`,
  },
  "nothing of a type in its place": {
    answer: (_, response) => response.writeHead(200).end(),
    says: `WASM is 0 bytes (null), not the wasm: ${REMEDY}`,
  },
  "a wasm cut off": {
    answer: serve(200, "application/wasm", wasm.subarray(0, 50_000)),
    says: "WASM can't be compiled: WebAssembly.compileStreaming",
  },
  "an empty wasm": {
    answer: serve(200, "application/wasm", ""),
    says: "WASM can't be compiled: WebAssembly.compileStreaming",
  },
  "another module's wasm": {
    answer: serve(200, "application/wasm", Buffer.from("0061736d01000000", "hex")),
    says: "WASM is not the wasm of this version of periksa",
  },
  "an earlier version's wasm": {
    answer: serve(200, "application/wasm", otherVersion()),
    says: "WASM is not the wasm of this version of periksa",
  },
  "another version's wasm, of the same imports": {
    answer: serve(200, "application/wasm; charset=utf-8", otherVersion()),
    says: "WASM is not the wasm of this version of periksa",
  },
  "a server that hangs up": {
    answer: (request) => request.socket.destroy(),
    says: `WASM could not be fetched (Failed to fetch): if the page's Content-Security-Policy forbids it, add its origin to connect-src, or ${REMEDY}`,
  },
};

describe("an engine that can't be loaded", () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());
  const open = async (site) => {
    const page = await openPage(browser, site.origin);
    await page.evaluate(async () => {
      globalThis.kit = await import("/support/kit.mjs");
    });
    return page;
  };

  for (const [name, { answer, says }] of Object.entries(FAILURES)) {
    test(name, TIMEOUT, async (t) => {
      const site = await startSite({ routes: { [WASM]: answer, ...elsewhere, ...withoutCopy } });
      t.after(() => site.stop());
      const page = await open(site);
      deepEqual(await page.evaluate(askAll), new Array(8).fill(UNAVAILABLE));
      const { error } = await page.evaluate(() => kit.outcome(kit.init()));
      const detail = says.replaceAll("WASM", site.origin + WASM);
      ok(error.messages.en.includes(`could not be started in this browser. Reload`), error.messages.en);
      ok(error.message.includes(`(${detail}`), error.message);
      ok(error.messages.id.includes("tidak bisa dijalankan"), error.messages.id);
      // The detail is no person's business.
      for (const text of Object.values(error.messages)) ok(!text.includes("("), text);
      ok(error.isOcrError && error.cause);
      const later = await page.evaluate(async () => {
        await kit.init(new URL("/elsewhere.wasm", location.href));
        return kit.periksa.inspect(kit.picture());
      });
      equal(later.format, "jpeg");
    });

    test(`${name}: its copy as text is loaded`, TIMEOUT, async (t) => {
      const site = await startSite({ routes: { [WASM]: answer } });
      t.after(() => site.stop());
      const page = await open(site);
      equal((await page.evaluate(() => kit.periksa.inspect(kit.picture()))).format, "jpeg");
      ok(site.requests.includes(WASM));
      equal(site.requests.filter((path) => path === "/pkg/wasm-text.js").length, 1);
    });
  }

  test("what init() was given has no copy", TIMEOUT, async (t) => {
    const site = await startSite();
    t.after(() => site.stop());
    const page = await open(site);
    const { error } = await page.evaluate(() =>
      kit.outcome(kit.init(new URL("/missing.wasm", location.href))),
    );
    equal(error.code, "engine_unavailable");
    ok(!site.requests.includes("/pkg/wasm-text.js"));
  });

  test("a wasm on another origin that does not let the page have it", TIMEOUT, async (t) => {
    const [site, cdn] = await Promise.all([startSite(), startSite()]);
    t.after(() => Promise.all([site.stop(), cdn.stop()]));
    const page = await open(site);
    const address = cdn.origin + WASM;
    const { error } = await page.evaluate((address) => kit.outcome(kit.init(new URL(address))), address);
    ok(error.message.includes(`have ${cdn.origin} allow ${site.origin} by CORS`), error.message);
  });

  test("a wasm of the wrong type is taken all the same", TIMEOUT, async (t) => {
    const site = await startSite({ routes: { [WASM]: serve(200, "text/html", wasm) } });
    t.after(() => site.stop());
    const page = await open(site);
    equal((await page.evaluate(() => kit.periksa.inspect(kit.picture()))).format, "jpeg");
    deepEqual(page.complaints, []);
  });

  test("a policy without wasm-unsafe-eval, for the copy too", TIMEOUT, async (t) => {
    for (const routes of [{}, { [WASM]: serve(404, "text/plain", "not found") }]) {
      const site = await startSite({ csp: "default-src 'self'; script-src 'self'", routes });
      t.after(() => site.stop());
      const page = await open(site);
      deepEqual(await page.evaluate(askAll), new Array(8).fill(UNAVAILABLE));
      const { error } = await page.evaluate(() => kit.outcome(kit.init()));
      const says = "the page's Content-Security-Policy forbids it: add 'wasm-unsafe-eval' to script-src";
      ok(error.message.includes(says), error.message);
      // Only where the wasm itself could not be had.
      equal(site.requests.includes("/pkg/wasm-text.js"), WASM in routes);
    }
  });

  test("a policy that forbids to fetch the wasm: its copy is loaded", TIMEOUT, async (t) => {
    const csp = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'";
    const site = await startSite({ csp });
    t.after(() => site.stop());
    const page = await open(site);
    equal((await page.evaluate(() => kit.periksa.inspect(kit.picture()))).format, "jpeg");
    const { error } = await page.evaluate(() =>
      import("/copy/index.js").then(({ default: init }) =>
        kit.outcome(init(new URL("/elsewhere.wasm", location.href))),
      ),
    );
    ok(error.message.includes("forbids it, add its origin to connect-src"), error.message);
  });

  test("a policy with wasm-unsafe-eval is enough", TIMEOUT, async (t) => {
    const site = await startSite({
      csp: "default-src 'none'; connect-src 'self'; img-src data:; script-src 'self' 'wasm-unsafe-eval'",
    });
    t.after(() => site.stop());
    const page = await open(site);
    equal((await page.evaluate(() => kit.periksa.inspect(kit.picture()))).format, "jpeg");
    deepEqual(page.complaints, []);
  });

  test("a browser without WebAssembly", TIMEOUT, async (t) => {
    const site = await startSite();
    t.after(() => site.stop());
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(() => {
      globalThis.kept = globalThis.WebAssembly;
      delete globalThis.WebAssembly;
    });
    await page.goto(site.origin);
    await page.evaluate(async () => {
      globalThis.kit = await import("/support/kit.mjs");
    });
    deepEqual(await page.evaluate(askAll), new Array(8).fill(UNAVAILABLE));
    const facts = await page.evaluate(() => {
      globalThis.WebAssembly = kept;
      return kit.periksa.inspect(kit.picture());
    });
    equal(facts.format, "jpeg");
  });

  test("nothing is loaded before the first call, and once only", TIMEOUT, async (t) => {
    const site = await startSite({ routes: elsewhere });
    t.after(() => site.stop());
    const page = await open(site);
    await page.evaluate(() => new kit.periksa.OcrClient({ endpoint: "/api/ocr", vendor: "glair" }));
    await page.evaluate(() => kit.outcome(() => kit.periksa.requirementsSync("ktp", "verihubs")));
    ok(site.requests.includes("/pkg/periksa.js"));
    ok(!site.requests.includes(WASM));
    await page.evaluate(async () => {
      await Promise.all([
        kit.init(),
        kit.periksa.inspect(kit.picture()),
        kit.init(),
        kit.periksa.toBase64(new Blob()),
      ]);
      await kit.init();
      await kit.init(new URL("/elsewhere.wasm", location.href));
    });
    equal(site.requests.filter((path) => path === WASM).length, 1);
    ok(!site.requests.includes("/elsewhere.wasm"));
  });

  for (const [name, source] of Object.entries({
    URL: "new URL('/elsewhere.wasm', location.href)",
    Response: "await fetch('/elsewhere.wasm')",
    ArrayBuffer: "await (await fetch('/elsewhere.wasm')).arrayBuffer()",
    Uint8Array: "new Uint8Array(await (await fetch('/elsewhere.wasm')).arrayBuffer())",
    Module: "await WebAssembly.compileStreaming(fetch('/elsewhere.wasm'))",
    "Response whose integrity is known": `await fetch('/elsewhere.wasm', { integrity: "${integrity(wasm)}" })`,
  })) {
    test(`init takes a ${name}`, TIMEOUT, async (t) => {
      const site = await startSite({ routes: elsewhere });
      t.after(() => site.stop());
      const page = await open(site);
      const maxBytes = await page.evaluate(async (source) => {
        const AsyncFunction = (async () => {}).constructor;
        await kit.init(await new AsyncFunction(`return ${source}`)());
        return kit.periksa.requirementsSync("ktp", "verihubs").maxBytes;
      }, source);
      equal(maxBytes, 5_000_000);
      ok(!site.requests.includes(WASM));
      deepEqual(page.complaints, []);
    });
  }
});

/** The same wasm, as if of another version. */
function otherVersion() {
  const text = wasm.toString("latin1");
  ok(text.includes("version_0_"));
  return Buffer.from(text.replaceAll("version_0_", "version_9_"), "latin1");
}

function integrity(bytes) {
  return `sha384-${createHash("sha384").update(bytes).digest("base64")}`;
}

describe("in Node", () => {
  test("the import does nothing, and the engine takes the wasm's bytes", TIMEOUT, async () => {
    const { default: init, inspect, requirementsSync, isOcrError } = await import(`${ROOT}pkg/index.js`);
    let early;
    try {
      requirementsSync("ktp", "verihubs");
    } catch (error) {
      early = error;
    }
    ok(isOcrError(early));
    await rejects(init(new Uint8Array(8)), { code: "engine_unavailable" });
    await init(wasm);
    equal((await inspect(new Blob([jpeg()]))).displayWidth, 1000);
  });
});
