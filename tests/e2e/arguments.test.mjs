// What functions are called with: options that a function does not have are refused by name; what says nothing is none.

import { deepEqual, match, notEqual } from "node:assert/strict";
import { describe, test } from "node:test";

import { OcrError } from "../../pkg/index.js";
import { onOnePage } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };

/** Options that a function does not have. */
const REFUSED = {
  check: { when: "needed", maxBytes: 1000, rotate: 90, upload: "base64", today: "2026-01-01" },
  prepare: { upload: "base64", today: "2026-01-01" },
  encodeRequest: { when: "needed", maxBytes: 1000, rotate: 90 },
  extract: { when: "needed", maxBytes: 1000, rotate: 90, vendor: "glair", upload: "multipart" },
  OcrClient: { document: "ktp", timeout: 5 },
};

describe("arguments", () => {
  let shop;
  let page;
  onOnePage((given) => {
    ({ shop, page } = given);
  });

  for (const entry of ["index", "worker"]) {
    test(`periksa/${entry} refuses options that the function does not have`, TIMEOUT, async () => {
      const errors = await page.evaluate(
        async ([entry, endpoint, refused]) => {
          const periksa = await import(`/pkg/${entry}.js`);
          const ktp = { document: "ktp", vendor: "verihubs" };
          const client = new periksa.OcrClient({ endpoint, vendor: "verihubs" });
          const call = (name, option) => {
            if (name === "OcrClient")
              return new periksa.OcrClient({ endpoint, vendor: "verihubs", ...option });
            if (name === "extract") return client.extract(kit.picture(), { document: "ktp", ...option });
            return periksa[name](kit.picture(), { ...ktp, ...option });
          };
          const errors = [];
          for (const [name, options] of Object.entries(refused))
            for (const [option, value] of Object.entries(options)) {
              const { error } = await kit.outcome(() => call(name, { [option]: value }));
              errors.push([`${name} ${option}`, error?.code, error?.message ?? ""]);
            }
          return errors;
        },
        [entry, shop.proxy.endpoint, REFUSED],
      );
      for (const [call, code, message] of errors) {
        deepEqual([call, code], [call, "invalid_options"]);
        match(message, new RegExp(`${call.split(" ")[1]}: `));
      }
    });

    test(`periksa/${entry} takes what says nothing as none`, TIMEOUT, async () => {
      const results = await page.evaluate(
        async ([entry, endpoint]) => {
          const { inspect, assessQuality, check, OcrClient } = await import(`/pkg/${entry}.js`);
          const files = [kit.picture({ seed: 22_000 }), kit.picture({ seed: 22_001 })];
          const facts = await Promise.all(files.map(inspect));
          const quality = await Promise.all(files.map(assessQuality));
          const nothing = { when: undefined, upload: null, today: undefined };
          const report = await check(files[0], { document: "ktp", vendor: "verihubs", ...nothing });
          const client = new OcrClient({ endpoint, vendor: "verihubs" });
          const same = { document: "ktp", vendor: "verihubs", upload: "base64", headers: null };
          const { sandbox } = await client.extract(files[0], same);
          return [facts.map(({ format }) => format), quality.length, report.ok, sandbox];
        },
        [entry, shop.proxy.endpoint],
      );
      deepEqual(results, [["jpeg", "jpeg"], 2, true, true]);
    });
  }

  test("each error has problems of its own", () => {
    const [one, other] = [new OcrError({ code: "timeout" }), new OcrError({ code: "timeout" })];
    notEqual(one.problems, other.problems);
    deepEqual(one.problems, []);
  });
});
