// A file that failed its check, and that nothing mends, is never sent: by `extract`, by a session, by `prepare`.

import { deepEqual, equal } from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { crc32 } from "node:zlib";

import { pdf } from "./support/pdf.mjs";
import { ROOT } from "./support/root.mjs";
import { onOnePage } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const FILES = {
  "a PDF for a KTP": async () => [Buffer.from(pdf()), "ktp.pdf"],
  "a GIF": async () => [Buffer.from("R0lGODlh6AOAAgAAACwAAAAA6AOAAgACAkQBADs=", "base64"), "ktp.gif"],
  "a picture of more pixels than are decoded": async () => [await own("png/bomb.png"), "ktp.png"],
  "a WebP that this browser can't decode": async () => [
    (await own("webp/lossy.webp")).fill(0, 40, 120),
    "ktp.webp",
  ],
};
const own = (name) => readFile(`${ROOT}/tests/corpus/files/${name}`);

describe("a file that can't be mended", () => {
  let shop;
  let page;
  onOnePage((given) => {
    ({ shop, page } = given);
  });

  for (const [name, make] of Object.entries(FILES)) {
    test(`${name} is refused with its report, and nothing is sent`, TIMEOUT, async () => {
      const [bytes, fileName] = await make();
      page.posts.length = 0;
      const outcomes = await page.evaluate(
        async ([base64, fileName, settings]) => {
          const bytes = await (await fetch(`data:application/octet-stream;base64,${base64}`)).arrayBuffer();
          const file = new File([bytes], fileName);
          const { OcrClient, prepare } = kit.periksa;
          const ktp = { document: "ktp", vendor: "verihubs" };
          const calls = {
            extract: () => new OcrClient(settings).extract(file, { document: "ktp" }),
            needed: () => prepare(file, { ...ktp, when: "needed" }),
            turned: () => prepare(file, { ...ktp, when: "needed", rotate: 90 }),
            never: () => prepare(file, { ...ktp, when: "never" }),
            always: () => prepare(file, ktp),
          };
          const outcomes = {};
          for (const [call, work] of Object.entries(calls)) {
            const { error } = await kit.outcome(work);
            outcomes[call] = [error?.code, error?.report?.ok];
          }
          const { Session } = await import("/pkg/session.js");
          const session = new Session({ ...settings, ...ktp, engine: kit.periksa });
          await session.pick(file);
          await session.send();
          const { phase, report } = session.getSnapshot();
          outcomes.session = [phase, report?.ok];
          return outcomes;
        },
        [bytes.toString("base64"), fileName, { vendor: "verihubs", endpoint: shop.proxy.endpoint }],
      );
      const refused = ["invalid_file", false];
      deepEqual(outcomes, {
        extract: refused,
        needed: refused,
        turned: refused,
        never: refused,
        always: refused,
        session: ["failed", false],
      });
      equal(page.posts.length, 0);
    });
  }

  test("a huge size in a header is told, not a broken engine", TIMEOUT, async () => {
    const bytes = await own("png/bomb.png");
    bytes.writeUInt32BE(0x7fffffff, 16);
    bytes.writeUInt32BE(0x7fffffff, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    const problems = await page.evaluate(async (base64) => {
      const bytes = await (await fetch(`data:application/octet-stream;base64,${base64}`)).arrayBuffer();
      const report = await kit.periksa.check(new File([bytes], "ktp.png"), {
        document: "ktp",
        vendor: "verihubs",
      });
      return report.problems.map(({ code }) => code);
    }, bytes.toString("base64"));
    deepEqual(problems, ["too_many_pixels"]);
  });
});
