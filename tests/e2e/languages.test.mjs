// The languages of messages and of the element: the two there are, and one that the page registers.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { choose, inForm, mount, reach, statusOf, TEXT, texts } from "./support/element.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 120_000 };
const KTP = { document: "ktp", vendor: "verihubs" };

describe("languages", () => {
  let page;
  onFreshPages(0, (given) => {
    ({ page } = given);
  });

  test("a registered language is beside the two in problems, warnings and errors", TIMEOUT, async () => {
    const said = await page.evaluate(
      async ([bytes, options]) => {
        const caught = (call) => {
          try {
            return call();
          } catch (error) {
            return error;
          }
        };
        // Before the engine is there.
        const registered = kit.periksa.registerMessages("jv", {
          too_few_pixels: "Kurang: {actual}, paling sithik {limit}.",
          nik_length: "NIK kudu 16 angka.",
          document_not_detected: "Ora ketemu.",
          invalid_options: "Kleru.",
        });
        // At once, whoever waits for the promise.
        const early = caught(() => kit.periksa.parseNikSync("1"));
        await registered;
        await kit.init();
        const small = new File([new Uint8Array(bytes)], "ktp.jpg", { type: "image/jpeg" });
        const report = await kit.periksa.check(small, options);
        const answer = { data: { nik: "1", full_name: "SITI" } };
        const read = await kit.periksa.normalize(answer, options);
        const failed = caught(() =>
          kit.periksa.normalizeSync({ error_code: "KTP_NOT_DETECTED", message: "x" }, options),
        );
        const refusals = ["id", "EN!", 5].map((tag) => kit.outcome(kit.periksa.registerMessages(tag, {})));
        const refused = (await Promise.all(refusals)).map(({ error }) => error.code);
        return {
          early: early.messages,
          problem: report.problems[0].messages,
          warning: read.warnings[0].messages,
          failed: failed.messages,
          refused,
        };
      },
      [[...jpeg({ width: 719, height: 480 })], KTP],
    );
    match(said.early.jv, /^Kleru\. \(/);
    equal(said.problem.jv, "Kurang: 719 x 480, paling sithik 720 x 480.");
    equal(said.warning.jv, "NIK kudu 16 angka.");
    equal(said.failed.jv, "Ora ketemu.");
    for (const messages of [said.problem, said.warning, said.failed]) ok(messages.id && messages.en);
    deepEqual(said.refused, ["invalid_options", "invalid_options", "invalid_options"]);
  });

  test("<periksa-input> speaks the language around it, or the page's own words", TIMEOUT, async () => {
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
});
