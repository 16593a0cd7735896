// Files made fit for a vendor, through the package on a page that is not ours.

import { deepEqual, equal, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { card } from "./support/card.mjs";
import { pngOf } from "./support/png.mjs";
import { randomBytes } from "./support/random.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const KTP = { document: "ktp", vendor: "verihubs" };
const kinds = ({ changes }) => changes.map(({ kind }) => kind);

describe("prepare", () => {
  let shop;
  let page;
  before(async () => {
    shop = await openShop();
    page = await shop.page();
    await page.evaluate(() => {
      globalThis.fileOf = (base64, name, type) =>
        new File([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))], name, { type });
      /** A picture in a format that only the browser reads. */
      globalThis.webp = async () => {
        const canvas = new OffscreenCanvas(1000, 640);
        const context = canvas.getContext("2d");
        context.fillStyle = "rgb(200, 60, 40)";
        context.fillRect(0, 0, 500, 640);
        return new File([await canvas.convertToBlob({ type: "image/webp" })], "ktp.webp");
      };
      globalThis.prepared = (file, options) =>
        kit.outcome(async () => {
          const { file: made, ...rest } = await kit.periksa.prepare(file, options);
          const same = made === file;
          return { ...rest, same, name: made.name, type: made.type, size: made.size };
        });
    });
  });
  after(() => shop.close());

  test("what fits only loses what is beside the picture, once", TIMEOUT, async () => {
    const [first, second] = await page.evaluate(async (KTP) => {
      const once = await kit.periksa.prepare(kit.picture(), KTP);
      const twice = await kit.periksa.prepare(once.file, KTP);
      return [once, { ...twice, same: twice.file === once.file }];
    }, KTP);
    deepEqual(kinds(first), ["metadata_removed"]);
    deepEqual([second.same, second.changes, second.decoder], [true, [], "periksa"]);
    for (const { transform } of [first, second]) deepEqual(transform, [1, 0, 0, 0, 1, 0]);
  });

  test("a turned photo comes upright, with the way back", TIMEOUT, async () => {
    const { value } = await page.evaluate(
      (KTP) => prepared(kit.picture({ width: 1000, height: 640, orientation: 6 }, "foto.JPEG"), KTP),
      KTP,
    );
    deepEqual([value.facts.width, value.facts.height, value.facts.orientation], [640, 1000, 1]);
    equal(value.facts.complete, true);
    deepEqual(value.changes[0], { kind: "rotated", from: 6, to: 1 });
    ok(kinds(value).includes("metadata_removed"), kinds(value));
    deepEqual([value.name, value.type], ["foto.jpg", "image/jpeg"]);
    // Its left edge is the lower edge of the original.
    deepEqual(value.transform, [0, 1, 0, -1, 0, 640]);
  });

  test("what is too large is made smaller, and refused where it can't be", TIMEOUT, async () => {
    const noise = Buffer.from(pngOf(1500, 1200, randomBytes(5, 1500 * 1200 * 3))).toString("base64");
    const [fits, tiny, wrong] = await page.evaluate(
      async ([noise, KTP]) => {
        const file = fileOf(noise, "noise.png", "image/png");
        return [
          await prepared(file, KTP),
          await prepared(file, { ...KTP, maxBytes: 20_000 }),
          await prepared(file, { ...KTP, maxBytes: "1 MB" }),
        ];
      },
      [noise, KTP],
    );
    ok(fits.value.size <= 5_000_000 && fits.value.size > 100_000, fits.value.size);
    deepEqual([fits.value.name, fits.value.type], ["noise.jpg", "image/jpeg"]);
    ok(kinds(fits.value).includes("converted"), kinds(fits.value));
    const [problem] = tiny.error.problems;
    deepEqual([tiny.error.code, problem.code, problem.limit], ["invalid_file", "file_too_large", 20_000]);
    equal(wrong.error.code, "invalid_options");
  });

  test("what only the browser reads is converted", TIMEOUT, async () => {
    const { value } = await page.evaluate(async (KTP) => prepared(await webp(), KTP), KTP);
    deepEqual(
      [value.decoder, value.facts.format, value.facts.width, value.facts.height, value.name],
      ["native", "jpeg", 1000, 640, "ktp.jpg"],
    );
    deepEqual(value.changes.at(-1), { kind: "converted", from: "webp", to: "jpeg" });
    const colours = await page.evaluate(async (KTP) => {
      const { file } = await kit.periksa.prepare(await webp(), KTP);
      const bitmap = await createImageBitmap(file);
      const context = new OffscreenCanvas(1000, 640).getContext("2d");
      context.drawImage(bitmap, 0, 0);
      return [...context.getImageData(250, 320, 1, 1).data.slice(0, 3)];
    }, KTP);
    for (const [index, expected] of [200, 60, 40].entries())
      ok(Math.abs(colours[index] - expected) < 12, colours);
    const text = await page.evaluate(
      (KTP) => prepared(new File(["RIFF\x10\0\0\0WEBPVP8 no picture"], "a.webp"), KTP),
      KTP,
    );
    equal(text.error.code, "invalid_file");
  });

  test("an abort ends it", TIMEOUT, async () => {
    const { error } = await page.evaluate(
      (KTP) => prepared(kit.picture(), { ...KTP, signal: AbortSignal.abort("left") }),
      KTP,
    );
    deepEqual([error.code, error.billed, error.cause], ["aborted", "no", "left"]);
  });

  describe("in extract", () => {
    const extract = (make, options) =>
      page.evaluate(
        async ([make, options, settings]) => {
          const events = [];
          const ocr = new kit.periksa.OcrClient({ ...settings, onEvent: (event) => events.push(event) });
          // biome-ignore lint/security/noGlobalEval: the test's own words
          const file = await eval(`(async () => ${make})()`);
          const { value, error } = await kit.outcome(() =>
            ocr.extract(file, { document: "ktp", ...options }),
          );
          return { value, error, size: file.size, event: events.find(({ stage }) => stage === "prepare") };
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

    test("a photo as it should be goes as it is", TIMEOUT, async () => {
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
      const { error } = await extract("webp()", { validateQuality: true, policy: { blur: "block" } });
      deepEqual([error?.code, error?.problems[0].code], ["invalid_file", "blur"]);
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

  test("a sound card keeps its quality through it", TIMEOUT, async () => {
    const bytes = Buffer.from(card()).toString("base64");
    const [before, after] = await page.evaluate(
      async ([bytes, KTP]) => {
        const file = fileOf(bytes, "ktp.png", "image/png");
        const { file: made } = await kit.periksa.prepare(file, { ...KTP, maxBytes: 50_000 });
        const assess = kit.periksa.assessQuality;
        return [await assess(file), await assess(made)];
      },
      [bytes, KTP],
    );
    for (const name of ["blur", "dark", "flashlight", "grayscale"])
      equal(after[name].detected, before[name].detected, name);
  });
});
