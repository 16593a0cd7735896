// `periksa/session`: a picture is turned, or stays as it was, with all that is known of it.

import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";

import { card } from "./support/card.mjs";
import { actions, now, start } from "./support/session.mjs";
import { keysOf, onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("turning in a session", () => {
  let shop;
  let page;
  let seed;
  onFreshPages(12_200, (given) => {
    ({ shop, page, seed } = given);
  });
  const { settings, pick, send } = actions(() => ({ shop, page, seed }));

  test("turns the picture by 90 degrees each time", TIMEOUT, async () => {
    await start(page);
    await pick();
    const sizes = [];
    for (const rotation of [90, 180, 270, 0]) {
      await page.evaluate(() => session.rotate());
      equal((await now(page)).rotation, rotation);
      sizes.push(
        await page.evaluate(async () => {
          const { width, height } = await kit.periksa.inspect(session.getSnapshot().file);
          return [width, height];
        }),
      );
    }
    deepEqual(sizes, [
      [640, 1000],
      [1000, 640],
      [640, 1000],
      [1000, 640],
    ]);
  });

  test("what can't be turned stays as it was", TIMEOUT, async () => {
    await start(page, settings(), { engine: "/pkg/index.js" });
    const refuse = () =>
      page.evaluate(() => {
        const { engine } = settings;
        // The error of a file that it can't read.
        const prepare = (file) => engine.assessQuality(new File(["no picture"], file.name));
        session.configure({ ...settings, engine: { ...engine, prepare } });
      });
    const turned = async (times = 1) => {
      const [before, after, told] = await page.evaluate(async (times) => {
        const plain = ({ turnError, ...rest }) => ({ ...rest, error: rest.error?.code });
        const before = session.getSnapshot();
        await Promise.all(Array.from({ length: times }, () => session.rotate()));
        const { turnError } = session.getSnapshot();
        const isSame =
          session.getSnapshot().file === before.file && session.getSnapshot().error === before.error;
        return [
          plain(before),
          { ...plain(session.getSnapshot()), isSame },
          [turnError.code, turnError.action],
        ];
      }, times);
      deepEqual(after, { ...before, isSame: true });
      deepEqual(told, ["invalid_file", "choose_another_file"]);
    };
    await pick();
    await refuse();
    await turned();
    await turned(2);
    // Nor does it take the retry away.
    await page.route("**/api/ocr/**", (route) => route.abort("connectionreset"), { times: 1 });
    await send();
    await turned();
    await send();
    equal((await now(page)).phase, "done");
    equal(await page.evaluate(() => session.getSnapshot().turnError), null);
    const [first, second] = keysOf(page.posts);
    equal(first, second);
  });

  test(
    "an engine that breaks over a turn leaves the file that was made, and the retry",
    TIMEOUT,
    async () => {
      await start(page, settings(), { engine: "/pkg/index.js" });
      await pick({ orientation: 6, width: 640, height: 1000 });
      await page.route("**/api/ocr/**", (route) => route.abort("connectionreset"), { times: 1 });
      await send();
      const outcome = await page.evaluate(async () => {
        const { engine } = settings;
        const { file, error } = session.getSnapshot();
        const prepare = () => Promise.reject(new engine.OcrError({ code: "engine_unavailable" }));
        session.configure({ ...settings, engine: { ...engine, prepare } });
        await session.rotate();
        const now = session.getSnapshot();
        const { prepared, rotation, turnError } = now;
        return [now.file === file, now.error === error, prepared.file === file, rotation, turnError.code];
      });
      deepEqual(outcome, [true, true, true, 0, "engine_unavailable"]);
      await send();
      equal((await now(page)).phase, "done");
      const [first, second] = keysOf(page.posts);
      equal(first, second);
    },
  );

  test("a turn that the check refuses is shown, and can be turned on", TIMEOUT, async () => {
    await start(page, { policy: { rules: { sideways: "block" } } });
    const base64 = Buffer.from(card({}, seed)).toString("base64");
    await page.evaluate((base64) => session.pick(kit.fileOf(base64, "ktp.png", "image/png")), base64);
    equal((await now(page)).phase, "ready");
    await page.evaluate(() => session.rotate());
    const refused = await now(page);
    deepEqual(
      [refused.phase, refused.code, refused.rotation, refused.hasFile, refused.attempt],
      ["failed", "invalid_file", 90, false, 0],
    );
    const [codes, sides] = await page.evaluate(() => {
      const { report, prepared } = session.getSnapshot();
      return [report.problems.map(({ code }) => code), [prepared.facts.width, prepared.facts.height]];
    });
    deepEqual([codes, sides], [["sideways"], [840, 1200]]);
    for (const [phase, rotation] of [
      ["failed", 180],
      ["failed", 270],
      ["ready", 0],
    ]) {
      await page.evaluate(() => session.rotate());
      const turned = await now(page);
      deepEqual([turned.phase, turned.rotation, turned.hasFile], [phase, rotation, phase === "ready"]);
    }
  });

  test("a picture that was refused stays refused where it can't be turned", TIMEOUT, async () => {
    await start(page, settings(), { engine: "/pkg/index.js" });
    await pick({ width: 300, height: 200 });
    const outcome = await page.evaluate(async () => {
      const { engine } = settings;
      const { phase, report, error } = session.getSnapshot();
      const unavailable = new engine.OcrError({ code: "engine_unavailable" });
      session.configure({ ...settings, engine: { ...engine, prepare: () => Promise.reject(unavailable) } });
      await session.rotate();
      const after = session.getSnapshot();
      const turned = session.rotate();
      session.cancel();
      await turned;
      const back = session.getSnapshot();
      const isBack = [after, back].map(
        (now) => now.report === report && now.error === error && now.file === null,
      );
      return [phase, after.phase, after.rotation, after.turnError.code, isBack];
    });
    deepEqual(outcome, ["failed", "failed", 0, "engine_unavailable", [true, true]]);
  });

  test(
    "a record is kept where the picture can't be turned, whatever changed meanwhile",
    TIMEOUT,
    async () => {
      await start(page, settings("slow"));
      await pick();
      const [record, after] = await page.evaluate(async () => {
        const sent = session.send();
        session.configure({ ...settings, policy: { rules: { blur: "off" } } });
        await sent;
        const { extraction } = session.getSnapshot();
        const turned = session.rotate();
        session.cancel();
        await turned;
        const now = session.getSnapshot();
        return [extraction.document, [now.phase, now.extraction === extraction]];
      });
      deepEqual([record, after], ["ktp", ["done", true]]);
    },
  );

  test("a turn that is cancelled leaves the file", TIMEOUT, async () => {
    await start(page, settings());
    await pick();
    const isSame = await page.evaluate(async () => {
      const { file, report, rotation } = session.getSnapshot();
      const turned = session.rotate();
      session.cancel();
      await turned;
      const now = session.getSnapshot();
      return [now.phase, now.file === file, now.report === report, now.rotation === rotation];
    });
    deepEqual(isSame, ["ready", true, true, true]);
    await page.evaluate(() => session.cancel());
    equal((await now(page)).phase, "ready");
  });
});
