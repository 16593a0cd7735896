// `<periksa-input>` as a form's field: when it is valid, and which file the form gets.

import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import {
  button,
  choose,
  enabledButtons,
  inForm,
  mount,
  picture,
  reach,
  sendingForm,
  statusOf,
  TEXT,
  texts,
  transfer,
} from "./support/element.mjs";
import { onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 120_000 };

describe("<periksa-input> in a form", () => {
  let shop;
  let page;
  onFreshPages(0, (given) => {
    ({ shop, page } = given);
  });
  const sending = (attributes) => sendingForm(shop, attributes);

  test("a form blocks until the document is good, and gets exactly the bytes shown", TIMEOUT, async () => {
    await mount(page, inForm("required"));
    const submits = () => page.evaluate(() => submitted.length);
    await page.evaluate(() => {
      globalThis.submitted = [];
      document.forms[0].addEventListener("submit", (event) => {
        event.preventDefault();
        submitted.push(new FormData(event.target).get("ktp"));
      });
    });
    const validity = () =>
      page.evaluate(() => [field.validity.valid, field.validity.valueMissing, field.validationMessage]);
    await page.click("#submit");
    deepEqual(await validity(), [false, true, "Pilih foto KTP terlebih dahulu."]);
    equal((await statusOf(page)).line, "Pilih foto KTP terlebih dahulu.");
    // The browser's bubble points at the button that mends it.
    equal(await page.evaluate(() => field.shadowRoot.activeElement.part.contains("pick")), true);

    await choose(page, TEXT);
    await reach(page, "failed");
    await page.click("#submit");
    const [isValid, , message] = await validity();
    equal(isValid, false);
    match(message, /^Format berkas/);
    deepEqual((await statusOf(page)).notes, [`Masalah: ${message}`]);
    deepEqual([await submits(), await page.evaluate(() => document.forms[0].checkValidity())], [0, false]);

    await choose(page, picture({ width: 640, height: 1000, orientation: 6 }));
    await reach(page, "ready");
    await page.click("#submit");
    equal(await submits(), 1);
    const [shown, sent, original] = await page.evaluate(async () => {
      const { src } = field.shadowRoot.querySelector("img");
      const shown = await (await fetch(src)).blob();
      const [sent] = submitted;
      return Promise.all([
        kit.periksa.toBase64(shown),
        kit.periksa.toBase64(sent),
        kit.periksa.toBase64(field.snapshot.original),
      ]);
    });
    equal(sent, shown);
    // It was turned upright.
    notEqual(sent, original);
    const [isFile, name] = await page.evaluate(() => [submitted[0] instanceof File, submitted[0].name]);
    deepEqual([isFile, name], [true, "ktp.jpg"]);
  });

  test("a form waits for a check and for an answer", TIMEOUT, async () => {
    await mount(page, sending());
    const message = () => page.evaluate(() => field.validationMessage);
    equal(await message(), "");
    const checking = await page.evaluate(async () => {
      const picked = field.pick(kit.picture({ width: 3000, height: 2000 }));
      const messages = [field.validationMessage];
      await picked;
      return [...messages, field.validationMessage];
    });
    deepEqual(checking, ["Tunggu sampai berkas selesai diperiksa.", ""]);
    const whileSending = await page.evaluate(async () => {
      const sent = field.send();
      const messages = [field.validationMessage, new FormData(field.form).get("ktp").size > 0];
      await sent;
      return [...messages, field.validationMessage];
    });
    deepEqual(whileSending, ["Tunggu sampai pengiriman selesai, atau batalkan terlebih dahulu.", true, ""]);
    await page.evaluate(() => field.setCustomValidity("Sudah pernah dipakai."));
    equal(await message(), "Sudah pernah dipakai.");
    await page.evaluate(() => field.setCustomValidity(""));
    equal(await message(), "");
  });

  test(
    "a picture that the vendor turned down is no value; one whose call failed stays the value",
    TIMEOUT,
    async () => {
      await mount(page, sending());
      const value = () => page.evaluate(() => [new FormData(field.form).has("ktp"), field.validationMessage]);
      await page.evaluate(() => {
        field.headers = { "Sandbox-Scenario": "502" };
      });
      await choose(page, picture());
      await reach(page, "ready");
      await button(page, "send").click();
      await reach(page, "failed");
      deepEqual(await value(), [true, ""]);
      deepEqual(await texts(button(page, "send")), ["Coba lagi"]);
      await page.evaluate(() => {
        field.headers = { "Sandbox-Scenario": "KTP_NOT_DETECTED" };
      });
      await choose(page, picture());
      await reach(page, "ready");
      await button(page, "send").click();
      await reach(page, "failed");
      const [has, message] = await value();
      equal(has, false);
      match(message, /^Dokumen tidak ditemukan/);
      equal(await button(page, "send").count(), 0);
      ok((await enabledButtons(page)).some((part) => part.includes("primary pick")));
    },
  );

  test("is reset, disabled and restored with its form", TIMEOUT, async () => {
    await mount(page, inForm("required", "<fieldset></fieldset><button type=reset>Ulang</button>"));
    await choose(page, picture());
    await reach(page, "ready");
    equal(await page.evaluate(() => new FormData(field.form).has("ktp")), true);
    await page.click("button[type=reset]");
    await reach(page, "idle");
    deepEqual(await page.evaluate(() => [new FormData(field.form).has("ktp"), field.file]), [false, null]);
    equal((await statusOf(page)).line, "Belum ada berkas.");

    await page.evaluate(() => document.querySelector("fieldset").append(field));
    await page.evaluate(() => {
      document.querySelector("fieldset").disabled = true;
    });
    await page.locator("periksa-input [aria-disabled=true]").waitFor();
    deepEqual(await enabledButtons(page), []);
    await transfer(page, "drop");
    equal(await page.evaluate(() => field.snapshot.phase), "idle");
    equal(await page.evaluate(() => field.form.checkValidity()), true);
    await page.evaluate(() => {
      document.querySelector("fieldset").disabled = false;
    });
    await button(page, "pick").isEnabled();
    deepEqual(await enabledButtons(page), ["button primary pick"]);

    const [isValid, isMissing] = await page.evaluate(() => {
      field.required = false;
      const { valid } = field.validity;
      field.required = true;
      return [valid, field.validity.valueMissing];
    });
    deepEqual([isValid, isMissing], [true, true]);
    for (const [isDisabled, expected] of [
      [true, []],
      [false, ["button primary pick"]],
    ]) {
      await page.evaluate((isDisabled) => {
        field.disabled = isDisabled;
        return field.updateComplete;
      }, isDisabled);
      deepEqual(await enabledButtons(page), expected);
    }

    await page.evaluate(() => field.formStateRestoreCallback(kit.picture(), "restore"));
    await reach(page, "ready");
    await page.evaluate(() => field.formStateRestoreCallback(new File([], "gone.jpg"), "restore"));
    equal(await page.evaluate(() => field.snapshot.phase), "ready");
  });

  test("a picture that can't be turned stays the form's value", TIMEOUT, async () => {
    await mount(page, inForm("required"));
    await choose(page, picture());
    await reach(page, "ready");
    const before = await statusOf(page);
    await page.evaluate(async () => {
      const engine = await import("/pkg/index.js");
      globalThis.value = field.file;
      const prepare = (file) => engine.assessQuality(new File(["no picture"], file.name));
      field.engine = { ...engine, prepare };
    });
    await button(page, "rotate").click();
    await page.waitForFunction(() => field.snapshot.turnError);
    await page.evaluate(() => field.updateComplete);
    const { notes } = await statusOf(page);
    equal(notes.length, before.notes.length + 1);
    match(notes[0], /^Catatan: Format berkas/);
    const kept = await page.evaluate(() => [
      new FormData(field.form).get("ktp") === value,
      field.form.checkValidity(),
      heard.filter(({ type }) => type === "periksa-error").map(({ detail }) => detail.code),
    ]);
    deepEqual(kept, [true, true, ["invalid_file"]]);

    // Cancelled, it is not told again.
    const told = await page.evaluate(async () => {
      const before = heard.length;
      field.engine = undefined;
      const cancelled = new Promise((resolve) => {
        setTimeout(() => resolve(field.cancel()));
      });
      field.rotate();
      await cancelled;
      return [field.snapshot.phase, field.file === value, heard.length - before];
    });
    deepEqual(told, ["ready", true, 0]);
  });
});
