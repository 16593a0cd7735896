// `periksa/session`: what is cancelled ends at once, and says what it cost.

import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";

import { actions, now, phases, start } from "./support/session.mjs";
import { keysOf, onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("cancelling in a session", () => {
  let shop;
  let page;
  let seed;
  onFreshPages(12_400, (given) => {
    ({ shop, page, seed } = given);
  });
  const { settings, pick, send } = actions(() => ({ shop, page, seed }));

  test("cancels a check", TIMEOUT, async () => {
    await start(page);
    await page.evaluate(async (seed) => {
      const picked = session.pick(kit.picture({ seed, width: 3000, height: 2000 }));
      session.cancel();
      await picked;
      await kit.periksa.inspect(kit.picture());
    }, seed);
    deepEqual(await phases(page), ["checking", "idle"]);
  });

  test("cancels a call at once, and the retry pays nothing again", TIMEOUT, async () => {
    await start(page, settings("slow"));
    await pick();
    const calls = await shop.proxy.calls();
    const aborted = await page.evaluate(async () => {
      const sent = session.send();
      while (session.getSnapshot().progress?.phase !== "waiting")
        await new Promise((resolve) => setTimeout(resolve, 20));
      session.cancel();
      const { phase, error } = session.getSnapshot();
      await sent;
      return [phase, error.code, error.billed, session.getSnapshot().error === error];
    });
    deepEqual(aborted, ["failed", "aborted", "unknown", true]);
    await send();
    equal((await now(page)).phase, "done");
    equal(await shop.proxy.calls(), calls + 1);
    const [first, second] = keysOf(page.posts);
    equal(first, second);
  });

  test("cancelled by a listener before anything is sent, it sends nothing", TIMEOUT, async () => {
    await start(page, settings());
    await pick();
    const outcome = await page.evaluate(async () => {
      const leave = session.subscribe(() => {
        if (session.getSnapshot().phase === "sending") session.cancel();
      });
      await session.send();
      leave();
      const { phase, error } = session.getSnapshot();
      return [phase, error.code];
    });
    deepEqual(outcome, ["failed", "aborted"]);
    equal(page.posts.length, 0);
  });

  test("cancelled before anything was sent, it says that it cost nothing", TIMEOUT, async () => {
    await start(page, settings());
    await pick();
    const billed = await page.evaluate(async () => {
      const sent = session.send();
      session.cancel();
      const { billed } = session.getSnapshot().error;
      await sent;
      return [billed, session.getSnapshot().error.billed];
    });
    deepEqual(billed, ["unknown", "no"]);
    equal(page.posts.length, 0);
  });
});
