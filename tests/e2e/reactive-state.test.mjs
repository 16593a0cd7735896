// Settings, clients and sessions that a framework keeps in its state, behind a Proxy, as Vue's `reactive` and Svelte's
// `$state` do.

import { deepEqual, equal, match } from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";

import { mount } from "./support/element.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("state behind a Proxy", () => {
  let shop;
  let page;
  let seed = 22_000;
  before(async () => {
    shop = await openShop();
  });
  beforeEach(async () => {
    seed += 10;
    page = await shop.page();
    await page.evaluate(
      async ([endpoint, seed]) => {
        const { reactive } = await import("/support/reactive.mjs");
        const { Session } = await import("/pkg/session.js");
        const worker = await import("/pkg/worker.js");
        const policy = { rules: { blur: "shadow" }, thresholds: { blur: 0.9 }, relaxAfter: 3 };
        const picture = () => kit.picture({ seed, width: 1000, height: 640 });
        Object.assign(globalThis, { reactive, Session, worker, policy, endpoint, picture });
      },
      [shop.proxy.endpoint, seed],
    );
  });
  afterEach(async () => {
    deepEqual(page.complaints, []);
    await page.context().close();
  });
  after(() => shop.close());

  for (const entry of ["index", "worker"]) {
    test(`periksa/${entry}: a policy gives the report that it gives as it is`, TIMEOUT, async () => {
      const [one, other] = await page.evaluate(async (entry) => {
        const engine = await import(`/pkg/${entry}.js`);
        const options = { document: "ktp", vendor: "verihubs", policy };
        const given = [options, { ...options, policy: reactive(policy) }, reactive({ ...options })];
        const reports = await Promise.all(
          given.map((options) => kit.outcome(engine.check(picture(), options))),
        );
        return [reports[0], reports.slice(1)];
      }, entry);
      equal(one.value?.ok, true);
      deepEqual(other, [one, one]);
    });

    test(`periksa/${entry}: a client reads a record`, TIMEOUT, async () => {
      const found = await page.evaluate(async (entry) => {
        const { OcrClient } = await import(`/pkg/${entry}.js`);
        const state = reactive({
          client: new OcrClient(reactive({ endpoint, vendor: "verihubs", headers: {} })),
          options: { document: "ktp", policy, headers: {} },
        });
        return kit.outcome(state.client.extract(picture(), state.options));
      }, entry);
      equal(found.value?.record.nik.value?.length, 16, JSON.stringify(found.error));
    });

    test(`periksa/${entry}: an answer is read`, TIMEOUT, async () => {
      const nik = await page.evaluate(async (entry) => {
        const { normalize } = await import(`/pkg/${entry}.js`);
        const answer = reactive({ data: { nik: "3201014203890002" }, status_code: "200000" });
        const { record } = await normalize(answer, { document: "ktp", vendor: "verihubs" });
        return record.nik.value;
      }, entry);
      equal(nik, "3201014203890002");
    });

    test(`periksa/${entry}: what is no data is still refused`, TIMEOUT, async () => {
      const { error } = await page.evaluate(async (entry) => {
        const engine = await import(`/pkg/${entry}.js`);
        const odd = reactive({
          document: "ktp",
          vendor: "verihubs",
          policy: { rules: { blur: () => "off" } },
        });
        return kit.outcome(engine.check(picture(), odd));
      }, entry);
      equal(error?.code, "invalid_options");
    });
  }

  test("a session goes all its way", TIMEOUT, async () => {
    const found = await page.evaluate(async () => {
      const settings = reactive({ document: "ktp", vendor: "verihubs", endpoint, policy });
      const state = reactive({ session: new Session(settings) });
      const phases = [];
      const stop = state.session.subscribe(() => phases.push(state.session.getSnapshot().phase));
      const { formats } = await state.session.requirements();
      await state.session.pick(picture());
      await state.session.rotate();
      state.session.configure({ ...settings, today: "2026-01-01" });
      await state.session.send();
      const { phase, extraction, error } = state.session.getSnapshot();
      state.session.cancel();
      state.session.clear();
      stop();
      return [formats, phase, extraction?.record.nik.value.length, error, [...new Set(phases)]];
    });
    deepEqual(found.slice(1), ["done", 16, null, ["checking", "ready", "sending", "done", "idle"]]);
  });

  test("a policy that changes in place is taken by the next configure", TIMEOUT, async () => {
    const found = await page.evaluate(async () => {
      const settings = reactive({
        document: "ktp",
        vendor: "verihubs",
        policy: { rules: { blur: "warn" } },
      });
      const session = new Session(settings);
      await session.pick(kit.picture({ seed: 1, width: 500, height: 320 }));
      const before = session.getSnapshot().phase;
      settings.policy.rules.blur = "block";
      session.configure(settings);
      return [before, session.getSnapshot().phase];
    });
    deepEqual(found[1], "checking");
  });

  test("the element takes a policy", TIMEOUT, async () => {
    await mount(page, '<periksa-input kind="ktp" vendor="verihubs"></periksa-input>');
    const [phase, message] = await page.evaluate(async () => {
      field.policy = reactive(policy);
      await field.pick(picture());
      return [field.snapshot.phase, field.snapshot.error?.message];
    });
    equal(phase, "ready", message);
  });

  test("texts of a further language are taught to the worker", TIMEOUT, async () => {
    const said = await page.evaluate(async () => {
      await worker.parseNik("1");
      await worker.registerMessages("jv", reactive({ file_too_large: "gedhe", too_few_pixels: "cilik" }));
      const small = kit.picture({ seed: 2, width: 300, height: 200 });
      const { problems } = await worker.check(small, { document: "ktp", vendor: "verihubs" });
      return problems.find(({ code }) => code === "too_few_pixels").messages.jv;
    });
    match(said, /cilik/);
  });
});
