// `periksa/session`: which engine is called, and what becomes of a file where it fails or is missing.

import { deepEqual, equal, match } from "node:assert/strict";
import { describe, test } from "node:test";

import { actions, now, start } from "./support/session.mjs";
import { onFreshPages, openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
/** The wasm, and its copy as text. */
const ENGINE = /\/(periksa_bg\.wasm|wasm-text\.js)$/;

describe("the engine of a session", () => {
  let shop;
  let page;
  let seed;
  onFreshPages(12_800, (given) => {
    ({ shop, page, seed } = given);
  });
  const { settings, pick, send } = actions(() => ({ shop, page, seed }));

  test("a worker that breaks over a file does not bring it to the page's thread", TIMEOUT, async () => {
    await start(page, { failOpen: false });
    await pick();
    const outcome = await page.evaluate(async () => {
      const { terminate } = await import("/pkg/worker.js");
      const picked = session.pick(kit.picture({ seed: 3 }));
      terminate();
      await picked;
      return session.getSnapshot().error?.code;
    });
    equal(outcome, "engine_unavailable");
    await pick();
    equal((await now(page)).phase, "ready");
    equal(page.workers().length, 1);
  });

  test(
    "where the engine can't be loaded a file is ready unchecked, or refused with failOpen: false",
    TIMEOUT,
    async () => {
      await page.context().route(ENGINE, (route) => route.fulfill({ status: 404 }));
      await start(page, settings());
      await pick();
      const open = await now(page);
      deepEqual(
        [open.phase, open.isChecked, open.isOriginal, open.hasFile, open.code],
        ["ready", false, true, true, "engine_unavailable"],
      );
      // The developer hears of it, once.
      await pick();
      const said = page.complaints.filter((complaint) => complaint.startsWith("periksa: "));
      equal(said.length, 1);
      match(
        said[0],
        /a file was taken unchecked\. .*answered 404 to http:\S+\.wasm: serve periksa_bg\.wasm, /,
      );
      match(said[0], /periksa\/inline.*setDefaults\(\{ failOpen: false \}\)/);
      await send();
      deepEqual(
        [(await now(page)).phase, (await now(page)).code, (await now(page)).hasFile],
        ["failed", "engine_unavailable", true],
      );
      // It is tried again.
      await page.context().unroute(ENGINE);
      await send();
      equal((await now(page)).phase, "done");

      await page.context().route(ENGINE, (route) => route.fulfill({ status: 404 }));
      await page.reload();
      await page.evaluate(async () => {
        globalThis.kit = await import("/support/kit.mjs");
      });
      await start(page, { ...settings(), failOpen: false });
      await pick();
      const closed = await now(page);
      deepEqual(
        [closed.phase, closed.code, closed.hasFile, closed.attempt],
        ["failed", "engine_unavailable", false, 0],
      );
    },
  );

  test("failOpen is switched off in one place, for the element too", TIMEOUT, async () => {
    await page.context().route(ENGINE, (route) => route.fulfill({ status: 404 }));
    await start(page, settings());
    await page.evaluate(async () => (await import("/pkg/session.js")).setDefaults({ failOpen: false }));
    await pick();
    const closed = await now(page);
    deepEqual([closed.phase, closed.code], ["failed", "engine_unavailable"]);
    const inElement = await page.evaluate(async () => {
      await import("/pkg/element.js");
      document.body.innerHTML = '<periksa-input kind="ktp" vendor="verihubs"></periksa-input>';
      const [field] = document.body.children;
      await field.pick(kit.picture());
      return [field.snapshot.phase, field.validity.valid];
    });
    deepEqual(inElement, ["failed", false]);
    const said = page.complaints.filter((complaint) => complaint.startsWith("periksa: "));
    equal(said.length, 1);
    match(
      said[0],
      /a file was refused, because it could not be checked\. .*answered 404 to http:\S+\.wasm: serve /,
    );
    // A session's own setting comes first.
    await page.evaluate(() => session.configure({ ...globalThis.settings, failOpen: true }));
    await pick();
    equal((await now(page)).phase, "ready");
  });

  test("where only the wasm is missing its copy as text does, in the worker", TIMEOUT, async () => {
    await page.context().route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
    await start(page, settings());
    await pick();
    await send();
    const { phase, isChecked } = await now(page);
    deepEqual([phase, isChecked, page.workers().length], ["done", true, 1]);
  });

  test("calls the engine it is given, and another one after that", TIMEOUT, async () => {
    await start(page, settings(), { engine: "/pkg/index.js" });
    await pick();
    await send();
    equal((await now(page)).phase, "done");
    equal(page.workers().length, 0);
    await page.evaluate(async () => {
      const engine = await import("/pkg/worker.js");
      session.clear();
      session.configure({ ...settings, engine });
    });
    await pick();
    equal(page.workers().length, 1);
    // The next one need not see the file again.
    await page.evaluate(async () => {
      session.configure({ ...settings, engine: await import("/pkg/index.js") });
    });
    await send();
    equal((await now(page)).phase, "done");
  });

  test("keeps the engine it is given meanwhile, where the one before fails to load", TIMEOUT, async () => {
    await page.context().route("**/worker-thread.js", (route) => route.fulfill({ status: 404 }));
    await start(page);
    const asked = await page.evaluate(async (seed) => {
      const engine = await import("/pkg/index.js");
      let asked = 0;
      const prepare = (...all) => {
        asked += 1;
        return engine.prepare(...all);
      };
      const known = session.requirements();
      session.configure({ ...settings, engine: { ...engine, prepare } });
      await known;
      await session.pick(kit.picture({ seed }));
      return asked;
    }, seed);
    equal(asked, 1);
  });
});

test("where a policy forbids workers, the page's own thread answers", TIMEOUT, async () => {
  const csp = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'";
  const shop = await openShop({ csp });
  try {
    const page = await shop.page();
    await start(page);
    await page.evaluate(() => session.pick(kit.picture()));
    const { phase, isChecked } = await now(page);
    deepEqual([phase, isChecked], ["ready", true]);
    equal(page.workers().length, 0);
    // Also where both are asked at once.
    const both = await page.evaluate(async () => {
      const { Session } = await import("/pkg/session.js");
      const session = new Session(settings);
      const [{ formats }] = await Promise.all([session.requirements(), session.pick(kit.picture())]);
      return [formats.length > 0, session.getSnapshot().phase, session.getSnapshot().isChecked];
    });
    deepEqual(both, [true, "ready", true]);
  } finally {
    await shop.close();
  }
});
