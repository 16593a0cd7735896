// Privacy: no value of a record and no name of a file in events, attributes, addresses or the console.

import { deepEqual, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { button, choose, mount, picture, reach, sendingForm } from "./support/element.mjs";
import { onFreshPages } from "./support/shop.mjs";

const TIMEOUT = { timeout: 120_000 };

describe("privacy", () => {
  let shop;
  let page;
  let seed;
  onFreshPages(5_000, (given) => {
    ({ shop, page, seed } = given);
  });
  const sending = (attributes) => sendingForm(shop, attributes);

  test("onEvent gets codes and sizes, and no value of a field", TIMEOUT, async () => {
    const [events, records] = await page.evaluate(
      async ([endpoint, seed]) => {
        const events = [];
        const records = [];
        const call = async (vendor, document, scenario, options) => {
          const headers = { "Sandbox-Scenario": scenario };
          const client = new kit.periksa.OcrClient({
            endpoint,
            vendor,
            headers,
            onEvent: (event) => events.push(event),
          });
          const file = kit.picture({ seed: seed + events.length }, "Siti-Rahayu-3273.jpg");
          const { value } = await kit.outcome(client.extract(file, { document, ...options }));
          if (value) records.push(value.record, value.requestId, value.referenceId);
        };
        await call("verihubs", "ktp", "");
        await call("glair", "stnk", "", { table: true });
        await call("verihubs", "ktp", "KTP_NOT_DETECTED");
        await call("verihubs", "ktp", "429-once");
        return [events, records];
      },
      [shop.proxy.endpoint, seed + 100],
    );
    const done = events.filter(({ phase }) => phase === "done");
    deepEqual(
      done.map(({ code, attempts, sandbox }) => [code, attempts, sandbox]),
      [
        [null, 1, true],
        [null, 1, true],
        ["document_not_detected", null, null],
        [null, 2, true],
      ],
    );
    const sent = events.filter(({ phase }) => phase === "sending").map(({ status, code }) => [status, code]);
    deepEqual(sent, [
      [200, null],
      [200, null],
      [400, "document_not_detected"],
      [429, "rate_limited"],
      [200, null],
    ]);
    deepEqual(
      new Set(events.map(({ phase }) => phase)),
      new Set(["checking", "encoding", "sending", "done"]),
    );
    const told = JSON.stringify(events).toLowerCase();
    const texts = [...JSON.stringify(records).matchAll(/"(?:value|text)":"([^"]{3,})"/g)].map(
      ([, text]) => text,
    );
    ok(texts.length > 50);
    for (const text of [...texts, "Siti", "3273"]) ok(!told.includes(text.toLowerCase()), text);
  });

  test(
    "<periksa-input> keeps names and values out of attributes, addresses and the console",
    TIMEOUT,
    async () => {
      await mount(page, sending());
      const logs = [];
      page.on("console", (message) => logs.push(message.text()));
      await choose(page, { ...picture(), name: "Siti Rahayu.jpg" });
      await reach(page, "ready");
      await button(page, "send").click();
      await reach(page, "done");
      const [attributes, nik] = await page.evaluate(() => {
        const all = [field, ...field.shadowRoot.querySelectorAll("*")];
        return [
          all.flatMap((element) => [...element.attributes].map(({ value }) => value)),
          field.snapshot.extraction.record.nik.value,
        ];
      });
      for (const text of [...attributes, ...logs]) ok(!text.includes("Siti") && !text.includes(nik), text);
      ok(page.posts.every((post) => !post.url().includes("Siti")));
    },
  );
});
