// What forms ask of the package beside sending: a NIK taken apart, validity by the day, a third language.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { jpeg } from "./support/jpeg.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const KTP = { document: "ktp", vendor: "verihubs" };

describe("values", () => {
  let shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  const fresh = async () => {
    const page = await shop.page();
    await page.evaluate(() => kit.init());
    return page;
  };

  test("parseNik takes a number apart", TIMEOUT, async () => {
    const page = await fresh();
    deepEqual(await page.evaluate(() => kit.periksa.parseNik("320101 570394 0007")), {
      value: "3201015703940007",
      province: { code: "32", name: "Jawa Barat" },
      regency: "3201",
      district: "320101",
      birthDates: ["1994-03-17", "2094-03-17"],
      gender: "female",
      serial: 7,
      warnings: [],
    });
    const { value, province, birthDates, warnings } = await page.evaluate(() =>
      kit.periksa.parseNik("32O1O157O394OOO7"),
    );
    deepEqual({ value, province, birthDates }, { value: null, province: null, birthDates: [] });
    equal(warnings[0].code, "nik_length");
    equal(warnings[0].suggestion, "3201015703940007");
    ok(warnings[0].messages.id && warnings[0].messages.en);
    const { error } = await page.evaluate(() => kit.outcome(() => kit.periksa.parseNik(3201015703940007)));
    equal(error.code, "invalid_options");
  });

  test("validity is held against the person's day, or the one given", TIMEOUT, async () => {
    const page = await fresh();
    const codes = await page.evaluate(() => {
      const day = (offset) => {
        const date = new Date(Date.now() + offset * 86_400_000);
        const two = (number) => String(number).padStart(2, "0");
        return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
      };
      const told = (end, today) => {
        const answer = { data: { result_data: { no_polisi: "D 4521 KLM", berlaku_sampai: end } } };
        const options = { document: "stnk", vendor: "verihubs", today };
        try {
          return kit.periksa.normalizeSync(answer, options).warnings.map((warning) => warning.code);
        } catch (error) {
          return error.code;
        }
      };
      return [
        told(day(-2)),
        told(day(2)),
        told("2029-04-09", "2029-04-09"),
        told("2029-04-09", "2029-04-10"),
        told("2029-04-09", "10-04-2029"),
      ];
    });
    deepEqual(codes, [["expired"], [], [], ["expired"], "invalid_options"]);
  });

  test("a third language is beside the two in problems, warnings and errors", TIMEOUT, async () => {
    const page = await shop.page();
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
});
