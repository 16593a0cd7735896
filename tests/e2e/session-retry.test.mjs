// `periksa/session`: what failed is sent again with what has changed since, under the right key.

import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { actions, now, start } from "./support/session.mjs";
import { keysOf, onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("retrying in a session", () => {
  let shop;
  let page;
  let seed;
  onFreshPages(12_600, (given) => {
    ({ shop, page, seed } = given);
  });
  const { settings, pick, send } = actions(() => ({ shop, page, seed }));

  test("sends again after signing in", TIMEOUT, async () => {
    await page.route("**/verihubs/ktp", (route) => route.fulfill({ status: 401, body: "sign in first" }), {
      times: 1,
    });
    await start(page, settings());
    await pick();
    await send();
    equal((await now(page)).code, "unauthorized");
    await send();
    equal((await now(page)).phase, "done");
  });

  test("other headers are sent with the next try, which takes the next key", TIMEOUT, async () => {
    await start(page, settings("INTERNAL_SERVER_ERROR"));
    await pick();
    await send();
    equal((await now(page)).phase, "failed");
    await page.evaluate(() => session.configure({ ...settings, headers: { authorization: "Bearer 2" } }));
    await send();
    equal((await now(page)).phase, "done");
    const [first, second] = page.posts.map((post) => post.headers());
    deepEqual(
      [first.authorization, second.authorization, second["sandbox-scenario"]],
      [undefined, "Bearer 2", undefined],
    );
    notEqual(first["idempotency-key"], second["idempotency-key"]);
  });

  test("a retry after a broken connection keeps the key", TIMEOUT, async () => {
    await start(page, { ...settings(), resume: false });
    await pick();
    await page.route("**/api/ocr/**", (route) => route.abort("connectionreset"));
    await send();
    const failed = await now(page);
    deepEqual([failed.phase, failed.code, failed.hasFile, failed.attempt], ["failed", "network", true, 0]);
    await page.unroute("**/api/ocr/**");
    await send();
    equal((await now(page)).phase, "done");
    const [first, second] = keysOf(page.posts);
    ok(first);
    equal(first, second);
  });

  test("settings that change while it sends apply before it is sent again", TIMEOUT, async () => {
    await start(page, settings("slow"));
    await pick();
    await page.evaluate(async () => {
      const sent = session.send();
      session.configure({ ...settings, document: "kitas" });
      session.cancel();
      await sent;
    });
    equal((await now(page)).code, "aborted");
    await send();
    deepEqual([(await now(page)).phase, (await now(page)).isChecked], ["ready", true]);
    await send();
    ok(page.posts.at(-1).url().endsWith("/kitas"));
    equal(await page.evaluate(() => session.getSnapshot().extraction.document), "kitas");
  });
});
