// `OcrClient.resume`: the answer of a call that has none, by its key alone. Nothing is sent, and paid, a second time.

import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { keptBy, NIK, onLatePages, reload, sentBy } from "./support/late.mjs";

const TIMEOUT = { timeout: 60_000 };

for (const entry of ["index.js", "worker.js"]) {
  describe(`resuming with ${entry}`, () => {
    let vendor;
    let line;
    let page;
    let endpoint;
    let seed;
    let restart;
    let open;
    onLatePages(70_000 + entry.length * 100, (given) => {
      ({ vendor, line, page, endpoint, seed, restart, open } = given);
    });

    /** Makes a client in the page; `ocr`, and `extract` and `resume` that give what came as plain data. */
    const start = (settings = {}, on = page) =>
      on.evaluate(
        async ([entry, settings, seed]) => {
          const { OcrClient } = await import(`/pkg/${entry}`);
          globalThis.events = [];
          globalThis.ocr = new OcrClient({
            ...{ vendor: "verihubs", retries: 0, onEvent: (event) => events.push(event) },
            ...settings,
          });
          globalThis.extract = (options) =>
            kit.outcome(ocr.extract(kit.picture({ seed }), { document: "ktp", ...options }));
          globalThis.resume = (options) => kit.outcome(ocr.resume({ document: "ktp", ...options }));
        },
        [entry, { endpoint, ...settings }, seed],
      );
    const extract = (options, on = page) => on.evaluate((options) => extract(options), options);
    const resume = (options, on = page) => on.evaluate((options) => resume(options), options);
    /** Begins a call and waits until the vendor has it. */
    const begin = async (options) => {
      await page.evaluate((options) => {
        globalThis.running = extract(options);
      }, options);
      await vendor.reached(1);
    };

    test("an answer that comes late", TIMEOUT, async () => {
      await start();
      const { error } = await extract();
      deepEqual([error.code, error.billed, error.status], ["timeout", "unknown", 504]);
      const [kept, ...others] = await keptBy(page);
      deepEqual(others, []);
      match(kept, /"path":"verihubs\/ktp"/);
      doesNotMatch(kept, /"image"|\/9j\/|base64|uthorization/);
      setTimeout(() => vendor.release(), 1500);
      const { value } = await resume();
      equal(value.record.nik.value, NIK);
      deepEqual(await keptBy(page), []);
      deepEqual(await resume(), { value: null });
      equal(vendor.calls, 1);
      equal(page.sent.filter((request) => request.method() === "POST").length, 1);
    });

    test("a tab that was loaded anew in the middle of a call", TIMEOUT, async () => {
      await start();
      await begin({ resumeAs: "spouse" });
      await reload(page);
      await start();
      deepEqual(await resume(), { value: null });
      setTimeout(() => vendor.release(), 300);
      const { value } = await resume({ resumeAs: "spouse" });
      equal(value.record.nik.value, NIK);
      const told = await page.evaluate(() => events.map(({ phase, code }) => [phase, code]));
      deepEqual(told.slice(-2), [
        ["sending", null],
        ["done", null],
      ]);
      // The next one is another call.
      const again = await extract();
      equal(again.value.record.nik.value, NIK);
      deepEqual(
        sentBy(page).filter(([method]) => method === "POST"),
        [
          ["POST", "-1"],
          ["POST", "-2"],
        ],
      );
      // All but what tells one request from another is the same.
      const { attempts, requestId, ...record } = value;
      const { attempts: _, requestId: __, ...other } = again.value;
      deepEqual(record, other);
      ok(attempts >= 1);
      equal(vendor.calls, 2);
    });

    test("a lost connection", TIMEOUT, async () => {
      await start();
      await begin();
      line.cut();
      equal((await page.evaluate(() => running)).error.code, "network");
      setTimeout(() => {
        line.mend();
        vendor.release();
      }, 1500);
      equal((await resume()).value.record.nik.value, NIK);
      deepEqual(await keptBy(page), []);
      equal(vendor.calls, 1);
    });

    test("a device that was offline asks as soon as it is online", TIMEOUT, async () => {
      await start();
      await begin();
      await page.context().setOffline(true);
      line.cut();
      ok(["network", "offline"].includes((await page.evaluate(() => running)).error.code));
      vendor.release();
      await page.evaluate(() => {
        globalThis.resumed = resume();
      });
      await page.waitForTimeout(500);
      line.mend();
      await page.context().setOffline(false);
      equal((await page.evaluate(() => resumed)).value.record.nik.value, NIK);
      equal(vendor.calls, 1);
    });

    test("an error of the vendor's is an answer", TIMEOUT, async () => {
      vendor.answer = [400, { error_code: "KTP_NOT_DETECTED", message: "KTP not detected" }];
      await start();
      await begin();
      await reload(page);
      await start();
      vendor.release();
      equal((await resume()).error.code, "document_not_detected");
      deepEqual(await keptBy(page), []);
    });

    test("a proxy that has forgotten the call: told, and not sent again", TIMEOUT, async () => {
      await start();
      await begin();
      await restart();
      await page.evaluate(() => running);
      const { error } = await resume();
      deepEqual([error.code, error.billed, error.status, error.retryable], ["timeout", "unknown", 404, true]);
      deepEqual(await resume(), { value: null });
      equal(vendor.calls, 1);
      // By the person: the same file has the same key.
      vendor.release();
      equal((await extract()).value.record.nik.value, NIK);
      deepEqual(
        new Set(sentBy(page).map(([, number]) => number)),
        new Set(["-1"]),
        "a call that has no answer keeps its key",
      );
    });

    test("a proxy that answers no such question", TIMEOUT, async () => {
      for (const answer of [
        { status: 405, body: "Method Not Allowed" },
        { status: 200, contentType: "text/html", body: "<!doctype html><title>Shop</title>" },
        { status: 404, contentType: "application/json", body: '{"message":"Not Found"}' },
      ]) {
        const other = await open();
        await start({ timeoutMs: 500 }, other);
        await other.route("**/api/ocr/**", (route) =>
          route.request().method() === "GET"
            ? route.fulfill({ ...answer, headers: { "Access-Control-Allow-Origin": "*" } })
            : route.fulfill({
                status: 502,
                body: "bad gateway",
                headers: { "Access-Control-Allow-Origin": "*" },
              }),
        );
        equal((await extract({}, other)).error.code, "vendor_unavailable");
        const { error } = await resume({}, other);
        deepEqual([error.code, error.billed, error.status], ["timeout", "unknown", answer.status]);
        match(error.message, /the proxy has no answer to this call/);
        // Only a proxy that takes no such question has said its last word.
        equal(
          (await keptBy(other)).filter((call) => call.includes('"name":""')).length,
          answer.status === 405 ? 0 : 1,
        );
        equal(other.sent.filter((request) => request.method() === "POST").length, 1);
      }
    });

    test(
      "the same file in a page that was loaded anew has the key of the call that has no answer",
      TIMEOUT,
      async () => {
        await start();
        vendor.release();
        await extract();
        vendor.hold();
        await page.evaluate(() => {
          globalThis.running = extract();
        });
        await vendor.reached(2);
        await reload(page);
        await start();
        setTimeout(() => vendor.release(), 300);
        equal((await extract()).value.record.nik.value, NIK);
        deepEqual(sentBy(page), [
          ["POST", "-1"],
          ["POST", "-2"],
          ["POST", "-2"],
        ]);
        equal(vendor.calls, 2);
      },
    );

    test("what was not sent, or has an answer, is not kept", TIMEOUT, async () => {
      vendor.release();
      await start();
      await extract();
      vendor.answer = [429, { message: "slow down" }];
      equal((await extract({ validateQuality: true, checkQuality: false })).error.code, "rate_limited");
      equal((await extract({ headers: { "no header": "1" } })).error.code, "invalid_options");
      await page.evaluate(async () => {
        const controller = new AbortController();
        const left = extract({ signal: controller.signal });
        controller.abort();
        await left;
      });
      deepEqual(await keptBy(page), []);
      deepEqual(await resume(), { value: null });
    });

    test("whoever stops asking loses nothing", TIMEOUT, async () => {
      await start();
      await extract();
      const { error } = await page.evaluate(async () => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), 300);
        return resume({ signal: controller.signal });
      });
      deepEqual([error.code, error.billed], ["aborted", "unknown"]);
      vendor.release();
      equal((await resume()).value.record.nik.value, NIK);
      equal(vendor.calls, 1);
    });

    test("without a storage the page itself still knows", TIMEOUT, async () => {
      for (const broken of ["getter", "quota"]) {
        const other = await open();
        await other.evaluate((broken) => {
          const refuse = () => {
            throw new DOMException("no", broken === "quota" ? "QuotaExceededError" : "SecurityError");
          };
          if (broken === "quota") Storage.prototype.setItem = refuse;
          else Object.defineProperty(globalThis, "sessionStorage", { get: refuse });
        }, broken);
        vendor.hold();
        await start({}, other);
        equal(
          (await extract({ validateQuality: broken === "quota", checkQuality: false }, other)).error.code,
          "timeout",
        );
        vendor.release();
        equal((await resume({}, other)).value.record.nik.value, NIK);
        deepEqual(await resume({}, other), { value: null });
      }
      equal(vendor.calls, 2);
    });

    test(
      "what is old, or no call, is passed over; other tabs and endpoints have their own",
      TIMEOUT,
      async () => {
        await start();
        await extract();
        const other = await open();
        await start({}, other);
        deepEqual(await resume({}, other), { value: null });
        await start({ endpoint: `${endpoint}/elsewhere` });
        deepEqual(await resume(), { value: null });
        equal((await keptBy(page)).length, 1);
        await start();
        const sent = page.sent.length;
        await page.evaluate(() => {
          const [name] = Object.keys(sessionStorage);
          const call = JSON.parse(sessionStorage.getItem(name));
          sessionStorage.setItem(name, JSON.stringify({ ...call, sentAt: Date.now() - 16 * 60_000 }));
          sessionStorage.setItem("periksa.call other", "{");
          sessionStorage.setItem("periksa.call third", '{"content":"../"}');
          sessionStorage.setItem("shop", "kept");
        });
        deepEqual(await resume(), { value: null });
        equal(page.sent.length, sent);
        deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), ["shop"]);
      },
    );

    test("wrong options are told", TIMEOUT, async () => {
      await start();
      for (const options of [{ document: 1 }, { resumeAs: 7 }, { signal: {} }])
        equal((await resume(options)).error.code, "invalid_options", JSON.stringify(options));
      equal((await extract({ resumeAs: 7 })).error.code, "invalid_options");
    });
  });
}
