// `<periksa-input>` as a form's field: its value, its validity, its events, its attributes.

import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import {
  button,
  choose,
  enabledButtons,
  inForm,
  mount,
  picture,
  reach,
  statusOf,
  TEXT,
  texts,
  transfer,
} from "./support/element.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 120_000 };

describe("<periksa-input> in a form", () => {
  let shop;
  let page;
  before(async () => {
    shop = await openShop();
  });
  beforeEach(async () => {
    page = await shop.page();
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  const sending = (attributes = "") => inForm(`endpoint="${shop.proxy.endpoint}" retries="0" ${attributes}`);

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

  test("a picture that the vendor turned down is no value; a broken line is no reason", TIMEOUT, async () => {
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
  });

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

  test("tells what happens by events that leave shadow roots", TIMEOUT, async () => {
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

  test("tells of each new value by change, after the form has it", TIMEOUT, async () => {
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

  test("heeds its attributes", TIMEOUT, async () => {
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

  /** Browsers and test environments that have less than this one, as made before the element is defined. */
  const POORER = {
    "without ElementInternals": () => {
      delete HTMLElement.prototype.attachInternals;
    },
    "with ElementInternals that have no member of a form field": () => {
      for (const name of Object.keys(Object.getOwnPropertyDescriptors(ElementInternals.prototype)))
        if (name !== "constructor") delete ElementInternals.prototype[name];
    },
    "with states that have other names": () => {
      CustomStateSet.prototype.add = () => {
        throw new SyntaxError("not a name with two dashes");
      };
    },
  };
  for (const [what, impoverish] of Object.entries(POORER)) {
    test(`works where the browser is ${what}`, TIMEOUT, async () => {
      await page.evaluate(impoverish);
      await mount(page, sending("required"));
      const validity = () =>
        page.evaluate(() => [
          field.checkValidity(),
          field.reportValidity(),
          field.validity.valid,
          field.validity.valueMissing,
          field.validationMessage,
          field.willValidate,
        ]);
      const missing = "Pilih foto KTP terlebih dahulu.";
      deepEqual(await validity(), [false, false, false, true, missing, true]);
      await page.evaluate(() => field.setCustomValidity("Sudah pernah dipakai."));
      equal(await page.evaluate(() => field.validationMessage), "Sudah pernah dipakai.");
      await page.evaluate(() => field.setCustomValidity(""));
      deepEqual(await page.evaluate(() => [field.labels.length, typeof field.form]), [0, "object"]);
      await choose(page, picture());
      await reach(page, "ready");
      deepEqual(await validity(), [true, true, true, false, "", true]);
      await button(page, "send").click();
      await reach(page, "done");
      await page.evaluate(() => field.clear());
      await reach(page, "idle");
      deepEqual(page.complaints, []);
    });
  }

  test("properties that were set before it was defined hold", TIMEOUT, async () => {
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
});
