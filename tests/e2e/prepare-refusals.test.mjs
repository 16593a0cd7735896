// `prepare`: what it can't make fit is refused as `check` refuses it, with what to do, and nothing is held whole.

import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";

import { pdf } from "./support/pdf.mjs";
import { KTP, preparingPage } from "./support/prepare.mjs";
import { onOnePage } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
/** Whole, of 1000 x 640. */
const GIF = Buffer.from("R0lGODlh6AOAAgAAACwAAAAA6AOAAgACAkQBADs=", "base64");

describe("what prepare refuses", () => {
  let page;
  onOnePage(
    (given) => {
      ({ page } = given);
    },
    { open: preparingPage },
  );

  test("a file of 70 MB is not held whole, and the engine stays", TIMEOUT, async () => {
    const [report, assessed, made, after] = await page.evaluate(async () => {
      const file = kit.picture({ bytes: 70_000_000 });
      const glair = { document: "ktp", vendor: "glair" };
      return [
        await kit.periksa.check(file, glair),
        await kit.outcome(() => kit.periksa.assessQuality(file)),
        await prepared(file, glair),
        await kit.periksa.inspect(file),
      ];
    });
    deepEqual(
      [report.ok, report.problems.map(({ code }) => code)],
      [true, ["file_too_large", "quality_unknown"]],
    );
    deepEqual([assessed.error.code, assessed.error.problems[0].code], ["invalid_file", "quality_unknown"]);
    deepEqual([made.error.code, made.error.problems[0].code], ["invalid_file", "file_too_large"]);
    equal(after.format, "jpeg");
  });

  test("a PDF stays as it is, within the limit", TIMEOUT, async () => {
    const bytes = Buffer.from(pdf()).toString("base64");
    const [fits, large] = await page.evaluate(async (bytes) => {
      const kitas = { document: "kitas", vendor: "verihubs" };
      const file = kit.fileOf(bytes, "kitas.pdf", "application/pdf");
      return [await prepared(file, kitas), await prepared(file, { ...kitas, maxBytes: 100 })];
    }, bytes);
    deepEqual([fits.value.same, fits.value.changes], [true, []]);
    deepEqual([large.error.code, large.error.problems[0].code], ["invalid_file", "file_too_large"]);
  });

  test("what no preparing mends is refused with the problems of check", TIMEOUT, async () => {
    const documents = [pdf(), pdf({ protection: "password" })].map((bytes) =>
      Buffer.from(bytes).toString("base64"),
    );
    const pairs = await page.evaluate(
      async ([documents, KTP]) => {
        const [plain, locked] = documents.map((bytes) => kit.fileOf(bytes, "a.pdf", "application/pdf"));
        const few = kit.picture({ width: 500, height: 320, orientation: 6 });
        const cases = [
          [plain, KTP],
          [locked, { document: "kitas", vendor: "verihubs" }],
          [few, KTP],
          [kit.picture({ width: 500, height: 320 }), KTP],
        ];
        return Promise.all(
          cases.map(async ([file, options]) => [
            (await kit.periksa.check(file, { ...options, checkQuality: false })).problems,
            (await prepared(file, options)).error,
          ]),
        );
      },
      [documents, KTP],
    );
    deepEqual(
      pairs.map(([, error]) => [error?.code, error?.problems[0].code, error?.problems[0].severity]),
      ["unsupported_format", "encrypted_pdf", "too_few_pixels", "too_few_pixels"].map((code) => [
        "invalid_file",
        code,
        "error",
      ]),
    );
    for (const [told, error] of [pairs[0], pairs[1], pairs[3]]) deepEqual(error.problems, told);
    // Upright.
    equal(pairs[2][1].problems[0].actual, "500x320");
  });

  test("each refusal has a fix", TIMEOUT, async () => {
    const fixes = await page.evaluate(
      async ([KTP, gif]) => {
        const files = [
          new File(["no picture"], "ktp.jpg"),
          new File([], "ktp.jpg"),
          new File([Uint8Array.of(...gif)], "ktp.gif"),
          kit.picture({ bytes: 70_000_000 }),
        ];
        const problems = files.map(async (file) => (await prepared(file, KTP)).error.problems);
        return (await Promise.all(problems)).flat().map(({ severity, fix }) => [severity, fix]);
      },
      [KTP, [...GIF]],
    );
    const another = ["error", "choose_another"];
    deepEqual(fixes, [another, another, ["error", "convert"], another]);
  });
});
