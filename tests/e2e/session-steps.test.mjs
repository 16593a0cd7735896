// `periksa/session`: each step of a document from the picked file to the record is a snapshot, and sends what it shows.

import { deepEqual, equal, notEqual, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { relay } from "./support/relay.mjs";
import { actions, now, phases, start } from "./support/session.mjs";
import { onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("the steps of a session", () => {
  const passedOn = [];
  let shop;
  let page;
  let seed;
  onFreshPages(
    12_000,
    (given) => {
      ({ shop, page, seed } = given);
    },
    { site: { routes: { "/ocr/verihubs/ktp": relay(() => shop.proxy.endpoint, "verihubs/ktp", passedOn) } } },
  );
  const { settings, pick, text, send } = actions(() => ({ shop, page, seed }));

  test("goes from picked file to record, each change another snapshot", TIMEOUT, async () => {
    await start(page, settings());
    deepEqual(await now(page), {
      ...{ phase: "idle", isChecked: false, rotation: 0, attempt: 0, ok: null, code: null, nik: null },
      ...{ hasFile: false, isOriginal: true },
    });
    await pick();
    const ready = await now(page);
    deepEqual([ready.phase, ready.ok, ready.isChecked, ready.hasFile], ["ready", true, true, true]);
    await send();
    const done = await now(page);
    equal(done.phase, "done");
    equal(done.nik.length, 16);
    deepEqual(await phases(page), ["checking", "ready", "sending", "done"]);
    const [progress, isFrozen, isDistinct, isStable, heard] = await page.evaluate(() => [
      seen.map(({ progress }) => progress?.phase).filter(Boolean),
      seen.every(Object.isFrozen),
      new Set(seen).size === seen.length,
      session.getSnapshot() === seen.at(-1),
      events.map(({ phase }) => phase),
    ]);
    for (const phase of ["checking", "uploading", "waiting"]) ok(progress.includes(phase), phase);
    ok(isFrozen && isDistinct && isStable);
    // The file is judged once.
    deepEqual(heard, ["checking", "encoding", "sending", "done"]);
    equal(page.workers().length, 1);
  });

  test("sends the very file it shows, which was prepared", TIMEOUT, async () => {
    await start(page, { ...settings(), endpoint: "/ocr" });
    await pick({ width: 640, height: 1000, orientation: 6 });
    equal((await now(page)).isOriginal, false);
    await send();
    const [changes, sent, shown] = await page.evaluate(async () => {
      const { file, prepared, extraction } = session.getSnapshot();
      return [
        prepared.changes.map(({ kind }) => kind),
        extraction.prepared,
        await kit.periksa.toBase64(file),
      ];
    });
    ok(changes.includes("rotated"));
    // It went as it was.
    equal(sent, null);
    equal(JSON.parse(passedOn[0].body).image, shown);
  });

  test("with prepare: false it sends the picked file itself", TIMEOUT, async () => {
    await start(page, { ...settings(), endpoint: "/ocr", prepare: false });
    await pick({ width: 640, height: 1000, orientation: 6 });
    equal((await now(page)).isOriginal, true);
    await send();
    const shown = await page.evaluate(() => kit.periksa.toBase64(session.getSnapshot().original));
    equal(JSON.parse(passedOn.at(-1).body).image, shown);
  });

  test("refuses a bad file, and counts it as one failed attempt", TIMEOUT, async () => {
    await start(page, settings());
    await text();
    const failed = await now(page);
    deepEqual(
      [failed.phase, failed.code, failed.ok, failed.isChecked, failed.hasFile, failed.attempt],
      ["failed", "invalid_file", false, true, false, 1],
    );
    const [isOfError, prepared] = await page.evaluate(() => {
      const { report, error, prepared } = session.getSnapshot();
      return [error.report === report && error.problems.length === report.problems.length, prepared];
    });
    deepEqual([isOfError, prepared], [true, null]);
    await send();
    equal((await now(page)).phase, "failed");
    // The same file once more is no further attempt.
    await page.evaluate(() => session.configure({ ...settings, document: "kitas" }));
    await page.waitForFunction(() => session.getSnapshot().phase === "failed");
    await page.evaluate(() => session.rotate());
    equal((await now(page)).attempt, 1);
    await text();
    equal((await now(page)).attempt, 2);
    await page.evaluate(() => session.clear());
    const cleared = await now(page);
    deepEqual([cleared.phase, cleared.attempt, cleared.code], ["idle", 2, null]);
    equal(page.posts.length, 0);
  });

  test(
    "counts what the vendor turned away as a failed attempt, and sends the number with the next file",
    TIMEOUT,
    async () => {
      await start(page, settings("KTP_NOT_DETECTED"));
      await pick();
      await send();
      const failed = await now(page);
      deepEqual([failed.phase, failed.code, failed.attempt], ["failed", "document_not_detected", 1]);
      // It would be turned away again.
      await send();
      equal(page.posts.length, 1);
      await pick({ seed: seed + 500 });
      await send();
      equal(page.posts[1].headers().attempt, "1");
    },
  );

  test("a second pick replaces the first, whose check changes nothing any more", TIMEOUT, async () => {
    await start(page);
    await page.evaluate(async (seed) => {
      const first = session.pick(kit.picture({ seed, width: 3000, height: 2000 }, "first.jpg"));
      const second = session.pick(kit.picture({ seed: seed + 500 }, "second.jpg"));
      await Promise.all([first, second]);
    }, seed);
    const [names, settled] = await page.evaluate(() => [
      seen.map(({ original }) => original.name),
      seen.filter(({ phase }) => phase === "ready").map(({ original }) => original.name),
    ]);
    equal(names.lastIndexOf("first.jpg") < names.indexOf("second.jpg"), true);
    deepEqual(settled, ["second.jpg"]);
    equal((await now(page)).phase, "ready");
  });

  test("ignores further picks, turns and sends while it sends", TIMEOUT, async () => {
    await start(page, settings("slow"));
    await pick();
    const names = await page.evaluate(async () => {
      const sent = session.send();
      session.pick(kit.picture({ seed: 1 }, "other.jpg"));
      session.rotate();
      session.send();
      await sent;
      return seen.map(({ original }) => original.name);
    });
    deepEqual([...new Set(names)], ["picture.jpg"]);
    deepEqual(await phases(page), ["checking", "ready", "sending", "done"]);
    equal(page.posts.length, 1);
  });

  test("says what the vendor takes", TIMEOUT, async () => {
    await start(page);
    const [here, there] = await page.evaluate(async () => {
      return [await kit.periksa.requirements("ktp", "verihubs"), await session.requirements()];
    });
    deepEqual(there, here);
    ok(there.accept.includes("image/jpeg"));
    const code = await page.evaluate(() => {
      session.configure({ ...settings, document: "sim" });
      return session.requirements().catch((error) => error.code);
    });
    equal(code, "invalid_options");
  });

  test("other settings judge the file anew; equal ones do nothing", TIMEOUT, async () => {
    await start(page, { ...settings(), policy: { rules: { blur: "off" } } });
    await pick({ width: 300, height: 200 });
    const before = await page.evaluate(() => seen.length);
    const [same, other] = await page.evaluate(() => {
      session.configure({ ...settings, policy: { rules: { blur: "off" } }, headers: {} });
      const same = seen.length;
      session.configure({ ...settings, endpoint: "/elsewhere" });
      return [same, seen.length];
    });
    deepEqual([same, other], [before, before]);
    // In one turn: the check may be through before the page is asked again.
    const phase = await page.evaluate(() => {
      session.configure({ ...settings, vendor: "glair" });
      return session.getSnapshot().phase;
    });
    equal(phase, "checking");
    await page.waitForFunction(() => session.getSnapshot().phase !== "checking");
    const codes = await page.evaluate(() =>
      seen
        .filter(({ report }) => report)
        .map(({ report }) => report.problems.find(({ code }) => code === "too_few_pixels")?.severity),
    );
    equal(codes.length, 2);
    notEqual(codes[0], codes[1]);
  });

  test("a listener that throws or has left stops no other listener", TIMEOUT, async () => {
    await start(page);
    await page.evaluate(() => {
      globalThis.calls = 0;
      session.subscribe(() => {
        throw new Error("the page's own mistake");
      });
      const leave = session.subscribe(() => {
        calls += 1;
      });
      session.clear();
      leave();
    });
    await pick();
    deepEqual([await page.evaluate(() => calls), (await now(page)).phase], [1, "ready"]);
    ok(page.complaints.length > 0);
    ok(page.complaints.every((complaint) => complaint.includes("the page's own mistake")));
  });
});
