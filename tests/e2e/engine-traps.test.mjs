// The engine that breaks: every call under way and every later one ends in `engine_unavailable`, and none hangs.

import { deepEqual } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";

import binaryen from "binaryen";

import { ROOT } from "./support/root.mjs";
import { openShop } from "./support/shop.mjs";

const TIMEOUT = { timeout: 60_000 };
const wasm = readFileSync(`${ROOT}pkg/periksa_bg.wasm`);

describe("an engine that breaks", () => {
  let shop;
  before(async () => {
    const broken = Object.fromEntries(
      ["job_poll", "job_outcome", "read", "check", "encode_call", "send", "requirements"].map((name) => [
        `/broken-${name}.wasm`,
        serving(trapping(name)),
      ]),
    );
    shop = await openShop({ routes: broken });
  });
  after(() => shop.close());

  /** Each export that traps, and a call that meets it. */
  const TRAPS = {
    job_poll: "periksa.inspect(file)",
    job_outcome: "periksa.inspect(file)",
    check: "periksa.check(file, ktp)",
    requirements: "periksa.requirements('ktp', 'verihubs')",
    read: "periksa.normalize('{}', ktp)",
    encode_call: "client.extract(file, ktp)",
    send: "client.extract(file, ktp)",
  };

  for (const [name, call] of Object.entries(TRAPS)) {
    for (const counted of [false, true]) {
      test(`a trap in ${name}${counted ? ", with a counted call under way" : ""}`, TIMEOUT, async () => {
        const page = await shop.page();
        await page.evaluate((name) => kit.init(new URL(`/broken-${name}.wasm`, location.href)), name);
        const posted = page.waitForRequest((request) => request.method() === "POST").catch(() => null);
        await page.evaluate(
          ([endpoint, counted]) => {
            const settings = { endpoint, headers: { "Sandbox-Scenario": "slow:30000" } };
            globalThis.pending = kit.extract({ settings, counted });
          },
          [shop.proxy.endpoint, counted],
        );
        // Where the engine breaks before anything is sent, there is no request to wait for.
        await Promise.race([posted, page.evaluate(() => pending)]);
        const codes = await page.evaluate(
          async ([call, endpoint]) => {
            const { periksa } = kit;
            const ktp = { document: "ktp", vendor: "verihubs" };
            const client = new periksa.OcrClient({ endpoint, vendor: "verihubs" });
            const file = kit.picture();
            const broken = new Function("periksa", "client", "file", "ktp", `return ${call}`);
            const soon = (promise) => {
              const hangs = { error: { code: "hangs" } };
              return Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 5_000, hangs))]);
            };
            const results = [
              await soon(kit.outcome(() => broken(periksa, client, file, ktp))),
              await soon(pending),
            ];
            for (const again of [
              () => periksa.inspect(file),
              () => periksa.requirements("ktp", "verihubs"),
              () => periksa.normalize("{}", ktp),
              () => client.extract(file, { document: "ktp" }),
            ]) {
              results.push(await soon(kit.outcome(again)));
            }
            return results.map(({ error }) => [error?.code, error?.isOcrError ?? false]);
          },
          [call, shop.proxy.endpoint],
        );
        deepEqual(codes, new Array(6).fill(["engine_unavailable", true]));
        deepEqual(page.complaints, []);
        await page.context().close();
      });
    }
  }
});

/** The wasm with a trap in place of what this export does. */
function trapping(name) {
  const module = binaryen.readBinary(wasm);
  const index = Array.from({ length: module.getNumExports() }, (_, i) => i).find(
    (i) => binaryen.getExportInfo(module.getExportByIndex(i)).name === name,
  );
  if (index === undefined) throw new Error(`the wasm does not export ${name}`);
  const { value } = binaryen.getExportInfo(module.getExportByIndex(index));
  binaryen.Function(module.getFunction(value)).setBody(module.unreachable());
  const bytes = module.emitBinary();
  module.dispose();
  return Buffer.from(bytes);
}

function serving(body) {
  return (_, response) => response.writeHead(200, { "Content-Type": "application/wasm" }).end(body);
}
