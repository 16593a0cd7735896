// `<periksa-input>` in a page that was loaded anew: it asks for the answer of the call that the page before has left.

import { deepEqual, equal, match } from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { before, describe, test } from "node:test";

import {
  button,
  choose,
  enabledButtons,
  inForm,
  mount,
  picture,
  reach,
  statusOf,
  transfer,
} from "./support/element.mjs";
import { NIK, onLatePages, reload } from "./support/late.mjs";
import { OUTPUT } from "./support/output.mjs";
import { ROOT } from "./support/root.mjs";

const TIMEOUT = { timeout: 120_000 };
const AXE = `${ROOT}node_modules/axe-core/axe.min.js`;

describe("<periksa-input> without an answer", () => {
  let vendor;
  let line;
  let page;
  let endpoint;
  let restart;
  let open;
  onLatePages(0, (given) => {
    ({ vendor, line, page, endpoint, restart, open } = given);
  });
  before(() => mkdir(OUTPUT, { recursive: true }));

  const show = (attributes = "required", on = page) =>
    mount(on, inForm(`endpoint="${endpoint}" retries="0" resume-as="self" ${attributes}`));
  /** Sends a picture, and loads the page anew once the vendor has it. */
  const sendAndReload = async (attributes, on = page) => {
    await show(attributes, on);
    await choose(on, picture());
    await reach(on, "ready");
    await button(on, "send").click();
    await vendor.reached(1);
    await reload(on);
  };
  const isValid = () => page.evaluate(() => field.form.checkValidity());

  test("asks by itself, says so, and tells the record as ever", TIMEOUT, async () => {
    await sendAndReload();
    await show();
    await reach(page, "resuming");
    equal((await statusOf(page)).line, "Mengambil hasil dari dokumen yang sudah Anda kirim…");
    deepEqual(await enabledButtons(page), ["button cancel"]);
    deepEqual(await isValid(), false);
    const states = await page.evaluate(() => field.matches(":state(resuming)"));
    equal(states, true);
    vendor.release();
    await reach(page, "done");
    deepEqual(await page.evaluate(() => heard.map(({ type, detail }) => [type, detail?.record?.nik.value])), [
      ["periksa-record", NIK],
    ]);
    // The person has given the document: the form may go on without its file.
    deepEqual([await isValid(), await page.evaluate(() => field.file)], [true, null]);
    equal(await page.evaluate(() => new FormData(field.form).get("ktp")?.size ?? null), null);
    equal((await statusOf(page)).line, "Selesai. Dokumen Anda sudah terbaca.");
    equal(vendor.calls, 1);
    await button(page, "clear").click();
    await reach(page, "idle");
    equal(await isValid(), false);
  });

  test("says each step once to a screen reader", TIMEOUT, async () => {
    await sendAndReload("lang='en'");
    // From the first rendering on: what a live region says at first is not read out.
    await page.evaluate(() => {
      globalThis.said = [];
      setInterval(() => {
        const region = document.querySelector("periksa-input")?.shadowRoot?.querySelector("[role=status]");
        const text = region?.textContent.replace(/\s+/g, " ").trim();
        if (text && text !== said.at(-1)) said.push(text);
      }, 5);
    });
    await show("lang='en'");
    await reach(page, "resuming");
    vendor.release();
    await reach(page, "done");
    await page.waitForFunction(() => said.at(-1).startsWith("Done"));
    deepEqual(await page.evaluate(() => said), [
      "No file yet.",
      "Getting the result of the document you have sent…",
      "Done. Your document has been read.",
    ]);
  });

  test("stopping leads to another file, and is for good", TIMEOUT, async () => {
    await sendAndReload();
    await show();
    await reach(page, "resuming");
    equal((await button(page, "cancel").textContent()).trim(), "Berhenti dan pilih berkas lain");
    await button(page, "cancel").click();
    await reach(page, "idle");
    await reload(page);
    await show();
    await page.waitForTimeout(400);
    await reach(page, "idle");
    // So does giving one.
    await choose(page, picture());
    await reach(page, "ready");
  });

  test("a file that is dropped takes its place", TIMEOUT, async () => {
    await sendAndReload();
    await show();
    await reach(page, "resuming");
    await transfer(page, "drop");
    await reach(page, "ready");
    equal(vendor.calls, 1);
  });

  test("with its file it keeps the preview, and offers to try again", TIMEOUT, async () => {
    await show();
    await choose(page, picture());
    await reach(page, "ready");
    await button(page, "send").click();
    await reach(page, "resuming");
    equal(await page.locator("periksa-input img").count(), 1);
    equal((await button(page, "cancel").textContent()).trim(), "Batalkan");
    await button(page, "cancel").click();
    await reach(page, "failed");
    vendor.release();
    await button(page, "send").click();
    await reach(page, "done");
    equal(vendor.calls, 1);
  });

  test(
    "a proxy that has forgotten the call: the person is asked for the photo, and nothing else happens",
    TIMEOUT,
    async () => {
      await sendAndReload();
      await restart();
      await show();
      await reach(page, "failed");
      const { line: text, notes } = await statusOf(page);
      match(
        text,
        /^Hasil dari dokumen yang sudah Anda kirim tidak dapat diambil\. Pilih foto KTP sekali lagi\.$/,
      );
      deepEqual(notes, []);
      deepEqual(await enabledButtons(page), ["button primary pick"]);
      const [type, billed] = await page.evaluate(() => [heard[0].type, heard[0].detail.billed]);
      deepEqual([type, billed], ["periksa-error", "unknown"]);
      equal(await isValid(), false);
      equal(vendor.calls, 1);
    },
  );

  test("two fields of one document each have their own", TIMEOUT, async () => {
    const fields = `<form>
      <periksa-input resume-as="self" kind="ktp" vendor="verihubs" endpoint="${endpoint}" retries="0"></periksa-input>
      <periksa-input resume-as="spouse" kind="ktp" vendor="verihubs" endpoint="${endpoint}" retries="0"></periksa-input>
    </form>`;
    await mount(page, fields);
    await choose(page, picture());
    await reach(page, "ready");
    await button(page, "send").click();
    await vendor.reached(1);
    await reload(page);
    await mount(page, fields);
    await reach(page, "resuming");
    vendor.release();
    await reach(page, "done");
    deepEqual(
      await page.evaluate(() =>
        [...document.querySelectorAll("periksa-input")].map((one) => one.snapshot.phase),
      ),
      ["done", "idle"],
    );
  });

  test("no-resume leaves it alone", TIMEOUT, async () => {
    await sendAndReload("no-resume");
    await show("no-resume");
    await page.waitForTimeout(400);
    await reach(page, "idle");
  });

  for (const lang of ["id", "en"])
    test(`no barrier, nothing cut off on a phone: ${lang}`, TIMEOUT, async () => {
      const phone = await open({
        ...{ viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true },
      });
      const dress = () =>
        phone.evaluate((lang) => {
          document.documentElement.lang = lang;
          document.head.insertAdjacentHTML(
            "beforeend",
            `<meta name="viewport" content="width=device-width, initial-scale=1">
             <style>body { margin: 1rem; font: 1rem/1.5 system-ui, sans-serif }</style>`,
          );
        }, lang);
      const attributes = `required lang="${lang}"`;
      const look = async (name) => {
        await phone.evaluate(() => field.updateComplete);
        await phone.addScriptTag({ path: AXE });
        const { violations, overflow } = await phone.evaluate(async () => {
          const { violations } = await axe.run(field, { resultTypes: ["violations"] });
          return {
            violations: violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
            overflow: document.documentElement.scrollWidth - innerWidth,
          };
        });
        await phone.screenshot({ path: `${OUTPUT}/360-resume-${lang}-${name}.png` });
        deepEqual([violations, overflow], [[], 0], name);
      };
      await dress();
      await sendAndReload(attributes, phone);
      await dress();
      await show(attributes, phone);
      await reach(phone, "resuming");
      await look("1-resuming");
      vendor.release();
      await reach(phone, "done");
      await look("2-done");
      await button(phone, "clear").click();
      vendor.hold();
      await choose(phone, picture());
      await reach(phone, "ready");
      await button(phone, "send").click();
      await reach(phone, "resuming");
      await look("3-with-file");
      await reload(phone);
      await restart();
      await dress();
      await show(attributes, phone);
      await reach(phone, "failed");
      await look("4-lost");
      line.mend();
    });
});
