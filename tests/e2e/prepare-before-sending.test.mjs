// `extract` prepares a picture before it is sent, tells how, and gives polygons in pixels of the original.

import { deepEqual, equal, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { card } from "./support/card.mjs";
import { kinds, preparingPage } from "./support/prepare.mjs";
import { onOnePage } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("prepare within extract", () => {
  let shop;
  let page;
  onOnePage(
    (given) => {
      ({ shop, page } = given);
    },
    { open: preparingPage },
  );

  const extract = (make, options) =>
    page.evaluate(
      async ([make, options, settings]) => {
        const events = [];
        const ocr = new kit.periksa.OcrClient({ ...settings, onEvent: (event) => events.push(event) });
        // biome-ignore lint/security/noGlobalEval: the test's own words
        const file = await eval(`(async () => ${make})()`);
        const { value, error } = await kit.outcome(() => ocr.extract(file, { document: "ktp", ...options }));
        return { value, error, size: file.size, event: events.find(({ phase }) => phase === "preparing") };
      },
      [make, options, { vendor: "verihubs", endpoint: shop.proxy.endpoint, upload: "multipart" }],
    );

  const TURNED = "kit.picture({ width: 1000, height: 640, orientation: 8, seed: 11 })";

  test("a turned photo is sent upright, and what was done is told", TIMEOUT, async () => {
    const { value, size, event } = await extract(TURNED);
    equal(value.prepared.decoder, "periksa");
    deepEqual(kinds(value.prepared), event.changes);
    equal(event.bytes, size);
    ok(kinds(value.prepared).includes("rotated"));
    equal(value.record.nik.value.length, 16);
    const plain = await extract(TURNED, { prepare: false });
    deepEqual([plain.value.prepared, plain.event], [null, undefined]);
  });

  test("unchecked, a photo with too few pixels is sent upright too", TIMEOUT, async () => {
    const few = "kit.picture({ width: 500, height: 320, orientation: 8, seed: 14 })";
    // The proxy checks as well; what it got is what counts here.
    const { event } = await extract(few, { check: false });
    ok(event.changes.includes("rotated"));
    const { error } = await extract(few);
    deepEqual([error.code, error.problems[0].code], ["invalid_file", "too_few_pixels"]);
  });

  test("a photo that fits is sent as it is", TIMEOUT, async () => {
    const { value, event } = await extract("kit.picture({ seed: 12 })");
    deepEqual([value.prepared, event], [null, undefined]);
  });

  test("a format the vendor does not take is converted, unless that is not wanted", TIMEOUT, async () => {
    const { value } = await extract("webp()");
    equal(value.prepared.decoder, "native");
    const { error } = await extract("webp()", { prepare: false });
    deepEqual([error.code, error.problems[0].code], ["invalid_file", "unsupported_format"]);
  });

  test("what is converted is checked like any file", TIMEOUT, async () => {
    const blurred = Buffer.from(card({ blur: 8 })).toString("base64");
    const { error } = await extract(`webp(kit.fileOf("${blurred}", "card.png", "image/png"))`, {
      validateQuality: true,
    });
    deepEqual([error?.code, error?.problems[0].code], ["invalid_file", "blur"]);
  });

  test("of a card that is cut out too", TIMEOUT, async () => {
    const photo = Buffer.from(card()).toString("base64");
    const { fields, changes, refused } = await page.evaluate(
      async ([photo, endpoint]) => {
        const file = kit.fileOf(photo, "card.png", "image/png");
        const ocr = new kit.periksa.OcrClient({ vendor: "glair", endpoint });
        const { record, raw, prepared } = await ocr.extract(file, { document: "stnk", crop: "card" });
        const at = (pointer) =>
          pointer
            .slice(1)
            .split("/")
            .reduce((value, name) => value[name], raw);
        const found = Object.values(record).filter((field) => field.polygon);
        const refused = await kit.outcome(() =>
          ocr.extract(file, { document: "stnk", crop: "card", prepare: false }),
        );
        const fields = found.map(({ polygon, source }) => [polygon, at(source)]);
        return { fields, changes: prepared.changes, refused };
      },
      [photo, shop.proxy.endpoint],
    );
    ok(kinds({ changes }).includes("cropped"), kinds({ changes }));
    equal(refused.error.code, "invalid_options");
    ok(fields.length > 3);
    // The card's upper left corner is at 120, 120, and 28.8, 18.2 pixels of table are left.
    for (const [[[x, y]], place] of fields) {
      const sent = (place.polygon ?? place)[0];
      ok(Math.hypot(x - sent[0] - 91.2, y - sent[1] - 101.8) < 6, `${sent} became ${x}, ${y}`);
    }
  });

  test("polygons come back in the original's pixels", TIMEOUT, async () => {
    const turned = { width: 1000, height: 640, orientation: 3, seed: 13 };
    const fields = await page.evaluate(
      async ([turned, endpoint]) => {
        const ocr = new kit.periksa.OcrClient({ vendor: "glair", endpoint });
        const { record, raw } = await ocr.extract(kit.picture(turned), { document: "stnk" });
        const at = (pointer) =>
          pointer
            .split("/")
            .slice(1)
            .reduce((value, name) => value[name], raw);
        const found = Object.values(record).filter((field) => field.polygon);
        return found.map(({ polygon, source }) => [polygon, at(source)]);
      },
      [turned, shop.proxy.endpoint],
    );
    ok(fields.length > 3);
    for (const [[[x, y]], place] of fields) {
      const sent = (place.polygon ?? place)[0];
      deepEqual([x, y], [1000 - sent[0], 640 - sent[1]]);
    }
  });
});
