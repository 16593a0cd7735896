// `<periksa-input>` everywhere: under a strict policy, on servers, in each engine, in browsers that have less.

import { deepEqual, equal, match } from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, test } from "node:test";
import { promisify } from "node:util";

import { BROWSERS, startBrowser } from "../engines/browsers.mjs";
import { launch, openPage } from "./support/browser.mjs";
import { card } from "./support/card.mjs";
import { asFile, button, choose, mount, picture, reach, sendingForm } from "./support/element.mjs";
import { OUTPUT } from "./support/output.mjs";
import { startProxy } from "./support/proxy.mjs";
import { relay } from "./support/relay.mjs";
import { ROOT } from "./support/root.mjs";
import { onFreshPages, openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 180_000 };

describe("<periksa-input> everywhere", () => {
  test("under a strict policy, on a page without a bundler", TIMEOUT, async (t) => {
    const csp = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob:";
    let shop;
    const routes = { "/ocr/verihubs/ktp": relay(() => shop.proxy.endpoint) };
    shop = await openShop({ csp, routes });
    t.after(() => shop.close());
    const page = await shop.page();
    await mount(page, '<periksa-input kind="ktp" vendor="verihubs" endpoint="/ocr"></periksa-input>');
    await choose(page, asFile(card({}, 17_000), "ktp.png", "image/png"));
    await reach(page, "ready");
    await page.waitForFunction(() => field.shadowRoot.querySelector("img").naturalWidth === 1200);
    equal(page.workers().length, 1);
    await button(page, "send").click();
    await reach(page, "done");
    const radius = () => getComputedStyle(field.shadowRoot.querySelector("[part~=base]")).borderRadius;
    equal(await page.evaluate(radius), "12px");
    // The empty icon is the test's own.
    const complaints = page.complaints.filter((complaint) => !complaint.includes("'data:,'"));
    deepEqual(complaints, []);
  });

  test("in the example of a plain form, under the proxy's policy", TIMEOUT, async (t) => {
    const [proxy, browser] = await Promise.all([startProxy({ page: "www/examples/plain" }), launch()]);
    t.after(() => Promise.all([browser.close(), proxy.stop()]));
    const page = await openPage(browser, proxy.url);
    const [ktp, stnk] = ["ktp", "stnk"].map((name) => page.locator(`periksa-input[name=${name}]`));
    const take = async (field, bytes) => {
      const [chooser] = await Promise.all([
        page.waitForEvent("filechooser"),
        field.getByText("Pilih berkas").click(),
      ]);
      await chooser.setFiles(asFile(bytes, "foto.png", "image/png"));
      await field.getByText("siap").or(field.getByText("dapat digunakan")).waitFor();
    };
    await take(ktp, card({}, 17_100));
    await ktp.getByText("Kirim", { exact: true }).click();
    await ktp.getByText("Selesai.").waitFor();
    match(await page.inputValue("[name=nik]"), /^\d{16}$/);
    await page.click("form > button");
    equal(await page.textContent("#result"), "");
    await take(stnk, card({}, 17_101));
    equal(await stnk.getByText("Kirim", { exact: true }).count(), 0);
    await page.click("form > button");
    equal(await page.textContent("#result"), "2 berkas siap dikirim bersama formulir.");
    await page.screenshot({ path: `${OUTPUT}/plain.png`, fullPage: true });
  });

  test("imported twice it is defined once", TIMEOUT, async (t) => {
    const shop = await openShop();
    t.after(() => shop.close());
    const page = await shop.page();
    await mount(page, '<periksa-input kind="ktp" vendor="verihubs"></periksa-input>');
    const [isFirst, isOther, phase] = await page.evaluate(async () => {
      const first = await import("/pkg/element.js");
      const other = await import("/copy/element.js");
      const defined = customElements.get("periksa-input");
      await field.pick(kit.picture());
      return [defined === first.PeriksaInput, defined === other.PeriksaInput, field.snapshot.phase];
    });
    deepEqual([isFirst, isOther, phase], [true, false, "ready"]);
    deepEqual(page.complaints, []);
  });

  test("imported on a server it does nothing", TIMEOUT, async () => {
    const script = `
      const before = Reflect.ownKeys(globalThis);
      const { PeriksaInput } = await import("${ROOT}pkg/element.js");
      const added = Reflect.ownKeys(globalThis).filter((name) => !before.includes(name));
      console.log(JSON.stringify([typeof PeriksaInput, added]));`;
    const { stdout, stderr } = await promisify(execFile)("node", ["--input-type=module", "-e", script]);
    const [type, added] = JSON.parse(stdout);
    equal(type, "function");
    // Lit's own notes.
    for (const name of added) match(name, /^(lit|reactive)/);
    equal(stderr, "");
  });

  for (const name of Object.keys(BROWSERS).filter((name) => name !== "Chromium")) {
    test(`a form blocks, says why, and gets the bytes shown: ${name}`, TIMEOUT, async (t) => {
      const shop = await openShop();
      t.after(() => shop.close());
      const { driver, stop } = await startBrowser(name);
      t.after(stop);
      await driver.get(shop.site.origin);
      const outcome = await driver.executeAsyncScript(inAnyBrowser, shop.proxy.endpoint);
      deepEqual(outcome, {
        missing: [true, true],
        bad: [true, "failed", true],
        sent: ["ready", true],
        record: ["done", 16],
      });
    });
  }
});

describe("<periksa-input> in poorer browsers", () => {
  let shop;
  let page;
  onFreshPages(0, (given) => {
    ({ shop, page } = given);
  });
  const sending = (attributes) => sendingForm(shop, attributes);

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
});

/** In the page; the driver gives the callback last. */
async function inAnyBrowser(endpoint, done) {
  try {
    const kit = await import("/support/kit.mjs");
    document.body.innerHTML = `<form>
      <periksa-input name="ktp" kind="ktp" vendor="verihubs" endpoint="${endpoint}" required></periksa-input>
    </form>`;
    await import("/pkg/element.js");
    const field = document.querySelector("periksa-input");
    await field.updateComplete;
    let sent = null;
    field.form.addEventListener("submit", (event) => {
      event.preventDefault();
      sent = new FormData(field.form).get("ktp");
    });
    const isBlocked = () => {
      field.form.requestSubmit();
      return sent === null;
    };
    const missing = [isBlocked(), field.shadowRoot.activeElement?.part.contains("pick")];
    // WebKitGTK crashed when its bubble pointed at a button that had gone.
    for (let i = 0; i < 10; i++)
      await field.pick(kit.picture({ seed: 18_100 + i, width: 640, height: 1000 }));
    await field.pick(new File(["no picture"], "ktp.jpg"));
    const bad = [isBlocked(), field.snapshot.phase, field.validationMessage.includes("JPEG")];
    await field.pick(kit.picture({ seed: 18_000, orientation: 6, width: 640, height: 1000 }));
    await field.updateComplete;
    field.form.requestSubmit();
    const shown = await (await fetch(field.shadowRoot.querySelector("img").src)).blob();
    const [one, other] = await Promise.all([kit.periksa.toBase64(shown), kit.periksa.toBase64(sent)]);
    const { phase } = field.snapshot;
    await field.send();
    const record = [field.snapshot.phase, field.snapshot.extraction?.record.nik.value.length];
    done({ missing, bad, sent: [phase, one === other], record });
  } catch (error) {
    done(String(error));
  }
}
