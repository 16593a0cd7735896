// `normalize` and `parseNik`: every vendor's answers, the errors they hold, validity by the day, a NIK taken apart.

import { deepEqual, equal, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { jpeg } from "./support/jpeg.mjs";
import { openShop } from "./support/shop.mjs";
import { askVendor, ROUTES } from "./support/vendor-documents.mjs";

const TIMEOUT = { timeout: 60_000 };
const KTP = { document: "ktp", vendor: "verihubs" };
const EXTRACTION = [
  ...["document", "vendor", "record", "vendorQuality", "warnings", "referenceId", "requestId", "statusCode"],
  ...["attempts", "sandbox", "prepared", "raw"],
];
const FIELD = ["value", "text", "confidence", "textConfidence", "polygon", "page", "source"];
const ERROR = [
  ...["name", "code", "action", "retryable", "billed", "status", "vendor", "vendorCode", "vendorMessage"],
  ...[
    "requestId",
    "retryAfterMs",
    "attemptFailed",
    "problems",
    "report",
    "prepared",
    "vendorQuality",
    "partial",
    "messages",
  ],
];

describe("reading answers", () => {
  let shop;
  let page;
  before(async () => {
    shop = await openShop();
    page = await shop.page();
    await page.evaluate(() => kit.init());
  });
  after(() => shop.close());
  const sorted = (names) => [...names].sort();

  test(
    "a number that JavaScript doesn't hold is exact in a text, and told in an object",
    TIMEOUT,
    async () => {
      const ask = (response) =>
        page.evaluate(
          async ([response, options]) => {
            const { record, raw, warnings } = await kit.periksa.normalize(response, options);
            return [record.nik.value, raw.data.nik, warnings.map(({ code }) => code)];
          },
          [response, KTP],
        );
      const text = (nik) =>
        `{"score": 0.97239999999999993, "data": {"full_name": "SITI \\"[9171014503940007", "nik": ${nik}}}`;
      deepEqual(await ask(text("9171014503940007")), ["9171014503940007", "9171014503940007", []]);
      deepEqual(await ask(text("3201014203890002.0")), ["3201014203890002", 3201014203890002, []]);
      // JavaScript has made another person's number of it.
      const inexact = JSON.parse(text("9171014503940007"));
      deepEqual(await ask(inexact), [null, inexact.data.nik, ["number_ambiguous"]]);
    },
  );

  for (const [name, text] of Object.entries({
    "two byte order marks": '\uFEFF\uFEFF{"data":{"nik":"9901015703940007","full_name":"SITI"}}',
    "half a surrogate pair": '{"data":{"nik":"9901015703940007","full_name":"SITI\\ud800"}}',
  })) {
    test(`reads an answer with ${name}`, TIMEOUT, async () => {
      const [{ record, raw }, ofObject] = await page.evaluate(
        async ([text, options]) => {
          const read = await kit.periksa.normalize(text, options);
          return [read, await kit.periksa.normalize(read.raw, options)];
        },
        [text, KTP],
      );
      equal(record.nik.value, "9901015703940007");
      equal(record.fullName.text.replace("\ufffd", ""), "SITI");
      equal(raw.data.nik, record.nik.value);
      deepEqual(ofObject.record, record);
    });
  }

  for (const route of ROUTES) {
    test(`reads ${route.vendor} ${route.document}, every member present`, TIMEOUT, async () => {
      const raw = await askVendor(shop.proxy, route, jpeg({ seed: 5 }));
      const { vendor, document } = route;
      const [fromText, fromObject, isOwn] = await page.evaluate(
        async ([raw, options]) => {
          const fromObject = kit.periksa.normalizeSync(raw, options);
          const isOwn = fromObject.raw === raw;
          return [await kit.periksa.normalize(JSON.stringify(raw), options), fromObject, isOwn];
        },
        [raw, { vendor, document, status: 200, requestId: "r-1" }],
      );
      deepEqual(fromText, fromObject);
      ok(isOwn);
      deepEqual(sorted(Object.keys(fromText)), sorted(EXTRACTION));
      const { attempts, sandbox, prepared, requestId } = fromText;
      deepEqual(
        { attempts, sandbox, prepared, requestId },
        { attempts: 1, sandbox: false, prepared: null, requestId: "r-1" },
      );
      deepEqual(fromText.raw, raw);
      const leaves = leavesOf(fromText.record);
      for (const field of Object.values(leaves)) deepEqual(sorted(Object.keys(field)), sorted(FIELD));
      for (const [name, value] of Object.entries(route.fields(raw)))
        equal(String(leaves[name].value), String(value), name);
    });
  }

  test("hands over usual numbers, and every letter, as they were sent", TIMEOUT, async () => {
    const polygon = [
      [0, -1],
      [0.1, -0.25],
      [1234.56789, 123456.789],
      [2.5e-7, -4e-9],
      [2 ** 53, -(2 ** 63)],
      [1e22, -1e22],
    ];
    const value = 'SITI "É" \\ \u{1F600}\u2028</script>\u0001';
    const answer = {
      status: "SUCCESS",
      read: { nama: { value, polygon, confidence: 97.24, page_index: 3 } },
    };
    const options = { document: "ktp", vendor: "glair" };
    const { record } = await page.evaluate(
      ([answer, options]) => kit.periksa.normalize(answer, options),
      [answer, options],
    );
    const { text, ...field } = record.fullName;
    deepEqual([field.polygon, field.confidence, field.page], [polygon, 0.9724, 4]);
    deepEqual([text, field.textConfidence, field.source], [value, null, "/read/nama"]);
  });

  test("throws what an answer says, with every member", TIMEOUT, async () => {
    const { error } = await page.evaluate(
      (KTP) =>
        kit.outcome(() =>
          kit.periksa.normalize('{"message":"KTP not detected from image","error_code":"KTP_NOT_DETECTED"}', {
            ...KTP,
            status: 400,
            requestId: "r-2",
          }),
        ),
      KTP,
    );
    const { members, messages, message, isError, isOcrError, cause, ...rest } = error;
    deepEqual(members, sorted(ERROR));
    ok(isError && isOcrError);
    equal(cause, undefined);
    equal(message, messages.en);
    deepEqual(Object.keys(messages), ["id", "en"]);
    deepEqual(rest, {
      name: "OcrError",
      code: "document_not_detected",
      action: "retake_photo",
      retryable: false,
      billed: "unknown",
      status: 400,
      vendor: "verihubs",
      vendorCode: "KTP_NOT_DETECTED",
      vendorMessage: "KTP not detected from image",
      requestId: "r-2",
      retryAfterMs: null,
      attemptFailed: true,
      problems: [],
      report: null,
      prepared: null,
      vendorQuality: null,
      partial: null,
    });
  });

  test("parseNik takes a number apart", TIMEOUT, async () => {
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

  test("nothing made the console complain", () => deepEqual(page.complaints, []));
});

/** The fields of a record by path. */
function leavesOf(part, path = "") {
  if ("value" in part && "text" in part) return { [path]: part };
  const within = (name) => (Array.isArray(part) ? `${path}[${name}]` : path ? `${path}.${name}` : name);
  return Object.assign({}, ...Object.entries(part).map(([name, child]) => leavesOf(child, within(name))));
}
