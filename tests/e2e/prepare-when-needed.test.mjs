// `prepare` with `when: "needed"`: only what the vendor would not take as it is becomes another file.

import { deepEqual, equal, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { KTP, preparingPage } from "./support/prepare.mjs";
import { onOnePage } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("prepare when needed", () => {
  let page;
  onOnePage(
    (given) => {
      ({ page } = given);
    },
    { open: preparingPage },
  );

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

  test("a file that needs nothing stays the same file", TIMEOUT, async () => {
    const { value } = await fit("kit.picture()", KTP);
    deepEqual([value.same, value.changes, value.report.ok], [true, [], true]);
    deepEqual(value.heard, ["checking", "checking done", "preparing"]);
  });

  test(
    "a picture that lacks its end but no pixel is mended, and one that lacks pixels is refused",
    TIMEOUT,
    async () => {
      const cut = (bytes) => `kit.picture().slice(0, -${bytes})`;
      const { value } = await fit(cut(2), KTP);
      deepEqual([value.same, value.report.ok, value.report.facts.complete], [false, true, true]);
      const told = ({ report }) =>
        report.problems.flatMap(({ code, severity }) => (code === "truncated_file" ? severity : []));
      deepEqual(told(value), []);
      const turned = await fit(cut(2), { ...KTP, rotate: 90 });
      deepEqual([turned.value.report.ok, told(turned.value)], [true, []]);
      const left = await fit(cut(2), { ...KTP, when: "never" });
      deepEqual([left.value.same, left.value.report.ok], [true, true]);
      deepEqual(told(left.value), ["warning"]);
      for (const options of [KTP, { ...KTP, checkQuality: false }]) {
        const { error } = await fit(cut(400), options);
        deepEqual([error.code, error.report.problems[0].code], ["invalid_file", "truncated_file"]);
      }
    },
  );

  test("a file that can't be mended is an error with its report", TIMEOUT, async () => {
    const { error } = await fit("kit.picture({ width: 300, height: 200 })", KTP);
    deepEqual([error.code, error.attemptFailed, error.report.ok], ["invalid_file", true, false]);
    equal(error.report.problems[0].code, "too_few_pixels");
    deepEqual(error.problems, error.report.problems);
  });

  test("the report on a file that was mended is on the file to be sent", TIMEOUT, async () => {
    const { value } = await fit("webp()", { ...KTP, checkQuality: false });
    deepEqual([value.same, value.report.ok, value.report.facts.format], [false, true, "jpeg"]);
    const heard = ["checking", "checking done", "preparing", "preparing done", "checking done"];
    deepEqual(value.heard, heard);
  });

  test("the report on a turned file is on the turned one", TIMEOUT, async () => {
    const { value } = await fit("kit.picture({ width: 1000, height: 640 })", { ...KTP, rotate: 270 });
    deepEqual([value.report.facts.width, value.report.facts.height], [640, 1000]);
    ok(value.report.quality);
  });

  test('with check: false and when: "never" nothing is done', TIMEOUT, async () => {
    const { value } = await fit("webp()", { ...KTP, check: false, when: "never" });
    deepEqual([value.same, value.report, value.heard], [true, null, []]);
  });
});
