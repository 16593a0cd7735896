// Through the demo page and the real server: from picking a file to the record.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { jpeg } from "./support/jpeg.mjs";
import { asFile, button, choose, pick, reach, said, send, setFiles, shownFields } from "./support/page.mjs";
import { onDemoPage } from "./support/page-tests.mjs";
import { askVendor, ROUTES } from "./support/vendor-documents.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("the page", () => {
  const given = onDemoPage();
  let page;
  let seed = 100;
  const freshPicture = () => {
    seed += 1;
    return jpeg({ seed });
  };
  const open = async (options) => {
    page = await given.open(options);
  };

  for (const route of ROUTES) {
    test(`shows the record of ${route.vendor} ${route.document}`, TIMEOUT, async () => {
      const picture = freshPicture();
      const raw = await askVendor(given.proxy, route, picture);
      await open();
      await choose(page, route);
      await pick(page, "picture.jpg", picture);
      const calls = await given.proxy.calls();
      await send(page);
      equal(await given.proxy.calls(), calls + 1);

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
      button(page, "send").click(),
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
      await page.locator('#facts [data-fact="name"] td', { hasText: name }).waitFor();
      await reach(page, "ready");
    }
  });

  test("shows the facts of what is picked and of what is sent, and both pictures", TIMEOUT, async () => {
    await open();
    await choose(page, { vendor: "verihubs", document: "ktp" });
    await pick(page, "sideways.jpg", jpeg({ width: 640, height: 1000, orientation: 6, bytes: 41_000 }));
    const facts = await page
      .locator("#facts [data-fact]")
      .evaluateAll((rows) =>
        Object.fromEntries(
          rows.map((row) => [
            row.dataset.fact,
            [...row.querySelectorAll("td")].map((cell) => cell.textContent),
          ]),
        ),
      );
    deepEqual(facts.name, ["sideways.jpg", "—"]);
    deepEqual(facts.format, ["JPEG", "JPEG"]);
    equal(facts.bytes[0], "41 kB");
    deepEqual(facts.pixels, ["1000 × 640", "1000 × 640"]);
    deepEqual(facts.orientation, ["miring, diputar 90° searah jarum jam", "tegak"]);
    match(await page.textContent("#changes"), /ditegakkan/);
    for (const view of ["picked", "sent"]) {
      await page.check(`[name="view"][value="${view}"]`);
      await page.waitForFunction(() => document.querySelector("#picture img")?.naturalWidth === 1000);
    }
    match(await page.textContent("#size-picked"), /^41 kB · 1000 × 640$/);
    match(await page.textContent("#size-sent"), /^\d+ kB · 1000 × 640$/);
  });

  test("cancels, and the retry pays nothing again", TIMEOUT, async () => {
    await open();
    await choose(page, { vendor: "verihubs", document: "kitas", scenario: "slow" });
    await pick(page, "picture.jpg", freshPicture());
    const calls = await given.proxy.calls();
    await button(page, "send").click();
    await page.locator("#field [part=line]", { hasText: "Menunggu jawaban" }).waitFor();
    await button(page, "cancel").click();
    await page.waitForSelector('#error[data-code="aborted"]');
    await send(page);
    equal(await given.proxy.calls(), calls + 1);
    equal(await page.locator("#error > *").count(), 0);
  });

  test("takes no other file while it sends, and says so", TIMEOUT, async () => {
    await open();
    await choose(page, { vendor: "verihubs", document: "kitas", scenario: "slow" });
    await pick(page, "picture.jpg", freshPicture());
    const reason = page.locator("#locked");
    equal(await reason.textContent(), "");
    await button(page, "send").click();
    await reach(page, "sending");
    for (const choice of ["#vendor", "#document", "#scenario"]) ok(await page.isDisabled(choice), choice);
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
    equal(await page.getAttribute("#field", "phase"), "sending");
    await reach(page, "done");
    equal(await page.textContent('#facts [data-fact="name"] td'), "picture.jpg");
    ok(await page.isEnabled("#vendor"));
    equal(await reason.textContent(), "");
  });

  test("makes one call of a double click", TIMEOUT, async () => {
    await open();
    await choose(page, { vendor: "verihubs", document: "ktp" });
    await pick(page, "picture.jpg", freshPicture());
    const calls = await given.proxy.calls();
    await button(page, "send").dblclick();
    await reach(page, "done");
    equal(await given.proxy.calls(), calls + 1);
  });

  test("works by keyboard alone", TIMEOUT, async () => {
    await open();
    // Asked for early: playwright does not wait until the browser knows that a file will be asked for.
    const chooser = page.waitForEvent("filechooser");
    const tabTo = async (id) => {
      const focused = () =>
        page.evaluate(() => {
          const { activeElement } = document;
          const part = activeElement.shadowRoot?.activeElement?.getAttribute("part");
          return [activeElement.id, ...(part?.split(" ") ?? [])];
        });
      for (let presses = 0; presses < 40; presses += 1) {
        if ((await focused()).includes(id)) return;
        await page.keyboard.press("Tab");
      }
      throw new Error(`Tab does not reach ${id}`);
    };
    await tabTo("vendor");
    await page.keyboard.press("g");
    await tabTo("document");
    await page.keyboard.press("s");
    equal(await page.inputValue("#vendor"), "glair");
    equal(await page.inputValue("#document"), "stnk");
    await tabTo("pick");
    await page.keyboard.press("Space");
    await (await chooser).setFiles(asFile("stnk.jpg", freshPicture()));
    await reach(page, "ready");
    await tabTo("send");
    await page.keyboard.press("Enter");
    await reach(page, "done");
    // On to the policy, and to the record, whose fields the picture shows as they get the focus.
    await tabTo("threshold-blur");
    const before = await page.inputValue("#threshold-blur");
    await page.keyboard.press("ArrowRight");
    ok((await page.inputValue("#threshold-blur")) > before);
    for (let presses = 0; presses < 30; presses += 1) {
      if (await page.evaluate(() => document.activeElement.matches(".locate"))) break;
      await page.keyboard.press("Tab");
    }
    await page.locator("#picture .field.lit").first().waitFor({ state: "attached" });
    equal(await page.locator("#picture .field.lit").count(), 1);
    await page.keyboard.press("Space");
    equal(await page.evaluate(() => document.activeElement.getAttribute("aria-pressed")), "true");
  });

  test("speaks both languages, and remembers which", TIMEOUT, async () => {
    await open();
    await choose(page, { vendor: "verihubs", document: "ktp" });
    await pick(page, "picture.jpg", freshPicture());
    await send(page);
    const label = page.locator('#record tr[data-field="fullName"] th');
    const texts = async () => [
      await page.getAttribute("html", "lang"),
      (await said(page)).line,
      await label.textContent(),
    ];
    deepEqual(await texts(), ["id", "Selesai. Dokumen Anda sudah terbaca.", "Nama lengkap"]);
    await page.selectOption("#language", "en");
    deepEqual(await texts(), ["en", "Done. Your document has been read.", "Full name"]);
    await page.reload();
    equal(await page.textContent("#copy"), "Copy");
    await page.locator("#field [part=line]", { hasText: "No file yet." }).waitFor();
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
      await send(page);
      ok((await page.locator('#record tr[data-field^="tax.lines["]').count()) > 0);
      equal(await overflow(), 0);
      await choose(page, { vendor: "verihubs", document: "ktp" });
      await pick(page, "text.jpg", new TextEncoder().encode("Selamat pagi"));
      equal(await overflow(), 0);
      await setFiles(page, "#files", [asFile(`${"another-long-name-".repeat(12)}.jpg`, freshPicture())]);
      await page.locator("#batch-save").waitFor();
      equal(await overflow(), 0);
    }
  });
});
