// Several people's documents in one tab: nobody is ever shown another's record.

import { deepEqual, equal } from "node:assert/strict";
import { describe, test } from "node:test";

import { button, choose, mount, picture, reach } from "./support/element.mjs";
import { importKit, keptBy, NIK, onLatePages, reload } from "./support/late.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("a tab that several people use", () => {
  let vendor;
  let page;
  let endpoint;
  let seed;
  let site;
  let restart;
  onLatePages(150_000, (given) => {
    ({ vendor, page, endpoint, seed, site, restart } = given);
  });

  const field = (attributes = "") =>
    `<periksa-input kind="ktp" vendor="verihubs" endpoint="${endpoint}" retries="0" ${attributes}></periksa-input>`;
  const sendOf = async (attributes) => {
    await mount(page, field(attributes));
    await choose(page, picture());
    await reach(page, "ready");
    await button(page, "send").click();
    await vendor.reached(1);
  };
  /** The state of the page's field once the answer would have been there. */
  const settled = async (attributes) => {
    await mount(page, field(attributes));
    // A field takes up a call while that has no answer.
    await page.waitForTimeout(500);
    vendor.release();
    await page.waitForTimeout(1000);
    return page.evaluate(() => [field.snapshot.phase, field.snapshot.extraction]);
  };
  const idle = ["idle", null];

  for (const attributes of ["", 'name="ktp"', 'id="ktp"', 'resume-as="ktp"'])
    describe(attributes || "a field without a name", () => {
      test("the next step of the same page", TIMEOUT, async () => {
        await sendOf(attributes);
        deepEqual(await settled(attributes), idle);
      });

      test("the next customer, at another address of the same tab", TIMEOUT, async () => {
        await sendOf(attributes);
        await page.goto(`${site.origin}/?customer=2`);
        await importKit(page);
        deepEqual(await settled(attributes), idle);
        await reload(page);
        deepEqual(await settled(attributes), idle);
      });
    });

  for (const attributes of ["", 'name="ktp"', 'id="ktp"'])
    test(`a field without resume-as in a page that was loaded anew: ${attributes}`, TIMEOUT, async () => {
      await sendOf(attributes);
      await reload(page);
      deepEqual(await settled(attributes), idle);
    });

  test("back at the first customer's address", TIMEOUT, async () => {
    await sendOf('resume-as="ktp"');
    await page.goto(`${site.origin}/?customer=2`);
    await page.goBack();
    await importKit(page);
    await mount(page, field('resume-as="ktp"'));
    await reach(page, "resuming");
    vendor.release();
    await reach(page, "done");
  });

  test("a name of any length", TIMEOUT, async () => {
    const long = "x".repeat(300);
    await sendOf(`name="${long}" id="${long}" resume-as="${long}"`);
    await reload(page);
    await mount(page, field(`resume-as="${long}"`));
    await reach(page, "resuming");
    vendor.release();
    await reach(page, "done");
  });

  test("each session asks for its own call, with or without a name", TIMEOUT, async () => {
    await page.evaluate(
      async ([endpoint, seed]) => {
        const { Session } = await import("/pkg/session.js");
        globalThis.all = [undefined, undefined, "same", "same"].map(
          (resumeAs) => new Session({ document: "ktp", vendor: "verihubs", endpoint, retries: 0, resumeAs }),
        );
        for (const one of all.slice(2)) one.subscribe(() => {});
        for (const [index, one] of all.entries()) await one.pick(kit.picture({ seed: seed + index * 1000 }));
      },
      [endpoint, seed],
    );
    for (const index of [0, 1, 2, 3]) {
      await page.evaluate((index) => {
        all[index].send();
      }, index);
      await vendor.reached(index + 1);
    }
    const phases = () => page.evaluate(() => all.map((one) => one.getSnapshot().phase));
    await page.waitForFunction(() => all.every((one) => one.getSnapshot().phase === "resuming"));
    vendor.release();
    await page.waitForFunction(() => all.every((one) => one.getSnapshot().phase !== "resuming"));
    deepEqual(await phases(), ["done", "done", "done", "done"]);
    // Each has asked by the key of what it sent.
    const keys = (method) =>
      new Set(
        page.sent.filter((sent) => sent.method() === method).map((sent) => sent.headers()["idempotency-key"]),
      );
    equal(keys("POST").size, 4);
    deepEqual(keys("GET"), keys("POST"));
    equal(vendor.calls, 4);
  });

  test("a session that is made later takes up nothing that this page has sent", TIMEOUT, async () => {
    await sendOf("");
    await reload(page);
    const made = (resumeAs) =>
      page.evaluate(
        async ([endpoint, seed, resumeAs]) => {
          const { Session } = await import("/pkg/session.js");
          globalThis.make = () =>
            new Session({ document: "ktp", vendor: "verihubs", endpoint, retries: 0, resumeAs });
          const first = make();
          first.subscribe(() => {})();
          await first.pick(kit.picture({ seed }));
          first.send();
        },
        [endpoint, seed, resumeAs],
      );
    await made("self");
    await vendor.reached(2);
    await page.evaluate(() => {
      globalThis.second = make();
      second.subscribe(() => {});
    });
    vendor.release();
    await page.waitForTimeout(1000);
    equal(await page.evaluate(() => second.getSnapshot().phase), "idle");
  });

  test("a frame of the same tab", TIMEOUT, async () => {
    const attributes = 'resume-as="ktp"';
    await sendOf(attributes);
    const phase = page.evaluate(async (html) => {
      const frame = document.createElement("iframe");
      frame.src = "/";
      document.body.append(frame);
      await new Promise((resolve) => {
        frame.onload = resolve;
      });
      const inner = frame.contentDocument;
      const script = inner.createElement("script");
      Object.assign(script, { type: "module", src: "/pkg/element.js" });
      inner.body.innerHTML = html;
      inner.body.append(script);
      await new Promise((resolve) => setTimeout(resolve, 2000));
      return inner.querySelector("periksa-input").snapshot.phase;
    }, field(attributes));
    await page.waitForTimeout(500);
    vendor.release();
    equal(await phase, "idle");
  });

  for (const entry of ["index.js", "worker.js"])
    test(`after a sign-out nothing is left: ${entry}`, TIMEOUT, async () => {
      await sendOf('resume-as="ktp"');
      await reload(page);
      await page.evaluate(async (entry) => {
        const { OcrClient } = await import(`/pkg/${entry}`);
        sessionStorage.setItem("shop", "kept");
        OcrClient.forget();
      }, entry);
      deepEqual(await keptBy(page), []);
      equal(await page.evaluate(() => sessionStorage.getItem("shop")), "kept");
      deepEqual(await settled('resume-as="ktp"'), idle);
      const { value } = await page.evaluate(
        async ([entry, endpoint]) => {
          const { OcrClient } = await import(`/pkg/${entry}`);
          return kit.outcome(new OcrClient({ vendor: "verihubs", endpoint }).resume({ document: "ktp" }));
        },
        [entry, endpoint],
      );
      equal(value, null);
    });

  test("by itself a client asks for the call of a session too", TIMEOUT, async () => {
    await sendOf('resume-as="ktp"');
    await page.goto(`${site.origin}/?customer=1`);
    await importKit(page);
    vendor.release();
    const { value } = await page.evaluate(async (endpoint) => {
      const { OcrClient } = await import("/pkg/index.js");
      const client = new OcrClient({ vendor: "verihubs", endpoint });
      return kit.outcome(client.resume({ document: "ktp", resumeAs: "ktp" }));
    }, endpoint);
    equal(value.record.nik.value, NIK);
  });

  test("the file that the browser kept is taken where there is no answer", TIMEOUT, async () => {
    const attributes = 'resume-as="ktp"';
    const restored = () =>
      page.evaluate((seed) => field.formStateRestoreCallback(kit.picture({ seed }), "restore"), seed);
    await sendOf(attributes);
    await reload(page);
    await mount(page, field(attributes));
    await restored();
    await reach(page, "resuming");
    await restart();
    await reach(page, "ready");
    equal(await page.evaluate(() => field.file !== null), true);
    equal(vendor.calls, 1);
  });

  test("a ticket that comes later is asked with", TIMEOUT, async () => {
    const attributes = 'resume-as="ktp"';
    await sendOf(attributes);
    await reload(page);
    vendor.release();
    await page.route(/verihubs\/ktp/, (route) =>
      route.request().method() === "GET" && !route.request().headers().authorization
        ? route.fulfill({ status: 401, headers: { "Access-Control-Allow-Origin": site.origin }, body: "" })
        : route.continue(),
    );
    await mount(page, field(attributes));
    await reach(page, "failed");
    await page.evaluate(() => {
      field.headers = new Headers({ Authorization: "Bearer ticket" });
    });
    await reach(page, "done");
    equal(vendor.calls, 1);
  });
});
