// `periksa/session` asks for an answer by itself: after a time-out, a lost connection, and in a page that was loaded anew.

import { deepEqual, equal, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { keptBy, NIK, onLatePages, reload, sentBy } from "./support/late.mjs";
import { now, phases, start } from "./support/session.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("a session without an answer", () => {
  let vendor;
  let line;
  let page;
  let endpoint;
  let seed;
  let restart;
  onLatePages(72_000, (given) => {
    ({ vendor, line, page, endpoint, seed, restart } = given);
  });

  const begin = (settings = {}) => start(page, { endpoint, retries: 0, resumeAs: "self", ...settings });
  const pick = () => page.evaluate((seed) => session.pick(kit.picture({ seed })), seed);
  /** Sends without waiting for what comes of it, but until the vendor has it. */
  const send = async (calls = 1) => {
    await page.evaluate(() => {
      globalThis.sent = session.send();
    });
    await vendor.reached(calls);
  };
  const reach = (phase) => page.waitForFunction((phase) => session.getSnapshot().phase === phase, phase);

  test("waits on after a time-out", TIMEOUT, async () => {
    await begin();
    await pick();
    await send();
    await reach("resuming");
    ok((await now(page)).isOriginal);
    vendor.release();
    await page.evaluate(() => sent);
    const { phase, nik, hasFile } = await now(page);
    deepEqual([phase, nik, hasFile], ["done", NIK, true]);
    deepEqual(await phases(page), ["checking", "ready", "sending", "resuming", "done"]);
    equal(vendor.calls, 1);
    equal(page.sent.filter((request) => request.method() === "POST").length, 1);
  });

  test("waits on after a lost connection", TIMEOUT, async () => {
    await begin();
    await pick();
    await send();
    line.cut();
    await reach("resuming");
    await page.waitForTimeout(800);
    line.mend();
    vendor.release();
    await reach("done");
    equal((await now(page)).nik, NIK);
    equal(vendor.calls, 1);
  });

  test("takes the call up in a page that was loaded anew, once somebody watches", TIMEOUT, async () => {
    await begin();
    await pick();
    await send();
    await reload(page);
    await begin();
    await reach("resuming");
    vendor.release();
    await reach("done");
    const { nik, hasFile } = await now(page);
    deepEqual([nik, hasFile], [NIK, false]);
    deepEqual(await phases(page), ["resuming", "done"]);
    deepEqual(await page.evaluate(() => events.map(({ phase }) => phase).at(-1)), "done");
    equal(vendor.calls, 1);
    deepEqual(await keptBy(page), []);
    // Another document begins as ever.
    await pick();
    equal((await now(page)).phase, "ready");
  });

  test(
    "a proxy that has forgotten the call: the first error stays, and only the person sends again",
    TIMEOUT,
    async () => {
      await begin();
      await pick();
      await send();
      await reach("resuming");
      await restart();
      await reach("failed");
      const failed = await now(page);
      deepEqual([failed.code, failed.hasFile], ["timeout", true]);
      equal(await page.evaluate(() => session.getSnapshot().error.status), 504);
      equal(vendor.calls, 1);
      vendor.release();
      await page.evaluate(() => session.send());
      equal((await now(page)).nik, NIK);
      deepEqual([...new Set(sentBy(page).map(([, number]) => number))], ["-1"]);
    },
  );

  test("without the file it is told that nobody knows whether it was paid", TIMEOUT, async () => {
    await begin();
    await pick();
    await send();
    await reload(page);
    await restart();
    await begin();
    await reach("failed");
    const told = () =>
      page.evaluate(() => {
        const { error, original, isResumable } = session.getSnapshot();
        return [error.code, error.billed, original, isResumable];
      });
    deepEqual(await told(), ["timeout", "unknown", null, false]);
    await page.evaluate(() => session.send());
    equal((await now(page)).phase, "failed");
    equal(vendor.calls, 1);
    // Nor is it asked for by the next page.
    await reload(page);
    await begin();
    await page.waitForTimeout(400);
    equal((await now(page)).phase, "idle");
  });

  test("a sign-in comes between: then the answer is asked for again", TIMEOUT, async () => {
    await begin();
    await pick();
    await send();
    await reload(page);
    const headers = { "Access-Control-Allow-Origin": "*" };
    await page.route("**/api/ocr/**", (route) => route.fulfill({ status: 401, headers, body: "sign in" }));
    await begin();
    await reach("failed");
    const told = await page.evaluate(() => {
      const { error, isResumable } = session.getSnapshot();
      return [error.action, isResumable];
    });
    deepEqual(told, ["sign_in", true]);
    await page.unroute("**/api/ocr/**");
    vendor.release();
    await page.evaluate(() => session.send());
    equal((await now(page)).nik, NIK);
    equal(vendor.calls, 1);
  });

  test("what the person cancels, clears or replaces is not taken up", TIMEOUT, async () => {
    await begin();
    for (const [number, leave] of [
      () => session.cancel(),
      () => session.clear(),
      () => session.pick(kit.picture({ seed: 1 })),
    ].entries()) {
      vendor.hold();
      seed += 100;
      await pick();
      await send(number + 1);
      await reach("resuming");
      await page.evaluate(leave);
      deepEqual((await keptBy(page)).length, number + 1);
      await reload(page);
      await begin();
      await page.waitForTimeout(400);
      equal((await now(page)).phase, "idle");
    }
    // But the file has its key, and pays nothing twice.
    const { calls } = vendor;
    await pick();
    vendor.release();
    await page.evaluate(() => session.send());
    equal((await now(page)).nik, NIK);
    equal(vendor.calls, calls);
  });

  test("while it asks, stopping leads to another file", TIMEOUT, async () => {
    await begin();
    await pick();
    await send();
    await reload(page);
    await begin();
    await reach("resuming");
    await page.evaluate(() => session.cancel());
    const { phase, hasFile } = await now(page);
    deepEqual([phase, hasFile], ["idle", false]);
    await pick();
    equal((await now(page)).phase, "ready");
  });

  test("other settings are another call", TIMEOUT, async () => {
    await begin();
    await pick();
    await send();
    await reload(page);
    await begin();
    await reach("resuming");
    await page.evaluate(() => session.configure({ ...settings, document: "kitas" }));
    equal((await now(page)).phase, "idle");
    await page.evaluate(() => session.configure(settings));
    vendor.release();
    await reach("done");
  });

  test("two that would take up the same call take up none; names tell them apart", TIMEOUT, async () => {
    /** Two sessions, and what each has come to. */
    const two = (names) =>
      page.evaluate(
        async ([settings, names]) => {
          const { Session } = await import("/pkg/session.js");
          globalThis.both = names.map((resumeAs) => new Session({ ...settings, resumeAs }));
          for (const one of both) one.subscribe(() => {});
        },
        [{ document: "ktp", vendor: "verihubs", endpoint, retries: 0 }, names],
      );
    const sendFirst = async (calls) => {
      await page.evaluate(async (seed) => {
        await both[0].pick(kit.picture({ seed }));
        both[0].send();
      }, seed);
      await vendor.reached(calls);
    };
    const states = () => page.evaluate(() => both.map((one) => one.getSnapshot().phase));

    await two(["self", "self"]);
    await sendFirst(1);
    await reload(page);
    await two(["self", "self"]);
    await page.waitForTimeout(400);
    deepEqual(await states(), ["idle", "idle"]);
    // Nor does one that is alone now.
    await reload(page);
    await two(["self"]);
    await page.waitForTimeout(400);
    deepEqual(await states(), ["idle"]);

    await reload(page);
    seed += 1;
    await two(["self", "spouse"]);
    await sendFirst(2);
    await reload(page);
    await two(["self", "spouse"]);
    await page.waitForTimeout(400);
    deepEqual(await states(), ["resuming", "idle"]);
    vendor.release();
    await page.waitForFunction(() => both[0].getSnapshot().phase === "done");
    deepEqual(await states(), ["done", "idle"]);
  });

  test("resume: false leaves it to the person", TIMEOUT, async () => {
    await begin({ resume: false });
    await pick();
    await send();
    await reach("failed");
    equal((await now(page)).code, "timeout");
    await reload(page);
    await begin();
    await page.waitForTimeout(400);
    equal((await now(page)).phase, "idle");
    equal(vendor.calls, 1);
  });
});
