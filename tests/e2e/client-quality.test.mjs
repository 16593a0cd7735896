// What the pixels show: through the package on a page that is not ours, with drawn cards.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { card } from "./support/card.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const KTP = { document: "ktp", vendor: "verihubs" };
const FAULTS = {
  blur: { blur: 6 },
  dark: { light: 0.25 },
  flashlight: { flash: true },
  grayscale: { grey: true },
};

describe("quality", () => {
  let shop;
  let page;
  before(async () => {
    shop = await openShop();
    page = await shop.page();
  });
  after(() => shop.close());

  const base64 = (faults, seed) => Buffer.from(card(faults, seed)).toString("base64");
  const call = (name, bytes, options) =>
    page.evaluate(
      ([name, bytes, options]) =>
        kit.outcome(() => kit.periksa[name](kit.fileOf(bytes, "ktp.png", "image/png"), options)),
      [name, bytes, options],
    );
  const check = async (bytes, options) => (await call("check", bytes, { ...KTP, ...options })).value;
  const brief = ({ problems }) => problems.map(({ code, severity }) => `${severity} ${code}`);

  test("a good photo has nothing wrong, and its card is found", TIMEOUT, async () => {
    const { quality, ...report } = await check(base64(), { validateQuality: true });
    deepEqual([report.ok, brief(report)], [true, []]);
    const near = (actual, expected) => ok(Math.abs(actual - expected) < 25, `${actual}, not ${expected}`);
    for (const [index, corner] of [
      [120, 120],
      [1080, 120],
      [1080, 725],
      [120, 725],
    ].entries())
      for (const axis of [0, 1]) near(quality.card.corners[index][axis], corner[axis]);
    near(quality.card.width, 960);
    near(quality.card.height, 605);
    equal(quality.decoder, "periksa");
    for (const name of Object.keys(FAULTS)) {
      const { detected, score, threshold } = quality[name];
      deepEqual([detected, threshold, score < 0.5 && score >= 0], [false, 0.5, true], name);
      equal(score, Math.round(score * 1000) / 1000);
    }
  });

  for (const [code, faults] of Object.entries(FAULTS)) {
    test(`${code} is told, and blocks where the vendor would turn it away`, TIMEOUT, async () => {
      const bytes = base64(faults);
      const blocks = code !== "flashlight";
      const asked = await check(bytes, { validateQuality: true });
      deepEqual([asked.ok, brief(asked)], [!blocks, [`${blocks ? "error" : "warning"} ${code}`]]);
      const [problem] = asked.problems;
      equal(problem.fix, "retake");
      match(problem.messages.id, /\w.*\. .*oto/);
      deepEqual(brief(await check(bytes)), [`warning ${code}`]);
      const { value: report } = await call("assessQuality", bytes);
      deepEqual(report, asked.quality);
      equal(report[code].detected, true);
    });
  }

  test("with checkQuality false the pixels are not read", TIMEOUT, async () => {
    const report = await check(base64(FAULTS.blur), { validateQuality: true, checkQuality: false });
    deepEqual([report.ok, report.problems, report.quality], [true, [], null]);
  });

  test("a policy decides, and relaxes after failed attempts", TIMEOUT, async () => {
    const bytes = base64(FAULTS.blur);
    const codes = async (policy, attempt) =>
      brief(await check(bytes, { validateQuality: true, policy, attempt }));
    deepEqual(await codes({ rules: { blur: "off" } }), []);
    deepEqual(await codes({ rules: { blur: "shadow" } }), []);
    deepEqual(await codes({ rules: { blur: "warn" } }), ["warning blur"]);
    deepEqual(await codes({ thresholds: { blur: 1 }, rules: { blur: "block" } }), []);
    deepEqual(await codes({ relaxAfter: 3 }, 2), ["error blur"]);
    deepEqual(await codes({ relaxAfter: 3 }, 3), ["warning blur"]);
    deepEqual(await codes(undefined, 2), ["warning blur"]);
    deepEqual(await codes({ relaxAfter: 0 }, 9), ["error blur"]);
  });

  test("a policy that can't be read says where it is wrong", TIMEOUT, async () => {
    for (const [options, words] of [
      [{ policy: { blur: "warn" } }, /policy\.blur is not known here/],
      [{ policy: { rules: { blurr: "warn" } } }, /policy\.rules\.blurr is not known here/],
      [
        { policy: { rules: { blur: "warning" } } },
        /policy\.rules\.blur must be one of off, shadow, warn, block/,
      ],
      [{ policy: { thresholds: { dark: 2 } } }, /policy\.thresholds\.dark must be a number from 0 to 1/],
      [{ policy: { thresholds: { card: 1 } } }, /policy\.thresholds\.card/],
      [{ policy: { relaxAfter: 1.5 } }, /policy\.relaxAfter must be a whole number, 0 or more/],
      [{ policy: "strict" }, /policy must be an object/],
      [{ checkQuality: "yes" }, /checkQuality must be a boolean/],
      [{ attempt: -1 }, /attempt must be a whole number, 0 or more/],
    ]) {
      const { error } = await call("check", base64(), { ...KTP, ...options });
      equal(error?.code, "invalid_options");
      match(error.message, words);
    }
  });

  test("what can't be decoded is not judged, and said to be so", TIMEOUT, async () => {
    // Its frame header says 12 bits a sample (ITU-T T.81, B.2.2).
    const deep = jpeg();
    deep[Buffer.from(deep).indexOf(Buffer.from([0xff, 0xc0])) + 4] = 12;
    const bytes = Buffer.from(deep).toString("base64");
    const report = await check(bytes, { validateQuality: true });
    deepEqual([report.ok, report.quality], [true, null]);
    equal(brief(report).at(-1), "warning quality_unknown");
    const { error } = await call("assessQuality", bytes);
    deepEqual([error.code, error.problems[0].code], ["invalid_file", "quality_unknown"]);
    const text = await call("assessQuality", Buffer.from("Selamat pagi").toString("base64"));
    deepEqual([text.error.code, text.error.problems[0].code], ["invalid_file", "unsupported_format"]);
  });

  test("extract turns a bad picture away before it costs, and tells the scores", TIMEOUT, async () => {
    const extract = (faults, options) =>
      page.evaluate(
        async ([bytes, options, settings]) => {
          const events = [];
          const ocr = new kit.periksa.OcrClient({ ...settings, onEvent: (event) => events.push(event) });
          const { error } = await kit.outcome(() =>
            ocr.extract(kit.fileOf(bytes, "ktp.png", "image/png"), options),
          );
          return { error, event: events.find(({ phase }) => phase === "checking") };
        },
        [
          base64(faults, 7),
          { document: "ktp", ...options },
          { vendor: "verihubs", endpoint: shop.proxy.endpoint },
        ],
      );
    const sent = page.posts.length;
    const blocked = await extract(FAULTS.blur, { validateQuality: true });
    deepEqual([blocked.error.code, blocked.error.problems[0].code], ["invalid_file", "blur"]);
    deepEqual([blocked.event.ok, blocked.event.problems], [false, ["blur"]]);
    deepEqual(Object.keys(blocked.event.scores), Object.keys(FAULTS));
    ok(blocked.event.scores.blur > 0.5);
    equal(page.posts.length, sent);
    const shadowed = await extract(FAULTS.blur, {
      validateQuality: true,
      policy: { rules: { blur: "shadow" } },
    });
    equal(shadowed.error, undefined);
    deepEqual([shadowed.event.ok, shadowed.event.shadowed], [true, ["blur"]]);
    equal(page.posts.length, sent + 1);
    const relaxed = await extract(FAULTS.blur, { validateQuality: true, attempt: 2 });
    equal(relaxed.error, undefined);
    equal(page.posts.at(-1).headers().attempt, "2");
    const unjudged = await extract(FAULTS.blur, { validateQuality: true, checkQuality: false });
    equal(unjudged.error, undefined);
    deepEqual([unjudged.event.scores, unjudged.event.shadowed], [null, []]);
  });
});
