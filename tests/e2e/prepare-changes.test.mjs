// `prepare`: a picture comes out upright, bare, small enough and in a format the vendor takes, and is told how.

import { deepEqual, equal, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { card } from "./support/card.mjs";
import { pngOf } from "./support/png.mjs";
import { KTP, kinds, preparingPage } from "./support/prepare.mjs";
import { randomBytes } from "./support/random.mjs";
import { onOnePage } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("what prepare changes", () => {
  let page;
  onOnePage(
    (given) => {
      ({ page } = given);
    },
    { open: preparingPage },
  );

  test("a picture that fits only loses its metadata, once", TIMEOUT, async () => {
    const [first, second] = await page.evaluate(async (KTP) => {
      const once = await kit.periksa.prepare(kit.picture(), KTP);
      const twice = await kit.periksa.prepare(once.file, KTP);
      return [once, { ...twice, same: twice.file === once.file }];
    }, KTP);
    deepEqual(kinds(first), ["metadata_removed"]);
    deepEqual([second.same, second.changes, second.decoder], [true, [], "periksa"]);
    for (const { transform } of [first, second]) deepEqual(transform, [1, 0, 0, 0, 1, 0]);
  });

  test("a photo turned by EXIF comes upright, with the transform back to the original", TIMEOUT, async () => {
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

  test("a picture over the limit is made smaller, and refused where it can't be", TIMEOUT, async () => {
    const noise = Buffer.from(pngOf(1500, 1200, randomBytes(5, 1500 * 1200 * 3))).toString("base64");
    const [fits, tiny, wrong] = await page.evaluate(
      async ([noise, KTP]) => {
        const file = kit.fileOf(noise, "noise.png", "image/png");
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

  test("the card alone is cut out where that is asked for, even unchecked", TIMEOUT, async () => {
    const photo = Buffer.from(card()).toString("base64");
    const [checked, unchecked, whole, wrong] = await page.evaluate(
      async ([photo, KTP]) => {
        const file = kit.fileOf(photo, "card.png", "image/png");
        return [
          await prepared(file, { ...KTP, crop: "card" }),
          await prepared(file, { ...KTP, crop: "card", when: "never", check: false }),
          await prepared(kit.picture(), { ...KTP, crop: "card", when: "needed" }),
          await prepared(file, { ...KTP, crop: "passport" }),
        ];
      },
      [photo, KTP],
    );
    for (const { value } of [checked, unchecked]) {
      const [cropped] = value.changes;
      deepEqual([cropped.kind, cropped.from], ["cropped", "1200x840"]);
      // The card is 960 by 605 pixels, and has a margin of three hundredths on each side.
      const { displayWidth: width, displayHeight: height } = value.facts;
      equal(cropped.to, `${width}x${height}`);
      ok(Math.abs(width - 1017.6) < 4 && Math.abs(height - 641.3) < 4, `${width}x${height}`);
      const [a, b, c, d, e, f, g = 0, h = 0, i = 1] = value.transform;
      const at = (x, y) => [
        (a * x + b * y + c) / (g * x + h * y + i),
        (d * x + e * y + f) / (g * x + h * y + i),
      ];
      const [left, top] = at(width * (0.03 / 1.06), height * (0.03 / 1.06));
      ok(Math.hypot(left - 120, top - 120) < 3, `${left} ${top}`);
    }
    ok(checked.value.report.quality.card.confidence > 0.5);
    equal(unchecked.value.report, null);
    // Without a card nothing is cut out, and a picture that may go as it is does.
    deepEqual(whole.value.changes, []);
    equal(wrong.error.code, "invalid_options");
  });

  test("a WebP, which only the browser decodes, is converted", TIMEOUT, async () => {
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

  test("a turn in a WebP's EXIF is followed, by either way of decoding", TIMEOUT, async () => {
    for (const decoder of ["ImageDecoder", "canvas"]) {
      const [value, sides] = await page.evaluate(
        async ([KTP, decoder]) => {
          const { ImageDecoder } = globalThis;
          if (decoder === "canvas") globalThis.ImageDecoder = undefined;
          const { file, ...rest } = await kit.periksa.prepare(await turnedWebp(6), KTP);
          globalThis.ImageDecoder = ImageDecoder;
          const bitmap = await createImageBitmap(file);
          const context = new OffscreenCanvas(640, 1000).getContext("2d");
          context.drawImage(bitmap, 0, 0);
          const redAt = (x, y) => context.getImageData(x, y, 1, 1).data[0] > 100;
          return [rest, { top: redAt(320, 250), bottom: redAt(320, 750) }];
        },
        [KTP, decoder],
      );
      deepEqual([value.decoder, value.facts.width, value.facts.height], ["native", 640, 1000], decoder);
      deepEqual(value.changes[0], { kind: "rotated", from: 6, to: 1 });
      // Its left half was red: turned by 90 degrees to the right, that is the upper one.
      deepEqual(sides, { top: true, bottom: false }, decoder);
    }
  });

  test("rotate is applied on top of the orientation in EXIF", TIMEOUT, async () => {
    const [sixth, wrong] = await page.evaluate(async (KTP) => {
      const file = kit.picture({ width: 1000, height: 640, orientation: 6 });
      return [await prepared(file, { ...KTP, rotate: 90 }), await prepared(file, { ...KTP, rotate: 45 })];
    }, KTP);
    deepEqual([sixth.value.facts.width, sixth.value.facts.height], [1000, 640]);
    deepEqual(sixth.value.changes[0], { kind: "rotated", from: 3, to: 1 });
    deepEqual(sixth.value.transform, [-1, 0, 1000, 0, -1, 640]);
    equal(wrong.error.code, "invalid_options");
  });

  test("each rotate is applied on top of each orientation in EXIF", TIMEOUT, async () => {
    const wrong = await page.evaluate(
      async (KTP) => {
        const wrong = [];
        for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
          for (const rotate of [0, 90, 180, 270]) {
            const file = kit.picture({ width: 1000, height: 640, orientation });
            const options = { ...KTP, when: "needed", checkQuality: false, rotate };
            const { file: made } = await kit.periksa.prepare(file, options);
            const isTall = orientation >= 5 !== (rotate % 180 === 90);
            const { displayWidth, displayHeight, orientation: left } = await kit.periksa.inspect(made);
            const isRight =
              left === 1 && displayWidth === (isTall ? 640 : 1000) && displayHeight === (isTall ? 1000 : 640);
            const isAlone = orientation === 1 && rotate === 0;
            if (isAlone ? made !== file : !isRight || made === file)
              wrong.push([orientation, rotate, displayWidth, left]);
          }
        }
        return wrong;
      },
      { document: "ktp", vendor: "glair" },
    );
    deepEqual(wrong, []);
  });

  test("a good picture of a card keeps its quality", TIMEOUT, async () => {
    const bytes = Buffer.from(card()).toString("base64");
    const [before, after] = await page.evaluate(
      async ([bytes, KTP]) => {
        const file = kit.fileOf(bytes, "ktp.png", "image/png");
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
