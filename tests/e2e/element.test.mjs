// `<periksa-input>` on a page that is not ours: what a person sees, hears and does, and what a form gets.

import { deepEqual, equal, match, notEqual, ok } from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { asFile, button, choose, mount, reach, texts } from "./support/element.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { pdf } from "./support/pdf.mjs";
import { keysOf, openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 120_000 };
const TEXT = asFile(Buffer.from("no picture"), "ktp.jpg");

/** Outside what is `hidden` and `disabled`. */
const enabledButtons = (page) =>
  page
    .locator("periksa-input button:enabled:visible")
    .evaluateAll((all) => all.map(({ part }) => part.value));

/** What the buttons say that are there to be seen. */
const shownButtons = (page) => texts(page.locator("periksa-input button:visible span:visible"));

/** All that a screen reader is told, in order: the live region's whole text after each change. */
async function listen(page) {
  await page.evaluate(() => {
    const region = field.shadowRoot.querySelector("[role=status]");
    const text = () => {
      const next = region.textContent.replace(/\s+/g, " ").trim();
      if (next !== said.at(-1)) said.push(next);
    };
    globalThis.said = [];
    text();
    new MutationObserver(text).observe(region, { subtree: true, childList: true, characterData: true });
  });
}

describe("<periksa-input>", () => {
  let shop;
  let page;
  let seed = 15_000;
  const picture = (options) => {
    seed += 1;
    return asFile(jpeg({ seed, ...options }));
  };
  const html = (attributes = "", rest = "") => `
    <main lang="id">
      <form action="/nowhere" method="post" enctype="multipart/form-data">
        <periksa-input name="ktp" document="ktp" vendor="verihubs" ${attributes}></periksa-input>
        <button id="submit">Lanjut</button> ${rest}
      </form>
    </main>`;
  const sending = (attributes = "") => html(`endpoint="${shop.proxy.endpoint}" retries="0" ${attributes}`);
  const line = async () => (await texts(page.locator("periksa-input [part=line]")))[0];
  const notes = () => texts(page.locator("periksa-input [part~=note]"));
  before(async () => {
    shop = await openShop();
  });
  beforeEach(async () => {
    page = await shop.page();
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  test("is operated by keyboard alone, from the chooser to the record", TIMEOUT, async () => {
    await mount(page, sending("required"));
    const focused = () =>
      page.evaluate(() => {
        const { activeElement } = field.shadowRoot;
        return activeElement?.getAttribute("part") ?? document.activeElement.id;
      });
    const tabTo = async (part) => {
      for (let presses = 0; presses < 10; presses += 1) {
        await page.keyboard.press("Tab");
        if ((await focused()).split(" ").includes(part)) return;
      }
      throw new Error(`Tab does not reach ${part}`);
    };
    const chooser = page.waitForEvent("filechooser");
    await tabTo("pick");
    await page.keyboard.press("Enter");
    await (await chooser).setFiles(picture());
    await reach(page, "ready");
    // The button is gone; where one was, a second press must start nothing.
    equal(await focused(), "base ready");
    await page.keyboard.press("Enter");
    equal(await page.getAttribute("periksa-input", "phase"), "ready");
    await tabTo("rotate");
    for (const rotation of [90, 180]) {
      await page.keyboard.press("Space");
      await page.waitForFunction((rotation) => field.snapshot.rotation === rotation, rotation);
      await reach(page, "ready");
      equal(await focused(), "button rotate");
    }
    await tabTo("send");
    await page.keyboard.press("Enter");
    await reach(page, "done");
    equal(await focused(), "base done");
    const [record] = await page.evaluate(() => heard.filter(({ type }) => type === "periksa-record"));
    equal(record.detail.record.nik.value.length, 16);
    await tabTo("clear");
    await page.keyboard.press("Space");
    await reach(page, "idle");
    equal(await focused(), "base idle");
    await tabTo("pick");
    await page.keyboard.press("Tab");
    equal(await focused(), "submit");
  });

  test("each state is said aloud", TIMEOUT, async () => {
    await mount(page, sending("required"));
    await listen(page);
    await page.click("#submit");
    await choose(page, TEXT);
    await reach(page, "failed");
    await choose(page, picture({ width: 3000, height: 2000 }));
    await reach(page, "ready");
    await page.evaluate(() => {
      field.headers = { "Sandbox-Scenario": "slow" };
    });
    await button(page, "send").click();
    await reach(page, "sending");
    await page.locator("periksa-input [part=line]", { hasText: "Menunggu" }).waitFor();
    await button(page, "cancel").click();
    await reach(page, "failed");
    await button(page, "send").click();
    await reach(page, "done");
    await button(page, "clear").click();
    const said = await page.evaluate(() => said);
    let at = 0;
    for (const expected of [
      /^Belum ada berkas\.$/,
      /^Pilih foto KTP terlebih dahulu\.$/,
      /^Memeriksa berkas…$/,
      /^Berkas ini belum dapat digunakan\. Masalah: Format berkas \(tidak dikenal\) tidak diterima/,
      /^Memeriksa berkas…$/,
      /^Berkas (siap dikirim|dapat digunakan, tetapi perhatikan catatan berikut)\./,
      /^Mengirim berkas…$/,
      /^Menunggu jawaban…$/,
      /^Dokumen belum terbaca\. Masalah: Pengiriman dibatalkan\./,
      /^Selesai\. Dokumen Anda sudah terbaca\. Catatan: Data uji coba/,
      /^Belum ada berkas\.$/,
    ]) {
      const found = said.findIndex((text, index) => index >= at && expected.test(text));
      ok(found >= 0, `${expected} after ${JSON.stringify(said.slice(at))}`);
      at = found + 1;
    }
  });

  test("a form blocks until the document is good, and gets exactly the bytes shown", TIMEOUT, async () => {
    await mount(page, html("required"));
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
    equal(await line(), "Pilih foto KTP terlebih dahulu.");
    // The browser's bubble points at the button that mends it.
    equal(await page.evaluate(() => field.shadowRoot.activeElement.part.contains("pick")), true);

    await choose(page, TEXT);
    await reach(page, "failed");
    await page.click("#submit");
    const [isValid, , message] = await validity();
    equal(isValid, false);
    match(message, /^Format berkas/);
    deepEqual(await notes(), [`Masalah: ${message}`]);
    deepEqual([await submits(), await page.evaluate(() => document.forms[0].checkValidity())], [0, false]);

    await choose(page, picture({ width: 640, height: 1000, orientation: 6 }));
    await page.click("#submit");
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
    await mount(page, html("required", "<fieldset></fieldset><button type=reset>Ulang</button>"));
    await choose(page, picture());
    await reach(page, "ready");
    equal(await page.evaluate(() => new FormData(field.form).has("ktp")), true);
    await page.click("button[type=reset]");
    await reach(page, "idle");
    deepEqual(await page.evaluate(() => [new FormData(field.form).has("ktp"), field.file]), [false, null]);
    equal(await line(), "Belum ada berkas.");

    await page.evaluate(() => document.querySelector("fieldset").append(field));
    await page.evaluate(() => {
      document.querySelector("fieldset").disabled = true;
    });
    await page.locator("periksa-input [aria-disabled=true]").waitFor();
    deepEqual(await enabledButtons(page), []);
    await transfer("drop");
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

  /** Drops or pastes a picture, and tells whether the browser was kept from opening it. */
  function transfer(kind, name = "ktp.jpg") {
    return page.evaluate(
      ([kind, name]) => {
        const data = new DataTransfer();
        data.items.add(kit.picture({ seed: 5 }, name));
        const options = { bubbles: true, composed: true, cancelable: true };
        const base = field.shadowRoot.querySelector("[part~=base]");
        const event =
          kind === "paste"
            ? new ClipboardEvent("paste", { clipboardData: data, ...options })
            : new DragEvent(kind, { dataTransfer: data, ...options });
        return !base.dispatchEvent(event);
      },
      [kind, name],
    );
  }

  test("takes what is dropped on it and pasted into it", TIMEOUT, async () => {
    await mount(page, html());
    equal(await transfer("dragover"), true);
    await page.locator("periksa-input .over", { hasText: "Lepaskan berkas di sini." }).waitFor();
    await transfer("dragleave");
    equal(await page.locator("periksa-input .over").count(), 0);
    for (const kind of ["drop", "paste"]) {
      equal(await transfer(kind, `${kind}.jpg`), true);
      await reach(page, "ready");
      equal(await page.evaluate(() => field.file.name), `${kind}.jpg`);
    }
    // Text is the page's.
    const isKept = await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "Jl. Melati 5");
      return field.dispatchEvent(new DragEvent("drop", { dataTransfer: data, cancelable: true }));
    });
    equal(isKept, true);
  });

  test(
    "offers the camera first and the gallery second on phones, and what the vendor takes",
    TIMEOUT,
    async () => {
      await page.context().close();
      page = await shop.page({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });
      await mount(
        page,
        `<main lang="id"><periksa-input document="kitas" vendor="glair"></periksa-input></main>`,
      );
      deepEqual(await page.locator("periksa-input button:visible").allInnerTexts(), [
        "Ambil foto",
        "Pilih dari galeri",
      ]);
      await page.waitForFunction(async () => {
        await kit.init();
        const { accept } = kit.periksa.requirements("kitas", "glair");
        return field.shadowRoot.querySelector("input.pick").accept === accept;
      });
      const [accept, capture] = await page
        .locator("periksa-input input.camera")
        .evaluate((input) => [input.accept, input.getAttribute("capture")]);
      equal(capture, "environment");
      for (const type of accept.split(",")) match(type, /^image\/[a-z]+$/);
      await choose(page, picture(), "camera");
      await reach(page, "ready");
      deepEqual(await shownButtons(page), ["Putar", "Hapus", "Ambil foto ulang", "Pilih dari galeri"]);
    },
  );

  test("takes a file unchecked where the engine can't run, and says so", TIMEOUT, async () => {
    await page.context().route("**/*.wasm", (route) => route.fulfill({ status: 404 }));
    await mount(page, html("required"));
    await choose(page, picture());
    await reach(page, "ready");
    match(await line(), /^Berkas tidak dapat diperiksa di peramban ini\. Anda tetap dapat melanjutkan/);
    const [first, ...others] = await page.evaluate(() =>
      heard
        .filter(({ type }) => type !== "change")
        .map(({ type, detail }) => [
          type,
          detail.report,
          detail.isChecked,
          detail.error.code,
          detail.file.size > 0,
        ]),
    );
    deepEqual(first, ["periksa-report", null, false, "engine_unavailable", true]);
    deepEqual(others, []);
    equal(await page.evaluate(() => new FormData(field.form).get("ktp") === field.snapshot.original), true);
    equal(await page.evaluate(() => field.form.checkValidity()), true);

    await page.evaluate(() => {
      field.failOpen = false;
    });
    await choose(page, picture());
    await reach(page, "failed");
    const codes = () =>
      page.evaluate(() =>
        heard.filter(({ type }) => type === "periksa-error").map(({ detail }) => detail.code),
      );
    deepEqual(await codes(), ["engine_unavailable"]);
    equal(await page.evaluate(() => field.form.checkValidity()), false);
  });

  test("one call of a double click, and none cancelled by it", TIMEOUT, async () => {
    await mount(page, sending());
    await choose(page, picture());
    await reach(page, "ready");
    const calls = await shop.proxy.calls();
    await button(page, "send").dblclick();
    await reach(page, "done");
    equal(await shop.proxy.calls(), calls + 1);
  });

  test("shows progress, cancels, and the retry pays nothing again", TIMEOUT, async () => {
    await mount(page, sending());
    await page.evaluate(() => {
      field.headers = { "Sandbox-Scenario": "slow" };
    });
    await choose(page, picture());
    await reach(page, "ready");
    const calls = await shop.proxy.calls();
    await button(page, "send").click();
    await page.locator("periksa-input progress").waitFor();
    await page.locator("periksa-input [part=line]", { hasText: "Menunggu" }).waitFor();
    equal(await transfer("drop"), true);
    await button(page, "cancel").click();
    await reach(page, "failed");
    equal(await page.locator("periksa-input progress").count(), 0);
    await button(page, "send").click();
    await reach(page, "done");
    equal(await shop.proxy.calls(), calls + 1);
    const [first, second] = keysOf(page.posts);
    equal(first, second);
  });

  test("tells what happens by events that leave shadow roots", TIMEOUT, async () => {
    await mount(page, `<main lang="id"></main>`);
    await page.evaluate((endpoint) => {
      const outer = document.createElement("div");
      document.querySelector("main").append(outer);
      outer.attachShadow({ mode: "open" }).innerHTML = `<form>
        <label for="field">Foto KTP depan</label>
        <periksa-input id="field" name="ktp" document="ktp" vendor="verihubs" endpoint="${endpoint}" required></periksa-input>
      </form>`;
      globalThis.field = outer.shadowRoot.querySelector("periksa-input");
    }, shop.proxy.endpoint);
    await page.click("label");
    equal(await page.evaluate(() => field.shadowRoot.activeElement.part.contains("pick")), true);
    await page.getByRole("group", { name: "Foto KTP depan, wajib" }).waitFor();
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
    await mount(page, html());
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
    deepEqual(await page.evaluate(() => values), ["report", "ktp.jpg", "report", null]);
  });

  test("draws what can be drawn, and lets go of it", TIMEOUT, async () => {
    await page.evaluate(() => {
      globalThis.held = new Set();
      const { createObjectURL, revokeObjectURL } = URL;
      URL.createObjectURL = (blob) => {
        const url = createObjectURL.call(URL, blob);
        held.add(url);
        return url;
      };
      URL.revokeObjectURL = (url) => {
        held.delete(url);
        revokeObjectURL.call(URL, url);
      };
    });
    await mount(
      page,
      `<main lang="id"><periksa-input document="stnk" vendor="glair"></periksa-input></main>`,
    );
    const held = () => page.evaluate(() => [held.size, field.shadowRoot.querySelector("img")?.src ?? null]);
    for (let round = 0; round < 3; round += 1) {
      await choose(page, picture());
      await reach(page, "ready");
      const [count, src] = await held();
      equal(count, 1);
      ok(await page.evaluate((src) => globalThis.held.has(src), src));
    }
    await page.waitForFunction(() => field.shadowRoot.querySelector("img").naturalWidth === 1000);
    await page.evaluate(() => field.remove());
    equal((await held())[0], 0);
    await page.evaluate(() => document.querySelector("main").append(field));
    await page.waitForFunction(() => field.shadowRoot.querySelector("img")?.naturalWidth === 1000);
    equal((await held())[0], 1);
    await choose(page, asFile(pdf(), "stnk.pdf", "application/pdf"));
    await page.locator("periksa-input [part=icon]", { hasText: "PDF" }).waitFor();
    deepEqual(await held(), [0, null]);
    // A picture by its name, and not by its bytes.
    await page.evaluate(() => {
      field.engine = {
        default: () => Promise.reject(new Error("no engine")),
        requirements: () => null,
        makeFit: () =>
          Promise.reject(Object.assign(new Error("none"), { code: "engine_unavailable", action: "retry" })),
      };
    });
    await choose(page, TEXT);
    await page.locator("periksa-input [part=icon]", { hasText: "Berkas" }).waitFor();
  });

  test("heeds its attributes", TIMEOUT, async () => {
    await mount(
      page,
      sending(
        'upload="multipart" quality="false" prepare="false" validate-quality timeout-ms="5000" fail-open="false"',
      ),
    );
    const settings = () =>
      page.evaluate(() => {
        const { upload, quality, prepare, validateQuality, timeoutMs, failOpen, retries } = field;
        return { upload, quality, prepare, validateQuality, timeoutMs, failOpen, retries };
      });
    deepEqual(await settings(), {
      ...{ upload: "multipart", quality: false, prepare: false, validateQuality: true },
      ...{ timeoutMs: 5000, failOpen: false, retries: 0 },
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
    // Taken away, each is as if it never was.
    await page.evaluate(() => {
      for (const name of [
        "upload",
        "quality",
        "prepare",
        "validate-quality",
        "timeout-ms",
        "fail-open",
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

  test("properties that were set before it was defined hold", TIMEOUT, async () => {
    await page.evaluate(() => {
      document.body.innerHTML = "<periksa-input></periksa-input>";
      Object.assign(document.querySelector("periksa-input"), {
        document: "ktp",
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

  test("speaks the language around it, or the page's own words", TIMEOUT, async () => {
    await mount(page, html());
    const title = async () => (await texts(page.locator("periksa-input [part=title]")))[0];
    const language = () => page.locator("periksa-input [part~=base]").getAttribute("lang");
    deepEqual([await title(), await language()], ["Foto KTP", "id"]);
    await page.evaluate(() => {
      field.lang = "en-GB";
    });
    await page.locator("periksa-input", { hasText: "Photo of your KTP" }).waitFor();
    equal(await language(), "en");
    await choose(page, TEXT);
    await reach(page, "failed");
    match((await notes())[0], /^Problem: The file's format/);
    match(await page.evaluate(() => field.validationMessage), /^The file's format/);
    await page.evaluate(() => {
      kit.periksa.registerMessages("jv", { unsupported_format: "Berkas iki ora iso dienggo." });
      field.lang = "jv";
      field.texts = { title: "Potret {document}", bad: "Durung iso." };
      field.engine = kit.periksa;
      field.clear();
    });
    await choose(page, TEXT);
    await reach(page, "failed");
    deepEqual(
      [await title(), await line(), await notes(), await language()],
      ["Potret KTP", "Durung iso.", ["Masalah: Berkas iki ora iso dienggo."], "jv"],
    );
    // What it does not speak it does not claim to.
    await page.evaluate(() => {
      field.lang = "fr";
      field.texts = undefined;
    });
    await page.locator("periksa-input", { hasText: "Foto KTP" }).waitFor();
    equal(await language(), "id");
  });

  test("keeps the person's own out of attributes, addresses and the console", TIMEOUT, async () => {
    await mount(page, sending());
    const logs = [];
    page.on("console", (message) => logs.push(message.text()));
    await choose(page, { ...picture(), name: "Siti Rahayu.jpg" });
    await reach(page, "ready");
    await button(page, "send").click();
    await reach(page, "done");
    const [attributes, nik] = await page.evaluate(() => {
      const all = [field, ...field.shadowRoot.querySelectorAll("*")];
      return [
        all.flatMap((element) => [...element.attributes].map(({ value }) => value)),
        field.snapshot.extraction.record.nik.value,
      ];
    });
    for (const text of [...attributes, ...logs]) ok(!text.includes("Siti") && !text.includes(nik), text);
    ok(page.posts.every((post) => !post.url().includes("Siti")));
  });
});
