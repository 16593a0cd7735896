// `<periksa-input>`: its attributes, properties and states.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";
import { card } from "./support/card.mjs";
import { asFile, button, choose, mount, picture, reach, sendingForm, TEXT } from "./support/element.mjs";
import { onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 120_000 };

describe("attributes of <periksa-input>", () => {
  let shop;
  let page;
  onFreshPages(0, (given) => {
    ({ shop, page } = given);
  });
  const sending = (attributes) => sendingForm(shop, attributes);

  test("with crop the card alone is the value", TIMEOUT, async () => {
    await mount(page, sending('crop="card"'));
    await choose(page, asFile(card(), "card.png", "image/png"));
    await reach(page, "ready");
    const { kinds, sides } = await page.evaluate(() => {
      const { prepared } = field.snapshot;
      const { displayWidth, displayHeight } = prepared.facts;
      return { kinds: prepared.changes.map(({ kind }) => kind), sides: [displayWidth, displayHeight] };
    });
    equal(kinds[0], "cropped");
    ok(sides[0] < 1100 && sides[1] < 700, sides);
  });

  test("each attribute sets its property, and taken away resets it", TIMEOUT, async () => {
    await mount(
      page,
      sending('upload="multipart" no-quality no-prepare validate-quality timeout-ms="5000" fail-closed'),
    );
    const settings = () =>
      page.evaluate(() => {
        const { upload, noQuality, noPrepare, validateQuality, timeoutMs, failClosed, retries } = field;
        return { upload, noQuality, noPrepare, validateQuality, timeoutMs, failClosed, retries };
      });
    deepEqual(await settings(), {
      ...{ upload: "multipart", noQuality: true, noPrepare: true, validateQuality: true },
      ...{ timeoutMs: 5000, failClosed: true, retries: 0 },
    });
    await choose(page, picture({ width: 640, height: 1000, orientation: 6 }));
    await reach(page, "ready");
    deepEqual(await page.evaluate(() => [field.snapshot.prepared, field.snapshot.report.quality]), [
      null,
      null,
    ]);
    await button(page, "send").click();
    await reach(page, "done");
    match(page.posts[0].headers()["content-type"], /^multipart/);
    // As in HTML, no value of a boolean attribute says no.
    const isOn = await page.evaluate(() => {
      field.setAttribute("no-quality", "false");
      return field.noQuality;
    });
    equal(isOn, true);
    // Taken away, each is as if it never was.
    await page.evaluate(() => {
      for (const name of [
        "upload",
        "no-quality",
        "no-prepare",
        "validate-quality",
        "timeout-ms",
        "fail-closed",
        "retries",
      ])
        field.removeAttribute(name);
      field.clear();
    });
    await choose(page, picture({ width: 640, height: 1000, orientation: 6 }));
    await reach(page, "ready");
    ok(await page.evaluate(() => field.snapshot.prepared !== null && field.snapshot.report.quality !== null));
    await button(page, "send").click();
    await reach(page, "done");
  });

  test("its boolean properties are false at first, and set their attributes", TIMEOUT, async () => {
    await mount(page, '<periksa-input kind="ktp" vendor="verihubs" endpoint="/api/ocr"></periksa-input>');
    const set = (isOn) =>
      page.evaluate(async (isOn) => {
        const properties = ["validateQuality", "noQuality", "noPrepare", "failClosed", "table"];
        const attributes = ["validate-quality", "no-quality", "no-prepare", "fail-closed", "table"];
        const before = properties.map((name) => field[name]);
        for (const name of properties) field[name] = isOn;
        await field.updateComplete;
        return [before, attributes.map((name) => field.hasAttribute(name))];
      }, isOn);
    const [all, none] = [true, false].map((value) => new Array(5).fill(value));
    deepEqual(await set(true), [none, all]);
    deepEqual(await set(false), [all, none]);
  });

  test("properties set before the element is defined are kept", TIMEOUT, async () => {
    await page.evaluate(() => {
      document.body.innerHTML = "<periksa-input></periksa-input>";
      Object.assign(document.querySelector("periksa-input"), {
        kind: "ktp",
        vendor: "glair",
        required: true,
      });
    });
    await page.evaluate(async () => {
      await import("/pkg/element.js");
      globalThis.field = document.querySelector("periksa-input");
      await field.pick(kit.picture());
    });
    deepEqual(await page.evaluate(() => [field.snapshot.phase, field.getAttribute("required")]), [
      "ready",
      "",
    ]);
  });

  test("styles select its phase, and a file that was not checked, by :state()", TIMEOUT, async () => {
    await mount(page, sending());
    const states = () =>
      page.evaluate(() =>
        ["idle", "checking", "ready", "sending", "done", "failed", "unchecked"].filter((name) =>
          field.matches(`:state(${name})`),
        ),
      );
    deepEqual(await states(), ["idle"]);
    await choose(page, TEXT);
    await reach(page, "failed");
    deepEqual(await states(), ["failed"]);
    const busy = await page.evaluate(async () => {
      const matched = (name) => field.matches(`:state(${name})`);
      const picked = field.pick(kit.picture({ seed: 15_800 }));
      const whileChecking = [matched("checking"), matched("failed")];
      await picked;
      const sent = field.send();
      const whileSending = [matched("sending"), matched("ready")];
      await sent;
      return [whileChecking, whileSending];
    });
    deepEqual(busy, [
      [true, false],
      [true, false],
    ]);
    deepEqual(await states(), ["done"]);
    await page.evaluate(async () => {
      const prepare = () => Promise.reject(new kit.periksa.OcrError({ code: "engine_unavailable" }));
      field.engine = { ...kit.periksa, prepare };
      await field.pick(kit.picture({ seed: 15_801 }));
    });
    deepEqual(await states(), ["ready", "unchecked"]);
    await page.evaluate(() => field.clear());
    deepEqual(await states(), ["idle"]);
  });
});
