// `<periksa-input>` on a page that is not ours: what a person sees, hears and does.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import {
  asFile,
  button,
  choose,
  inForm,
  mount,
  picture,
  reach,
  statusOf,
  TEXT,
  texts,
  transfer,
} from "./support/element.mjs";
import { pdf } from "./support/pdf.mjs";
import { keysOf, openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 120_000 };

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
  before(async () => {
    shop = await openShop();
  });
  beforeEach(async () => {
    page = await shop.page();
  });
  afterEach(() => page.context().close());
  after(() => shop.close());

  const sending = (attributes = "") => inForm(`endpoint="${shop.proxy.endpoint}" retries="0" ${attributes}`);

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
    // As a server would render it.
    equal(await page.getAttribute("periksa-input", "phase"), null);
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

  test("takes what is dropped on it and pasted into it", TIMEOUT, async () => {
    await mount(page, inForm());
    equal(await transfer(page, "dragover"), true);
    await page.locator("periksa-input .over", { hasText: "Lepaskan berkas di sini." }).waitFor();
    await transfer(page, "dragleave");
    equal(await page.locator("periksa-input .over").count(), 0);
    for (const kind of ["drop", "paste"]) {
      equal(await transfer(page, kind, `${kind}.jpg`), true);
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
      await mount(page, `<main lang="id"><periksa-input kind="kitas" vendor="glair"></periksa-input></main>`);
      deepEqual(await page.locator("periksa-input button:visible").allInnerTexts(), [
        "Ambil foto",
        "Pilih dari galeri",
      ]);
      await page.waitForFunction(async () => {
        await kit.init();
        const { accept } = await kit.periksa.requirements("kitas", "glair");
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
    await mount(page, inForm("required"));
    await choose(page, picture());
    await reach(page, "ready");
    match(
      (await statusOf(page)).line,
      /^Berkas tidak dapat diperiksa di peramban ini\. Anda tetap dapat melanjutkan/,
    );
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
      field.failClosed = true;
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

  test(
    "what the vendor takes is asked once, and again with a file where nobody could say",
    TIMEOUT,
    async () => {
      await mount(page, "<main></main>");
      const counts = await page.evaluate(async () => {
        const engine = await import("/pkg/index.js");
        let asked = 0;
        const requirements = () => {
          asked += 1;
          return Promise.reject(new Error("not now"));
        };
        const field = document.createElement("periksa-input");
        Object.assign(field, { kind: "ktp", vendor: "verihubs", engine: { ...engine, requirements } });
        document.body.append(field);
        const soon = () => new Promise((resolve) => setTimeout(resolve, 200));
        await soon();
        const before = asked;
        await field.pick(kit.picture({ seed: 15_900 }));
        await soon();
        return [before, asked];
      });
      deepEqual(counts, [1, 2]);
    },
  );

  test("a cancelled call is told once", TIMEOUT, async () => {
    await mount(page, sending());
    await choose(page, picture());
    await reach(page, "ready");
    const told = await page.evaluate(async () => {
      const sent = field.send();
      field.cancel();
      await sent;
      const { billed } = field.snapshot.error;
      return [heard.filter(({ type }) => type === "periksa-error").map(({ detail }) => detail.code), billed];
    });
    deepEqual(told, [["aborted"], "no"]);
  });

  test("a picture that can't be turned keeps its place in the form", TIMEOUT, async () => {
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

  test("tells that its value is gone where another file's check is cancelled", TIMEOUT, async () => {
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

  test("the focus of a form that is blocked never comes to what ends the call", TIMEOUT, async () => {
    await mount(page, sending());
    await page.evaluate(() => {
      field.headers = { "Sandbox-Scenario": "slow" };
    });
    await choose(page, picture());
    await reach(page, "ready");
    const active = () => page.evaluate(() => field.shadowRoot.activeElement?.part.value ?? null);
    await button(page, "send").click();
    await reach(page, "sending");
    await page.evaluate(() => field.form.reportValidity());
    match(await active(), /^base/);
    await page.evaluate(() => field.cancel());
    await reach(page, "failed");
    // Nor from a button that went to the one that came.
    await page.evaluate(() => {
      field.required = true;
      field.addEventListener("change", () => {
        field.form.checkValidity();
        field.form.checkValidity();
      });
    });
    await button(page, "clear").focus();
    await page.keyboard.press("Enter");
    await reach(page, "idle");
    equal(await active(), "base idle");
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
    equal(await transfer(page, "drop"), true);
    await button(page, "cancel").click();
    await reach(page, "failed");
    equal(await page.locator("periksa-input progress").count(), 0);
    await button(page, "send").click();
    await reach(page, "done");
    equal(await shop.proxy.calls(), calls + 1);
    const [first, second] = keysOf(page.posts);
    equal(first, second);
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
    await mount(page, `<main lang="id"><periksa-input kind="stnk" vendor="glair"></periksa-input></main>`);
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
    // Also where it goes while it is about to show another one.
    const late = await page.evaluate(async () => {
      document.querySelector("main").append(field);
      const gone = new Promise((resolve) => {
        field.addEventListener("periksa-report", () => resolve(field.remove()), { once: true });
      });
      field.pick(kit.picture({ seed: 77 }));
      await gone;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return held.size;
    });
    equal(late, 0);
    await page.evaluate(() => document.querySelector("main").append(field));
    await page.waitForFunction(() => field.shadowRoot.querySelector("img")?.naturalWidth >= 720);
    equal((await held())[0], 1);
    await choose(page, asFile(pdf(), "stnk.pdf", "application/pdf"));
    await page.locator("periksa-input [part=icon]", { hasText: "PDF" }).waitFor();
    deepEqual(await held(), [0, null]);
    // A picture by its name, and not by its bytes.
    await page.evaluate(() => {
      field.engine = {
        requirements: () => null,
        prepare: () => Promise.reject(new kit.periksa.OcrError({ code: "engine_unavailable" })),
      };
    });
    await choose(page, TEXT);
    await page.locator("periksa-input [part=icon]", { hasText: "Berkas" }).waitFor();
  });

  test("speaks the language around it, or the page's own words", TIMEOUT, async () => {
    await mount(page, inForm());
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
    match((await statusOf(page)).notes[0], /^Problem: The file's format/);
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
      [await title(), (await statusOf(page)).line, (await statusOf(page)).notes, await language()],
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
