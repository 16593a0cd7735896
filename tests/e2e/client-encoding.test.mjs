// `toBase64`, `toDataUrl` and `encodeRequest`: the whole file, unchecked, as the proxy takes it.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { describe, test } from "node:test";

import { jpeg } from "./support/jpeg.mjs";
import { png } from "./support/png.mjs";
import { onOnePage } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const KTP = { document: "ktp", vendor: "verihubs" };

describe("encoding a file", () => {
  let page;
  onOnePage((given) => {
    ({ page } = given);
  });

  test("toBase64 and toDataUrl turn down what fits into no text, and the engine lives", TIMEOUT, async () => {
    const results = await page.evaluate(async () => {
      const { inspect, toBase64, toDataUrl } = kit.periksa;
      const piece = new Blob([new Uint8Array(1 << 20)]);
      const file = new Blob(new Array(700).fill(piece));
      return [
        await kit.outcome(toBase64(file)),
        await kit.outcome(toDataUrl(file)),
        await kit.outcome(inspect(kit.picture({ seed: 1 }))),
      ];
    });
    const [base64, dataUrl, { value: facts }] = results;
    for (const { error } of [base64, dataUrl]) {
      equal(error?.code, "invalid_options");
      match(error.message, /256 MiB/);
    }
    equal(facts.format, "jpeg");
  });

  test("toBase64 and toDataUrl give the whole file, unchecked", TIMEOUT, async () => {
    const picture = png({ seed: 3 });
    const [base64, dataUrl, empty, long] = await page.evaluate(
      async (bytes) => {
        const { toBase64, toDataUrl } = kit.periksa;
        const file = new File([Uint8Array.from(bytes)], "named.jpg", { type: "image/jpeg" });
        const long = kit.picture({ bytes: 3_000_001 });
        return [
          await toBase64(file),
          await toDataUrl(file),
          await toBase64(new Blob([])),
          await toBase64(long),
        ];
      },
      [...picture],
    );
    equal(base64, Buffer.from(picture).toString("base64"));
    equal(dataUrl, `data:image/png;base64,${base64}`);
    equal(empty, "");
    ok(long === Buffer.from(jpeg({ bytes: 3_000_001 })).toString("base64"));
  });

  test("encodeRequest makes the body the proxy takes, unchecked", TIMEOUT, async () => {
    const bodies = await page.evaluate(async (KTP) => {
      const { encodeRequest } = kit.periksa;
      const file = kit.picture({ seed: 4 }, "Siti Rahayu.jpg");
      const json = await encodeRequest(file, { ...KTP, validateQuality: true });
      const plain = await encodeRequest(file, KTP);
      const form = await encodeRequest(file, { ...KTP, validateQuality: true, upload: "multipart" });
      const stnk = await encodeRequest(file, { document: "stnk", vendor: "glair" });
      const text = await encodeRequest(new Blob(["hello"]), KTP);
      const parts = async ({ headers, body }) => ({
        headers,
        isForm: body instanceof FormData,
        quality: body.get("validate_quality"),
        names: [...body.keys()],
        name: body.get("image").name,
        type: body.get("image").type,
        bytes: [...new Uint8Array(await body.get("image").arrayBuffer())],
      });
      return {
        json: {
          headers: json.headers,
          isBlob: json.body instanceof Blob,
          type: json.body.type,
          text: await json.body.text(),
        },
        plain: await plain.body.text(),
        form: await parts(form),
        stnk: await parts(stnk),
        text: await text.body.text(),
      };
    }, KTP);
    const file = jpeg({ seed: 4 });
    const image = Buffer.from(file).toString("base64");
    deepEqual(bodies.json, {
      headers: { "Content-Type": "application/json" },
      isBlob: true,
      type: "application/json",
      text: JSON.stringify({ image, validate_quality: true }),
    });
    equal(bodies.plain, JSON.stringify({ image }));
    const form = { headers: {}, isForm: true, name: "document.jpg", type: "image/jpeg", bytes: [...file] };
    deepEqual(bodies.form, { ...form, quality: "true", names: ["image", "validate_quality"] });
    deepEqual(bodies.stnk, { ...form, quality: null, names: ["image"] });
    equal(bodies.text, JSON.stringify({ image: "aGVsbG8=" }));
  });

  test("nothing made the console complain", () => deepEqual(page.complaints, []));
});
