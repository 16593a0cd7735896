// The card finder is a wasm of its own: loaded when pixels are judged and not before, and missed without harm.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { CARD, card, HEIGHT, WIDTH } from "./support/card.mjs";
import { onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const FINDER = /\/card-wasm\.js$/;
const KTP = { document: "ktp", vendor: "verihubs", validateQuality: true };

describe("the card finder", () => {
  let page;
  onFreshPages(14_000, (given) => {
    ({ page } = given);
  });

  const encoded = (faults) => Buffer.from(card(faults)).toString("base64");
  const check = (options = {}, faults = {}, entry = "/pkg/index.js") =>
    page.evaluate(
      async ([bytes, options, entry]) => {
        const { check } = await import(entry);
        return check(kit.fileOf(bytes, "ktp.png", "image/png"), options);
      },
      [encoded(faults), { ...KTP, ...options }, entry],
    );
  const brief = ({ problems }) => problems.map(({ code, severity }) => `${severity} ${code}`);
  const loads = () => {
    const all = [];
    page.on("request", (request) => FINDER.test(request.url()) && all.push(request.url()));
    return all;
  };

  for (const entry of ["/pkg/index.js", "/pkg/worker.js"])
    test(`${entry} loads it for the first picture that is judged, once`, TIMEOUT, async () => {
      const loaded = loads();
      await page.evaluate((KTP) => kit.periksa.requirements(KTP.document, KTP.vendor), KTP);
      const { quality } = await check({ checkQuality: false }, {}, entry);
      const problems = await page.evaluate(
        async ([KTP, entry]) => {
          const { check } = await import(entry);
          const files = [
            new File(["%PDF-1.7"], "ktp.pdf"),
            new File(["text"], "ktp.txt"),
            new File([], "ktp.jpg"),
          ];
          return Promise.all(files.map(async (file) => (await check(file, KTP)).problems.length));
        },
        [KTP, entry],
      );
      deepEqual([quality, problems.includes(0), loaded.length], [null, false, 0]);
      for (let time = 0; time < 2; time += 1) {
        const { quality } = await check({}, {}, entry);
        ok(quality.finder >= 1 && quality.card.confidence > 0.5, JSON.stringify(quality));
        equal(loaded.length, 1);
      }
    });

  const MISSED = {
    "is not there": (route) => route.fulfill({ status: 404 }),
    "is another file": (route) =>
      route.fulfill({ contentType: "text/javascript", body: 'export default "AAAA";' }),
    "never comes": () => {},
  };
  for (const [how, answer] of Object.entries(MISSED))
    test(`where it ${how} what is judged only warns, and the console says so once`, TIMEOUT, async () => {
      const said = [];
      page.on("console", (message) => message.type() === "warning" && said.push(message.text()));
      const blurred = await check({}, { blur: 6 });
      deepEqual([blurred.ok, brief(blurred)[0]], [false, "error blur"]);

      await page.reload();
      await page.evaluate(async () => {
        globalThis.kit = await import("/support/kit.mjs");
      });
      await page.context().route(FINDER, answer);
      for (let time = 0; time < 2; time += 1) {
        const { ok: passes, quality, ...report } = await check({}, { blur: 6 });
        deepEqual([passes, quality.finder, quality.card], [true, null, null]);
        ok(brief(report).includes("warning blur"), brief(report));
      }
      equal(said.length, 1);
      match(
        said[0],
        /^periksa finds no card in pictures, so their quality only warns: .*serve card-wasm\.js/,
      );
    });

  test("a card is cut out with it or not at all, or the same file would be two calls", TIMEOUT, async () => {
    await page.context().route(FINDER, (route) => route.fulfill({ status: 404 }));
    const crop = (options) =>
      page.evaluate(
        ([bytes, options]) =>
          kit.outcome(() => kit.periksa.prepare(kit.fileOf(bytes, "ktp.png", "image/png"), options)),
        [encoded(), { ...KTP, crop: "card", ...options }],
      );
    for (const options of [{}, { check: false }]) {
      const { error } = await crop(options);
      deepEqual([error?.code, error?.retryable, error?.billed], ["engine_unavailable", true, "no"]);
    }
    const { value } = await crop({ crop: null });
    equal(value.report.quality.finder, null);
  });

  test("what is cut out and turned is judged by the whole picture", TIMEOUT, async () => {
    const { error } = await page.evaluate(
      ([bytes, options]) =>
        kit.outcome(() => kit.periksa.prepare(kit.fileOf(bytes, "ktp.png", "image/png"), options)),
      [encoded({ blur: 6 }), { ...KTP, crop: "card", rotate: 180 }],
    );
    deepEqual([error?.code, error?.problems[0].code], ["invalid_file", "blur"]);
  });

  test("a card that is not upright is told, and comes upright when it is cut out", TIMEOUT, async () => {
    const [right, bottom] = [WIDTH - CARD.left, HEIGHT - CARD.top];
    // Where the upper left corner of what is printed on it lies, once the photo is turned.
    const FIRST = { 90: [HEIGHT - CARD.top, CARD.left], 180: [right, bottom], 270: [CARD.top, right] };
    const first = ({ facts, transform }) => {
      // Without the margin.
      const [x, y] = [facts.displayWidth, facts.displayHeight].map((side) => side * (0.03 / 1.06));
      const [a, b, c, d, e, f, g = 0, h = 0, i = 1] = transform;
      return [(a * x + b * y + c) / (g * x + h * y + i), (d * x + e * y + f) / (g * x + h * y + i)];
    };
    const is = ([x, y], [expectedX, expectedY]) =>
      ok(Math.hypot(x - expectedX, y - expectedY) < 3, `${x} ${y}`);
    const upright = await check();
    deepEqual([upright.quality.card.rotation, brief(upright)], [0, []]);
    for (const [rotation, expected] of Object.entries(FIRST)) {
      const [turned, cut, asTurned] = await page.evaluate(
        async ([bytes, options, rotate]) => {
          const { check, prepare } = kit.periksa;
          const file = kit.fileOf(bytes, "ktp.png", "image/png");
          const { file: turned } = await prepare(file, { ...options, rotate });
          return [
            await check(turned, options),
            await prepare(turned, { ...options, crop: "card" }),
            await prepare(turned, { ...options, crop: "card", rotate: 90 }),
          ];
        },
        [encoded(), KTP, Number(rotation)],
      );
      deepEqual([turned.quality.card.rotation, brief(turned)], [Number(rotation), ["warning sideways"]]);
      is(first(cut), expected);
      ok(cut.facts.displayWidth > cut.facts.displayHeight);
      // A person's turn is not taken back.
      equal(asTurned.facts.displayWidth > asTurned.facts.displayHeight, rotation !== "180");
    }
  });
});
