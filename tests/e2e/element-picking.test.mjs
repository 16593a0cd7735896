// `<periksa-input>`: a file is picked, dropped, pasted or photographed, shown, and taken unchecked where nothing else can be.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import {
  asFile,
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
import { onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 120_000 };

/** What the buttons say that are there to be seen. */
const shownButtons = (page) => texts(page.locator("periksa-input button:visible span:visible"));

describe("picking a file in <periksa-input>", () => {
  let shop;
  let page;
  onFreshPages(0, (given) => {
    ({ shop, page } = given);
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
    // Neither the wasm nor its copy.
    await page
      .context()
      .route(/\/(periksa_bg\.wasm|wasm-text\.js)$/, (route) => route.fulfill({ status: 404 }));
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

  test("shows a picture's preview, and revokes its object URL", TIMEOUT, async () => {
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
});
