// Errors of the package are made by code, and known wherever they come from.

import { deepEqual, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { onOnePage } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("OcrError", () => {
  let page;
  onOnePage((given) => {
    ({ page } = given);
  });

  test("new OcrError has what the engine says of its code, or what it is given", TIMEOUT, async () => {
    const { made, said } = await page.evaluate(async () => {
      const { OcrError } = kit.periksa;
      const cause = new Error("why");
      const errors = [
        new OcrError({ code: "timeout" }),
        new OcrError({ code: "invalid_file", problems: [{ code: "blur" }], report: { ok: false } }),
        new OcrError({ code: "aborted", billed: "no", message: "left" }, { cause }),
        new OcrError({ code: "rate_limited", retryAfterMs: 1_000, messages: { id: "Sabar.", en: "Wait." } }),
      ];
      const { ERRORS, MESSAGES } = await import("/pkg/common/generated.js");
      await kit.init();
      const { error_of } = await import("/pkg/periksa.js");
      const engine = Object.fromEntries(Object.keys(ERRORS).map((code) => [code, error_of(code)]));
      return { made: errors.map(kit.described), said: { ERRORS, MESSAGES, engine } };
    });
    const [timeout, file, aborted, limited] = made;
    for (const error of made) ok(error.isOcrError && error.isError && error.name === "OcrError");
    deepEqual([timeout.code, timeout.message, timeout.status], ["timeout", "timeout", null]);
    deepEqual([file.attemptFailed, file.problems, file.report], [true, [{ code: "blur" }], { ok: false }]);
    deepEqual([aborted.message, aborted.billed, aborted.cause], ["left", "no", "Error: why"]);
    match(aborted.messages.id, /dibatalkan/);
    deepEqual([limited.message, limited.messages.id, limited.retryAfterMs], ["Wait.", "Sabar.", 1_000]);
    for (const { code, action, retryable, attemptFailed } of made)
      deepEqual({ action, retryable, attemptFailed }, pick(said.engine[code]), code);
    for (const [code, { action, retryable, billed, attemptFailed, messages }] of Object.entries(
      said.engine,
    )) {
      deepEqual(said.ERRORS[code], { action, retryable, billed, attemptFailed }, code);
      if (said.MESSAGES[code]) deepEqual(said.MESSAGES[code], messages, code);
    }
    ok(Object.entries(said.engine).every(([code, error]) => error.code === code));
    deepEqual(Object.keys(said.MESSAGES), ["aborted", "engine_unavailable", "invalid_options"]);
  });

  test("errors of another copy and of another realm are known", TIMEOUT, async () => {
    const known = await page.evaluate(async () => {
      const early = (periksa) => {
        try {
          periksa.requirementsSync("ktp", "nobody");
        } catch (error) {
          return error;
        }
      };
      const copy = await import("/copy/index.js");
      const frame = document.createElement("iframe");
      document.body.append(frame);
      const realm = await frame.contentWindow.eval('import("/pkg/index.js")');
      const { isOcrError, OcrError } = kit.periksa;
      const ofCopy = early(copy);
      const ofRealm = early(realm);
      frame.remove();
      return {
        isOther: [!(ofCopy instanceof OcrError), !(ofRealm instanceof Error)],
        known: [isOcrError(ofCopy), isOcrError(ofRealm)],
        others: [new Error("x"), { name: "OcrError", code: "timeout" }, null, undefined, "timeout", 1].map(
          isOcrError,
        ),
      };
    });
    deepEqual(known, { isOther: [true, true], known: [true, true], others: new Array(6).fill(false) });
  });
});

const pick = ({ action, retryable, attemptFailed }) => ({ action, retryable, attemptFailed });
