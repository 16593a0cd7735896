// A file that was mended and then refused: the error brings what was made of it, and a session shows that.

import { deepEqual, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const OPTIONS = {
  document: "ktp",
  vendor: "verihubs",
  policy: { rules: { card_not_found: "block" } },
};
/** Defines `dark`: a WebP, which is converted, of nothing but black, and so without a card. */
const makeDark = async () => {
  const canvas = new OffscreenCanvas(900, 600);
  canvas.getContext("2d").fillRect(0, 0, 900, 600);
  const blob = await canvas.convertToBlob({ type: "image/webp" });
  globalThis.dark = new File([blob], "ktp.webp", { type: "image/webp" });
};

describe("a file that was mended and then refused", () => {
  let shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  for (const entry of ["index", "worker"]) {
    test(`periksa/${entry}: the error brings what was made of it`, TIMEOUT, async () => {
      const page = await shop.page();
      await page.evaluate(makeDark);
      const found = await page.evaluate(
        async ([entry, options]) => {
          const { prepare } = await import(`/pkg/${entry}.js`);
          const error = await prepare(dark, options).catch((error) => error);
          const { file, changes, facts } = error.prepared;
          return [error.code, error.report.ok, file.type, facts.format, changes.map(({ kind }) => kind)];
        },
        [entry, OPTIONS],
      );
      deepEqual(found.slice(0, 4), ["invalid_file", false, "image/jpeg", "jpeg"]);
      ok(found[4].length > 0);
      const none = await page.evaluate(
        async ([entry, options]) => {
          const { prepare } = await import(`/pkg/${entry}.js`);
          const error = await prepare(new File(["no picture"], "ktp.jpg"), options).catch((error) => error);
          return [error.code, error.prepared];
        },
        [entry, OPTIONS],
      );
      deepEqual(none, ["invalid_file", null]);
      await page.context().close();
    });
  }

  test("a session keeps it, and prepares the file once", TIMEOUT, async () => {
    const page = await shop.page();
    await page.evaluate(makeDark);
    const [phase, format, isSame, calls] = await page.evaluate(async (options) => {
      const { Session } = await import("/pkg/session.js");
      const engine = await import("/pkg/index.js");
      let calls = 0;
      const prepare = (...given) => {
        calls += 1;
        return engine.prepare(...given);
      };
      const session = new Session({ ...options, engine: { ...engine, prepare } });
      await session.pick(dark);
      const { phase, prepared, error } = session.getSnapshot();
      return [phase, prepared?.facts.format, prepared === error.prepared, calls];
    }, OPTIONS);
    deepEqual([phase, format, isSame, calls], ["failed", "jpeg", true, 1]);
    await page.context().close();
  });
});
