// `requirements`, `inspect` and `check`: what is told of a vendor's limits and of a file, without reading all of it.

import { deepEqual, equal, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { jpeg } from "./support/jpeg.mjs";
import { onOnePage } from "./support/shop.mjs";

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

describe("facts of a file", () => {
  let page;
  onOnePage((given) => {
    ({ page } = given);
  });
  const sorted = (names) => [...names].sort();

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

  test("nothing made the console complain", () => deepEqual(page.complaints, []));
});
