// `<periksa-input>`: its events, in order, to whoever listens.

import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";

import { button, choose, inForm, mount, picture, reach, sendingForm, TEXT } from "./support/element.mjs";
import { onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 120_000 };

describe("events of <periksa-input>", () => {
  let shop;
  let page;
  onFreshPages(0, (given) => {
    ({ shop, page } = given);
  });
  const sending = (attributes) => sendingForm(shop, attributes);

  test("its own events leave shadow roots", TIMEOUT, async () => {
    await mount(page, `<main lang="en"></main>`);
    await page.evaluate((endpoint) => {
      const outer = document.createElement("div");
      document.querySelector("main").append(outer);
      outer.attachShadow({ mode: "open" }).innerHTML = `<form>
        <label for="field">Foto KTP depan</label>
        <periksa-input id="field" name="ktp" kind="ktp" vendor="verihubs" endpoint="${endpoint}" required></periksa-input>
      </form>`;
      globalThis.field = outer.shadowRoot.querySelector("periksa-input");
    }, shop.proxy.endpoint);
    await page.click("label");
    equal(await page.evaluate(() => field.shadowRoot.activeElement.part.contains("pick")), true);
    await page.getByRole("group", { name: "Foto KTP depan, required" }).waitFor();
    await choose(page, TEXT);
    await reach(page, "failed");
    await choose(page, picture());
    await reach(page, "ready");
    await button(page, "send").click();
    await reach(page, "done");
    const events = await page.evaluate(() =>
      heard.map(({ type, detail, target }) => [
        type,
        detail?.report?.ok ?? detail?.document ?? null,
        target.localName,
      ]),
    );
    // `change` is not composed, as everywhere.
    deepEqual(events, [
      ["periksa-report", false, "div"],
      ["periksa-report", true, "div"],
      ["periksa-record", "ktp", "div"],
    ]);
    equal(await page.evaluate(() => new FormData(field.form).get("ktp").size > 0), true);
  });

  test("change tells of each new value, after the form has it", TIMEOUT, async () => {
    await mount(page, inForm());
    await page.evaluate(() => {
      globalThis.values = [];
      document.addEventListener("change", () =>
        values.push(new FormData(field.form).get("ktp")?.name ?? null),
      );
      document.addEventListener("periksa-report", () => values.push("report"));
    });
    await choose(page, picture());
    await reach(page, "ready");
    await choose(page, TEXT);
    await reach(page, "failed");
    await page.evaluate(() => field.clear());
    const all = ["report", "ktp.jpg", "report", null];
    deepEqual(await page.evaluate(() => values), all);
    // As on any field, a reset is the form's to tell.
    await choose(page, picture());
    await reach(page, "ready");
    await page.evaluate(() => field.form.reset());
    deepEqual(await page.evaluate(() => values), [...all, "report", "ktp.jpg"]);
  });

  test("change tells that the value is gone where another file's check is cancelled", TIMEOUT, async () => {
    await mount(page, sending());
    const outcome = await page.evaluate(async () => {
      const engine = await import("/pkg/index.js");
      const unavailable = () => Promise.reject(new engine.OcrError({ code: "engine_unavailable" }));
      field.engine = { ...engine, prepare: unavailable };
      const values = [];
      field.addEventListener("change", () => values.push(field.file?.name ?? null));
      await field.pick(kit.picture({ seed: 15_950 }, "one.jpg"));
      await field.send();
      const { phase } = field.snapshot;
      const picked = field.pick(kit.picture({ seed: 15_951 }, "other.jpg"));
      field.cancel();
      await picked;
      return [phase, values, field.snapshot.phase];
    });
    deepEqual(outcome, ["done", ["one.jpg", null], "idle"]);
  });
});
