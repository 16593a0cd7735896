// Parts that break: whatever they throw becomes an OcrError that says what it was, and what is gone is not listened to.

import { deepEqual, equal, match } from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { openShop } from "./support/shop.mjs";
import { trapping } from "./support/traps.mjs";

const TIMEOUT = { timeout: 60_000 };
const serving = (body) => (_, response) =>
  response.writeHead(200, { "Content-Type": "application/wasm" }).end(body);

describe("what breaks", () => {
  let shop;
  let page;
  before(async () => {
    const names = ["send", "register_messages"];
    const routes = names.map((name) => [`/broken-${name}.wasm`, serving(trapping(name))]);
    shop = await openShop({ routes: Object.fromEntries(routes) });
  });
  beforeEach(async () => {
    page = await shop.page();
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  test("an engine that broke while it sent says so", TIMEOUT, async () => {
    await page.evaluate(() => kit.init(new URL("/broken-send.wasm", location.href)));
    const { error } = await page.evaluate(
      (endpoint) => kit.extract({ settings: { endpoint } }),
      shop.proxy.endpoint,
    );
    deepEqual([error.code, error.billed], ["engine_unavailable", "unknown"]);
    match(error.message, /the engine stopped/);
  });

  test("an engine that breaks over a language fails each call as an OcrError", TIMEOUT, async () => {
    const errors = await page.evaluate(async () => {
      const { registerMessages, inspect } = kit.periksa;
      await registerMessages("jv", { timeout: "Kesuwen." });
      const source = new URL("/broken-register_messages.wasm", location.href);
      const outcomes = [await kit.outcome(() => kit.init(source))];
      for (let tries = 0; tries < 2; tries += 1)
        outcomes.push(await kit.outcome(() => inspect(kit.picture())));
      return outcomes.map(({ error }) => [error?.isOcrError, error?.code]);
    });
    deepEqual(errors, new Array(3).fill([true, "engine_unavailable"]));
    deepEqual(page.complaints, []);
  });

  test("an engine of a session's settings that throws is unavailable", TIMEOUT, async () => {
    const seen = await page.evaluate(async () => {
      const { Session } = await import("/pkg/session.js");
      const fail = () => {
        throw new TypeError("no such thing");
      };
      const engine = { ...kit.periksa, requirements: fail, prepare: fail };
      engine.OcrClient = class {
        extract = fail;
      };
      const settings = { document: "ktp", vendor: "verihubs", endpoint: "/api/ocr", engine };
      const session = new Session(settings);
      const shown = () => {
        const { phase, error } = session.getSnapshot();
        return [phase, error.code, error.billed, error.cause?.name, /no such thing/.test(error.message)];
      };
      await session.pick(kit.picture());
      const seen = [shown()];
      await session.send();
      seen.push(shown());
      session.configure({ ...settings, failOpen: false });
      await session.pick(kit.picture());
      seen.push(shown());
      const { error } = await kit.outcome(() => session.requirements());
      return [...seen, [error.isOcrError, error.code]];
    });
    deepEqual(seen, [
      ["ready", "engine_unavailable", "no", "TypeError", true],
      ["failed", "engine_unavailable", "unknown", "TypeError", true],
      ["failed", "engine_unavailable", "no", "TypeError", true],
      [true, "engine_unavailable"],
    ]);
  });

  test("a worker that was ended has no say in the next one's calls", TIMEOUT, async () => {
    const outcome = await page.evaluate(async () => {
      const workers = [];
      globalThis.Worker = class extends EventTarget {
        constructor() {
          super();
          workers.push(this);
        }
        postMessage() {}
        terminate() {}
      };
      const { inspect, terminate } = await import("/pkg/worker.js");
      const first = kit.outcome(() => inspect(kit.picture()));
      terminate();
      const { error } = await first;
      const second = kit.outcome(() => inspect(kit.picture()));
      workers[0].dispatchEvent(new ErrorEvent("error", { message: "too late" }));
      workers[0].dispatchEvent(new MessageEvent("messageerror"));
      workers[0].dispatchEvent(new MessageEvent("message", { data: { id: 2, value: "too late" } }));
      const isOpen = new Promise((resolve) => setTimeout(resolve, 100, "open"));
      return [error.code, await Promise.race([second, isOpen]), workers.length];
    });
    deepEqual(outcome, ["engine_unavailable", "open", 2]);
  });

  test("a valid element gives the browser no anchor for a message", TIMEOUT, async () => {
    const kinds = await page.evaluate(async () => {
      const given = [];
      const { setValidity } = ElementInternals.prototype;
      ElementInternals.prototype.setValidity = function (...members) {
        given.push(members.map((member) => (member instanceof Element ? "element" : typeof member)));
        return setValidity.apply(this, members);
      };
      document.body.innerHTML = '<periksa-input kind="ktp" vendor="verihubs"></periksa-input>';
      await import("/pkg/element.js");
      await document.querySelector("periksa-input").updateComplete;
      return [...new Set(given.map((kinds) => kinds[1]))];
    });
    deepEqual(kinds, ["string"]);
    equal(page.complaints.length, 0);
  });
});
