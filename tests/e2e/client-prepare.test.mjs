// Files made fit for a vendor, through the package on a page that is not ours.

import { deepEqual, equal, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { card } from "./support/card.mjs";
import { pdf } from "./support/pdf.mjs";
import { pngOf } from "./support/png.mjs";
import { randomBytes } from "./support/random.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const KTP = { document: "ktp", vendor: "verihubs" };
/** Whole, of 1000 x 640. */
const GIF = Buffer.from("R0lGODlh6AOAAgAAACwAAAAA6AOAAgACAkQBADs=", "base64");
const kinds = ({ changes }) => changes.map(({ kind }) => kind);

describe("prepare", () => {
  let shop;
  let page;
  before(async () => {
    shop = await openShop();
    page = await shop.page();
    await page.evaluate(() => {
      /** A picture in a format that only the browser reads. */
      globalThis.webp = async () => {
        const canvas = new OffscreenCanvas(1000, 640);
        const context = canvas.getContext("2d");
        context.fillStyle = "rgb(200, 60, 40)";
        context.fillRect(0, 0, 500, 640);
        return new File([await canvas.convertToBlob({ type: "image/webp" })], "ktp.webp");
      };
      /** The same with EXIF behind its pixels; its extended header stands first (RFC 9649, 2.7). */
      globalThis.turnedWebp = async (orientation) => {
        const plain = new Uint8Array(await (await webp()).arrayBuffer());
        const tiff = [
          73,
          73,
          42,
          0,
          8,
          0,
          0,
          0,
          1,
          0,
          0x12,
          1,
          3,
          0,
          1,
          0,
          0,
          0,
          orientation,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
        ];
        const exif = [...new TextEncoder().encode("EXIF"), tiff.length, 0, 0, 0, ...tiff];
        const file = new Uint8Array([...plain, ...exif]);
        file[20] |= 8;
        new DataView(file.buffer).setUint32(4, file.length - 8, true);
        return new File([file], "ktp.webp");
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

  test("a file that no camera makes is not held whole, and the engine stays", TIMEOUT, async () => {
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

  test("what the person turns comes out turned, beside what EXIF says", TIMEOUT, async () => {
    const [sixth, wrong] = await page.evaluate(async (KTP) => {
      const file = kit.picture({ width: 1000, height: 640, orientation: 6 });
      return [await prepared(file, { ...KTP, rotate: 90 }), await prepared(file, { ...KTP, rotate: 45 })];
    }, KTP);
    deepEqual([sixth.value.facts.width, sixth.value.facts.height], [1000, 640]);
    deepEqual(sixth.value.changes[0], { kind: "rotated", from: 3, to: 1 });
    deepEqual(sixth.value.transform, [-1, 0, 1000, 0, -1, 640]);
    equal(wrong.error.code, "invalid_options");
  });

  test("what the vendor would turn away all the same is refused as by check", TIMEOUT, async () => {
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

  test("each refusal says what to do", TIMEOUT, async () => {
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

  test("an abort ends it", TIMEOUT, async () => {
    const { error } = await page.evaluate(
      (KTP) => prepared(kit.picture(), { ...KTP, signal: AbortSignal.abort("left") }),
      KTP,
    );
    deepEqual([error.code, error.billed, error.cause], ["aborted", "no", "left"]);
  });

  test("an abort ends what the browser decodes, and no other way is tried", TIMEOUT, async () => {
    const results = await page.evaluate(async (KTP) => {
      const { ImageDecoder, createImageBitmap } = globalThis;
      const never = () => new Promise(() => {});
      const results = [];
      for (const isStuck of [false, true]) {
        const calls = new Set();
        const controller = new AbortController();
        const leave = () => setTimeout(() => controller.abort("left"));
        globalThis.createImageBitmap = () => calls.add("createImageBitmap");
        globalThis.ImageDecoder = class {
          static async isTypeSupported() {
            if (!isStuck) return true;
            leave();
            return never();
          }
          decode() {
            calls.add("decode");
            leave();
            return new Promise((_, reject) => {
              this.stop = reject;
            });
          }
          close() {
            calls.add("close");
            this.stop(new DOMException("closed", "AbortError"));
          }
        };
        const { error } = await prepared(await webp(), { ...KTP, signal: controller.signal });
        await new Promise((resolve) => setTimeout(resolve, 50));
        results.push([error?.code, error?.billed, error?.cause, ...calls]);
      }
      Object.assign(globalThis, { ImageDecoder, createImageBitmap });
      return results;
    }, KTP);
    deepEqual(results, [
      ["aborted", "no", "left", "decode", "close"],
      ["aborted", "no", "left"],
    ]);
  });

  describe("when needed", () => {
    const fit = (make, options) =>
      page.evaluate(
        async ([make, options]) => {
          // biome-ignore lint/security/noGlobalEval: the test's own words
          const file = await eval(`(async () => ${make})()`);
          const heard = [];
          const onProgress = ({ phase }) => heard.push(phase);
          const onEvent = ({ phase, ms }) => heard.push(ms >= 0 && `${phase} done`);
          return kit.outcome(async () => {
            const all = { when: "needed", ...options, onProgress, onEvent };
            const { file: made, ...rest } = await kit.periksa.prepare(file, all);
            return { ...rest, same: made === file, size: made.size, heard };
          });
        },
        [make, options],
      );

    test("what may go as it is stays the same file", TIMEOUT, async () => {
      const { value } = await fit("kit.picture()", KTP);
      deepEqual([value.same, value.changes, value.report.ok], [true, [], true]);
      deepEqual(value.heard, ["checking", "checking done", "preparing"]);
    });

    test("what can't be mended is an error with its report", TIMEOUT, async () => {
      const { error } = await fit("kit.picture({ width: 300, height: 200 })", KTP);
      deepEqual([error.code, error.attemptFailed, error.report.ok], ["invalid_file", true, false]);
      equal(error.report.problems[0].code, "too_few_pixels");
      deepEqual(error.problems, error.report.problems);
    });

    test("what is mended is reported on as it will be sent", TIMEOUT, async () => {
      const { value } = await fit("webp()", { ...KTP, checkQuality: false });
      deepEqual([value.same, value.report.ok, value.report.facts.format], [false, true, "jpeg"]);
      const heard = ["checking", "checking done", "preparing", "preparing done", "checking done"];
      deepEqual(value.heard, heard);
    });

    test("what is turned is judged as turned", TIMEOUT, async () => {
      const { value } = await fit("kit.picture({ width: 1000, height: 640 })", { ...KTP, rotate: 270 });
      deepEqual([value.report.facts.width, value.report.facts.height], [640, 1000]);
      ok(value.report.quality);
    });

    test("each turn is made, beside each that EXIF asks for", TIMEOUT, async () => {
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
                left === 1 &&
                displayWidth === (isTall ? 640 : 1000) &&
                displayHeight === (isTall ? 1000 : 640);
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

    test("an abort ends it", TIMEOUT, async () => {
      const { error } = await page.evaluate((KTP) => {
        const controller = new AbortController();
        const onProgress = () => controller.abort("left");
        const options = { ...KTP, when: "needed", onProgress, signal: controller.signal };
        return kit.outcome(kit.periksa.prepare(kit.picture(), options));
      }, KTP);
      deepEqual([error.code, error.billed, error.cause], ["aborted", "no", "left"]);
    });

    test("only what is asked for", TIMEOUT, async () => {
      const { value } = await fit("webp()", { ...KTP, check: false, when: "never" });
      deepEqual([value.same, value.report, value.heard], [true, null, []]);
    });
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
      const { error } = await extract("webp()", {
        validateQuality: true,
        policy: { rules: { blur: "block" } },
      });
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
