// An abort ends every function and every call at once, with any reason, and nothing that was not sent is billed.

import { deepEqual, equal, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { KTP, preparingPage } from "./support/prepare.mjs";
import { onOnePage } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

/** Any reason a caller may give. */
const REASONS = {
  none: "undefined",
  text: "'the person left'",
  error: "new Error('left')",
  object: "({ why: 1 })",
  nothing: "null",
};

describe("an abort", () => {
  let shop;
  let page;
  let seed = 5_000;
  const fresh = () => {
    seed += 1;
    return { seed };
  };
  onOnePage(
    (given) => {
      ({ shop, page } = given);
    },
    { open: preparingPage },
  );

  for (const counted of [false, true]) {
    describe(`of a call by ${counted ? "xhr" : "fetch"}`, () => {
      for (const [name, reason] of Object.entries(REASONS)) {
        test(`aborted before, reason ${name}: nothing is sent`, TIMEOUT, async () => {
          page.posts.length = 0;
          const result = await page.evaluate(
            ([endpoint, reason, counted, source]) => {
              // biome-ignore lint/security/noGlobalEval: a reason that no plain data can carry
              const signal = AbortSignal.abort(globalThis.eval(reason));
              return kit.extract({ settings: { endpoint }, source, counted, signal });
            },
            [shop.proxy.endpoint, reason, counted, fresh()],
          );
          deepEqual([result.error?.code, result.error?.billed], ["aborted", "no"]);
          ok(result.error.isOcrError);
          await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
          equal(page.posts.length, 0);
        });

        test(`aborted while waiting, reason ${name}: the request is ended`, TIMEOUT, async () => {
          const posted = page.waitForRequest((request) => request.method() === "POST");
          const ended = page.waitForEvent("requestfailed");
          await page.evaluate(
            ([endpoint, counted, source]) => {
              globalThis.controller = new AbortController();
              const settings = { endpoint, headers: { "Sandbox-Scenario": "slow:30000" } };
              globalThis.running = kit.extract({ settings, source, counted, signal: controller.signal });
            },
            [shop.proxy.endpoint, counted, fresh()],
          );
          await posted;
          const { error } = await page.evaluate((reason) => {
            // biome-ignore lint/security/noGlobalEval: a reason that no plain data can carry
            controller.abort(globalThis.eval(reason));
            return running;
          }, reason);
          deepEqual([error?.code, error?.retryable, error?.isOcrError], ["aborted", true, true]);
          if (name === "text") equal(error.cause, "the person left");
          if (name === "error") equal(error.cause, "Error: left");
          equal((await ended).failure().errorText, "net::ERR_ABORTED");
        });
      }

      test("aborted after: the answer stays", TIMEOUT, async () => {
        const result = await page.evaluate(
          async ([endpoint, counted, source]) => {
            const controller = new AbortController();
            const result = await kit.extract({
              settings: { endpoint },
              source,
              counted,
              signal: controller.signal,
            });
            controller.abort("too late");
            return result;
          },
          [shop.proxy.endpoint, counted, fresh()],
        );
        equal(result.value.extraction.sandbox, true);
      });
    });
  }

  test("aborted before it began: no progress, no phase, nothing billed", TIMEOUT, async () => {
    const told = await page.evaluate(
      async ([endpoint, source]) => {
        const told = [];
        const onEvent = ({ phase, code }) => told.push([phase, code]);
        const client = new kit.periksa.OcrClient({ endpoint, vendor: "verihubs", onEvent });
        const onProgress = ({ phase }) => told.push(phase);
        const options = { document: "ktp", signal: AbortSignal.abort(), onProgress };
        const { error } = await kit.outcome(client.extract(kit.picture(source), options));
        told.push([error.code, error.billed]);
        await new Promise((resolve) => setTimeout(resolve, 200));
        return told;
      },
      [shop.proxy.endpoint, fresh()],
    );
    deepEqual(told, [
      ["done", "aborted"],
      ["aborted", "no"],
    ]);
  });

  test("aborted while it is checked: nothing was sent, so nothing billed", TIMEOUT, async () => {
    const error = await page.evaluate(
      async ([endpoint, source]) => {
        const client = new kit.periksa.OcrClient({ endpoint, vendor: "verihubs" });
        const controller = new AbortController();
        const onProgress = ({ phase }) => phase === "encoding" && controller.abort();
        const options = { document: "ktp", signal: controller.signal, onProgress };
        return (await kit.outcome(client.extract(kit.picture(source), options))).error;
      },
      [shop.proxy.endpoint, fresh()],
    );
    deepEqual([error?.code, error?.billed], ["aborted", "no"]);
  });

  test("an abort ends inspect, check and assessQuality", TIMEOUT, async () => {
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

  test("an abort ends prepare", TIMEOUT, async () => {
    const { error } = await page.evaluate(
      (KTP) => prepared(kit.picture(), { ...KTP, signal: AbortSignal.abort("left") }),
      KTP,
    );
    deepEqual([error.code, error.billed, error.cause], ["aborted", "no", "left"]);
  });

  test(
    "an abort ends prepare while the browser decodes, and no other decoder is tried",
    TIMEOUT,
    async () => {
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
    },
  );

  test('an abort ends prepare with when: "needed"', TIMEOUT, async () => {
    const { error } = await page.evaluate((KTP) => {
      const controller = new AbortController();
      const onProgress = () => controller.abort("left");
      const options = { ...KTP, when: "needed", onProgress, signal: controller.signal };
      return kit.outcome(kit.periksa.prepare(kit.picture(), options));
    }, KTP);
    deepEqual([error.code, error.billed, error.cause], ["aborted", "no", "left"]);
  });

  test("nothing was thrown beside the calls", () => {
    // Chromium itself reports every answer of 400 or more, and every broken connection.
    deepEqual(
      page.complaints.filter((text) => !text.startsWith("Failed to load resource:")),
      [],
    );
  });
});
