// The package's functions on a page that is not ours, with the names and shapes of the design.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { jpeg } from "./support/jpeg.mjs";
import { png } from "./support/png.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const KTP = { document: "ktp", vendor: "verihubs" };
const FACTS = [
  ...[
    "format",
    "secondFormat",
    "bytes",
    "width",
    "height",
    "orientation",
    "displayWidth",
    "displayHeight",
    "complete",
  ],
  ...["malformed", "encrypted", "passwordNeeded", "pages", "declaredType", "declaredExtension", "hasGps"],
];

describe("the functions", () => {
  let shop;
  let page;
  before(async () => {
    shop = await openShop();
    page = await shop.page();
  });
  after(() => shop.close());
  const sorted = (names) => [...names].sort();

  test("what gives no promise asks for init first", TIMEOUT, async () => {
    const early = await page.evaluate(async () => {
      const { normalizeSync, parseNikSync, requirementsSync } = kit.periksa;
      const calls = [
        () => requirementsSync("ktp", "verihubs"),
        () => normalizeSync("{}", { document: "ktp", vendor: "verihubs" }),
        () => parseNikSync("3201015703940007"),
      ];
      return Promise.all(calls.map(kit.outcome));
    });
    for (const { error } of early) {
      equal(error.code, "invalid_options");
      match(error.message, /await init\(\)/);
    }
  });

  test("requirements says the limits, and loads the engine by itself", TIMEOUT, async () => {
    const [ktp, stnk, sync] = await page.evaluate(async () => {
      const { requirements, requirementsSync } = kit.periksa;
      return [
        await requirements("ktp", "verihubs"),
        await requirements("stnk", "glair"),
        requirementsSync("ktp", "verihubs"),
      ];
    });
    deepEqual(sync, ktp);
    deepEqual(ktp, {
      formats: ["jpeg", "png"],
      maxBytes: 5_000_000,
      minLongSide: 720,
      minShortSide: 480,
      accept: "image/jpeg,image/png",
      documented: { formats: true, maxBytes: true, minPixels: true },
    });
    deepEqual(stnk, {
      formats: ["jpeg", "png"],
      maxBytes: 10_000_000,
      minLongSide: null,
      minShortSide: 480,
      accept: "image/jpeg,image/png",
      documented: { formats: true, maxBytes: false, minPixels: false },
    });
  });

  test("inspect tells the facts", TIMEOUT, async () => {
    const facts = await page.evaluate(() =>
      kit.periksa.inspect(kit.picture({ width: 640, height: 1000, orientation: 6 }, "Siti.JPEG")),
    );
    deepEqual(facts, {
      format: "jpeg",
      secondFormat: null,
      bytes: jpeg({ width: 640, height: 1000, orientation: 6 }).length,
      width: 640,
      height: 1000,
      orientation: 6,
      displayWidth: 1000,
      displayHeight: 640,
      complete: true,
      malformed: null,
      encrypted: null,
      passwordNeeded: null,
      pages: null,
      declaredType: "image/jpeg",
      declaredExtension: "jpeg",
      hasGps: false,
    });
    const empty = await page.evaluate(() => kit.periksa.inspect(new Blob([])));
    deepEqual(sorted(Object.keys(empty)), sorted(FACTS));
    equal(empty.format, "unknown");
    equal(empty.declaredType, null);
  });

  test("inspect reads little of a large file, in a few slices", TIMEOUT, async () => {
    const reads = await page.evaluate(async () => {
      const file = kit.picture({ bytes: 10_000_000 });
      const reads = [];
      const slice = file.slice.bind(file);
      file.slice = (start, end, type) => {
        reads.push(end - start);
        return slice(start, end, type);
      };
      await kit.periksa.inspect(file);
      return reads;
    });
    const read = reads.reduce((sum, bytes) => sum + bytes, 0);
    ok(reads.length <= 4 && read > 0 && read < 200_000, `slices of ${reads} bytes`);
  });

  test("check reports, and does not throw for a bad file", TIMEOUT, async () => {
    const [good, bad] = await page.evaluate(async (KTP) => {
      const text = new File(["Selamat pagi"], "text.jpg", { type: "image/jpeg" });
      const options = { ...KTP, checkQuality: false };
      return [await kit.periksa.check(kit.picture(), options), await kit.periksa.check(text, KTP)];
    }, KTP);
    deepEqual(
      { ...good, facts: null },
      { ok: true, fixable: false, turnable: true, facts: null, problems: [], quality: null },
    );
    deepEqual(sorted(Object.keys(good.facts)), sorted(FACTS));
    deepEqual([bad.ok, bad.fixable, bad.turnable], [false, false, false]);
    deepEqual(
      bad.problems.map(({ messages, ...problem }) => ({ ...problem, languages: Object.keys(messages) })),
      [
        {
          code: "unsupported_format",
          severity: "error",
          limit: "jpeg, png",
          actual: "unknown",
          vendorCode: "INVALID_PAYLOAD_IMAGE_FORMAT",
          fix: "choose_another",
          languages: ["id", "en"],
        },
      ],
    );
  });

  test("toBase64 and toDataUrl turn down what fits into no text, and the engine lives", TIMEOUT, async () => {
    const results = await page.evaluate(async () => {
      const { inspect, toBase64, toDataUrl } = kit.periksa;
      const piece = new Blob([new Uint8Array(1 << 20)]);
      const file = new Blob(new Array(700).fill(piece));
      return [
        await kit.outcome(toBase64(file)),
        await kit.outcome(toDataUrl(file)),
        await kit.outcome(inspect(kit.picture({ seed: 1 }))),
      ];
    });
    const [base64, dataUrl, { value: facts }] = results;
    for (const { error } of [base64, dataUrl]) {
      equal(error?.code, "invalid_options");
      match(error.message, /256 MiB/);
    }
    equal(facts.format, "jpeg");
  });

  test("toBase64 and toDataUrl give the whole file, unchecked", TIMEOUT, async () => {
    const picture = png({ seed: 3 });
    const [base64, dataUrl, empty, long] = await page.evaluate(
      async (bytes) => {
        const { toBase64, toDataUrl } = kit.periksa;
        const file = new File([Uint8Array.from(bytes)], "named.jpg", { type: "image/jpeg" });
        const long = kit.picture({ bytes: 3_000_001 });
        return [
          await toBase64(file),
          await toDataUrl(file),
          await toBase64(new Blob([])),
          await toBase64(long),
        ];
      },
      [...picture],
    );
    equal(base64, Buffer.from(picture).toString("base64"));
    equal(dataUrl, `data:image/png;base64,${base64}`);
    equal(empty, "");
    ok(long === Buffer.from(jpeg({ bytes: 3_000_001 })).toString("base64"));
  });

  test("encodeRequest makes the body the proxy takes, unchecked", TIMEOUT, async () => {
    const bodies = await page.evaluate(async (KTP) => {
      const { encodeRequest } = kit.periksa;
      const file = kit.picture({ seed: 4 }, "Siti Rahayu.jpg");
      const json = await encodeRequest(file, { ...KTP, validateQuality: true });
      const plain = await encodeRequest(file, KTP);
      const form = await encodeRequest(file, { ...KTP, validateQuality: true, upload: "multipart" });
      const stnk = await encodeRequest(file, { document: "stnk", vendor: "glair" });
      const text = await encodeRequest(new Blob(["hello"]), KTP);
      const parts = async ({ headers, body }) => ({
        headers,
        isForm: body instanceof FormData,
        quality: body.get("validate_quality"),
        names: [...body.keys()],
        name: body.get("image").name,
        type: body.get("image").type,
        bytes: [...new Uint8Array(await body.get("image").arrayBuffer())],
      });
      return {
        json: {
          headers: json.headers,
          isBlob: json.body instanceof Blob,
          type: json.body.type,
          text: await json.body.text(),
        },
        plain: await plain.body.text(),
        form: await parts(form),
        stnk: await parts(stnk),
        text: await text.body.text(),
      };
    }, KTP);
    const file = jpeg({ seed: 4 });
    const image = Buffer.from(file).toString("base64");
    deepEqual(bodies.json, {
      headers: { "Content-Type": "application/json" },
      isBlob: true,
      type: "application/json",
      text: JSON.stringify({ image, validate_quality: true }),
    });
    equal(bodies.plain, JSON.stringify({ image }));
    const form = { headers: {}, isForm: true, name: "document.jpg", type: "image/jpeg", bytes: [...file] };
    deepEqual(bodies.form, { ...form, quality: "true", names: ["image", "validate_quality"] });
    deepEqual(bodies.stnk, { ...form, quality: null, names: ["image"] });
    equal(bodies.text, JSON.stringify({ image: "aGVsbG8=" }));
  });

  test("an abort ends what is asked of a file", TIMEOUT, async () => {
    const errors = await page.evaluate(async (KTP) => {
      const { assessQuality, check, inspect } = kit.periksa;
      const file = kit.picture({ bytes: 3_000_000 });
      const errors = [];
      for (const isEarly of [true, false]) {
        for (const call of [
          (signal) => inspect(file, { signal }),
          (signal) => check(file, { ...KTP, signal }),
          (signal) => assessQuality(file, { signal }),
        ]) {
          const controller = new AbortController();
          if (isEarly) controller.abort("left");
          const pending = kit.outcome(call(controller.signal));
          controller.abort("left");
          errors.push((await pending).error);
        }
      }
      return errors;
    }, KTP);
    equal(errors.length, 6);
    for (const error of errors)
      deepEqual([error?.code, error?.billed, error?.cause], ["aborted", "no", "left"]);
  });

  test("nothing made the console complain", () => deepEqual(page.complaints, []));
});
