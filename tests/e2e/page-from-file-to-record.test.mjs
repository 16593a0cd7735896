// Through the demo page and the real server: from picking a file to the record.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";

import { launch, openPage } from "./support/browser.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { choose, pick, reach, shownFields } from "./support/page.mjs";
import { startProxy } from "./support/proxy.mjs";
import { askVendor, ROUTES } from "./support/vendor-documents.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("the page", () => {
  let proxy;
  let browser;
  let page;
  let seed = 100;
  const freshPicture = () => {
    seed += 1;
    return jpeg({ seed });
  };
  before(async () => {
    [proxy, browser] = await Promise.all([startProxy(), launch()]);
  });
  after(async () => {
    await browser.close();
    await proxy.stop();
  });
  const open = async (options) => {
    page = await openPage(browser, proxy.url, options);
  };
  afterEach(async () => {
    const { complaints } = page;
    await page.context().close();
    deepEqual(complaints, []);
  });

  for (const route of ROUTES) {
    test(`shows the record of ${route.vendor} ${route.document}`, TIMEOUT, async () => {
      const picture = freshPicture();
      const raw = await askVendor(proxy, route, picture);
      await open();
      await choose(page, route);
      await pick(page, "picture.jpg", picture);
      const calls = await proxy.calls();
      await page.click("#send");
      await reach(page, "done");
      equal(await proxy.calls(), calls + 1);

      const expected = Object.fromEntries(
        Object.entries(route.fields(raw)).map(([name, value]) => [name, String(value)]),
      );
      deepEqual(await shownFields(page, Object.keys(expected)), expected);
      ok(await page.isVisible("#record .sandbox"));
      const confidences = await page.locator("#record td.confidence").count();
      // Verihubs gives none.
      equal(confidences > 0, route.vendor === "glair");
      ok(!(await page.isVisible("#error .message")));

      if (route.table) {
        const rows = raw.read.halaman_pajak_tahunan.table
          .slice(1)
          .map((row) => [
            row.jenis_biaya.value,
            ...[row.pokok, row.sanksi_administratif, row.jumlah].map(({ value }) => String(value)),
          ]);
        const [, , , total] = rows.pop();
        ok(rows.length > 2);
        const lines = await page
          .locator('#record tr[data-field^="tax.lines["]')
          .evaluateAll((lines) =>
            lines.map((line) => [...line.querySelectorAll(".value")].map((value) => value.textContent)),
          );
        deepEqual(lines, rows);
        deepEqual(await shownFields(page, ["tax.total"]), { "tax.total": total });
      }
    });
  }

  test("leaves the tax table out where it is not wanted", TIMEOUT, async () => {
    await open();
    await choose(page, { vendor: "glair", document: "stnk" });
    await page.uncheck("#table");
    await pick(page, "picture.jpg", freshPicture());
    const [request] = await Promise.all([
      page.waitForRequest((request) => request.method() === "POST"),
      page.click("#send"),
    ]);
    ok(!request.url().includes("table"));
    await reach(page, "done");
    equal(await page.locator('#record tr[data-field^="tax.lines["]').count(), 0);
  });

  test("takes a file that is dropped and one that is pasted", TIMEOUT, async () => {
    await open();
    for (const [kind, name] of [
      ["drop", "dropped.jpg"],
      ["paste", "pasted.jpg"],
    ]) {
      await page.evaluate(
        ([kind, name, bytes]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(bytes)], name, { type: "image/jpeg" }));
          const event =
            kind === "drop"
              ? new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true })
              : new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true });
          document.body.dispatchEvent(event);
        },
        [kind, name, [...freshPicture()]],
      );
      await page.locator('#facts [data-fact="name"] dd', { hasText: name }).waitFor();
      await reach(page, "ready");
    }
  });

  test("shows the facts and a preview", TIMEOUT, async () => {
    await open();
    await choose(page, { vendor: "verihubs", document: "ktp" });
    await pick(page, "sideways.jpg", jpeg({ width: 640, height: 1000, orientation: 6, bytes: 41_000 }));
    const facts = await page
      .locator("#facts [data-fact]")
      .evaluateAll((rows) =>
        Object.fromEntries(rows.map((row) => [row.dataset.fact, row.querySelector("dd").textContent])),
      );
    equal(facts.format, "JPEG");
    equal(facts.bytes, "41 kB");
    equal(facts.pixels, "1000 × 640");
    await page.waitForFunction(() => document.querySelector("#preview img")?.naturalWidth === 1000);
  });

  test("cancels, and the retry pays nothing again", TIMEOUT, async () => {
    await open();
    await choose(page, { vendor: "verihubs", document: "kitas", scenario: "slow" });
    await pick(page, "picture.jpg", freshPicture());
    const calls = await proxy.calls();
    await page.click("#send");
    await page.locator("#status", { hasText: "Menunggu jawaban" }).waitFor();
    await page.click("#cancel");
    await page.waitForSelector('#error[data-code="aborted"]');
    equal(await page.getAttribute("#status", "data-state"), "failed");
    await page.click("#retry");
    await reach(page, "done");
    equal(await proxy.calls(), calls + 1);
  });

  test("takes no other file while it sends, and says so", TIMEOUT, async () => {
    await open();
    await choose(page, { vendor: "verihubs", document: "kitas", scenario: "slow" });
    await pick(page, "picture.jpg", freshPicture());
    const reason = page.locator("#pick-reason");
    equal(await reason.textContent(), "");
    await page.click("#send");
    await reach(page, "sending");
    for (const input of ["#file", "#camera"]) ok(await page.isDisabled(input), input);
    match(await reason.textContent(), /batalkan/);
    equal(await reason.getAttribute("role"), "status");
    await page.evaluate(
      (bytes) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([Uint8Array.from(bytes)], "other.jpg", { type: "image/jpeg" }));
        const drop = new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(drop);
        if (!drop.defaultPrevented) throw new Error("the browser would leave the page for the file");
        document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true }));
      },
      [...freshPicture()],
    );
    equal(await page.getAttribute("#status", "data-state"), "sending");
    await reach(page, "done");
    equal(await page.textContent('#facts [data-fact="name"] dd'), "picture.jpg");
    for (const input of ["#file", "#camera"]) ok(await page.isEnabled(input), input);
    equal(await reason.textContent(), "");
  });

  test("makes one call of a double click", TIMEOUT, async () => {
    await open();
    await choose(page, { vendor: "verihubs", document: "ktp" });
    await pick(page, "picture.jpg", freshPicture());
    const calls = await proxy.calls();
    await page.dblclick("#send");
    await reach(page, "done");
    equal(await proxy.calls(), calls + 1);
  });

  test("works by keyboard alone", TIMEOUT, async () => {
    await open();
    // Asked for early: playwright does not wait until the browser knows that a file will be asked for.
    const chooser = page.waitForEvent("filechooser");
    const tabTo = async (id) => {
      for (let presses = 0; presses < 30; presses += 1) {
        if ((await page.evaluate(() => document.activeElement.id)) === id) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`Tab does not reach #${id}`);
    };
    await tabTo("vendor");
    await page.keyboard.press("g");
    await tabTo("document");
    await page.keyboard.press("s");
    equal(await page.inputValue("#vendor"), "glair");
    equal(await page.inputValue("#document"), "stnk");
    await tabTo("file");
    await page.keyboard.press("Space");
    const buffer = Buffer.from(freshPicture());
    await (await chooser).setFiles({ name: "stnk.jpg", mimeType: "image/jpeg", buffer });
    await reach(page, "ready");
    await tabTo("send");
    await page.keyboard.press("Enter");
    await reach(page, "done");
    equal(await page.evaluate(() => document.activeElement.id), "result-title");
  });

  test("speaks both languages, and remembers which", TIMEOUT, async () => {
    await open();
    await choose(page, { vendor: "verihubs", document: "ktp" });
    await pick(page, "picture.jpg", freshPicture());
    await page.click("#send");
    await reach(page, "done");
    const label = page.locator('#record tr[data-field="fullName"] th');
    const texts = async () => [
      await page.getAttribute("html", "lang"),
      await page.textContent("#status"),
      await label.textContent(),
    ];
    deepEqual(await texts(), ["id", "Selesai. Dokumen sudah dibaca.", "Nama lengkap"]);
    await page.selectOption("#language", "en");
    deepEqual(await texts(), ["en", "Done. The document has been read.", "Full name"]);
    await page.reload();
    equal(await page.textContent("#send"), "Send");
    equal(await page.textContent("#status"), "No file yet.");
  });

  test("fits a 360 pixel phone", TIMEOUT, async () => {
    await open({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    for (const language of ["id", "en"]) {
      await page.selectOption("#language", language);
      equal(await overflow(), 0);
      await choose(page, { vendor: "glair", document: "stnk" });
      await pick(page, `${"a-very-long-name-".repeat(12)}.jpg`, freshPicture());
      equal(await overflow(), 0);
      await page.click("#send");
      await reach(page, "done");
      ok((await page.locator('#record tr[data-field^="tax.lines["]').count()) > 0);
      equal(await overflow(), 0);
      await choose(page, { vendor: "verihubs", document: "ktp" });
      await pick(page, "text.jpg", new TextEncoder().encode("Selamat pagi"));
      equal(await overflow(), 0);
    }
  });
});
