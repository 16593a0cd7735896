// The README's proxy in Node, in front of the sandbox.

import { deepEqual, equal, match } from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { jpeg } from "../e2e/support/jpeg.mjs";
import { startProxy } from "../e2e/support/proxy.mjs";
import { ROOT } from "../e2e/support/root.mjs";
import { closedPort } from "../e2e/support/shop.mjs";
import { askVendor, ROUTES } from "../e2e/support/vendor-documents.mjs";

const TIMEOUT = { timeout: 60_000 };
const GOOD = { width: 1000, height: 640 };

/** Starts the example on a free port. */
async function startExample(vendor) {
  const server = spawn(process.execPath, [`${ROOT}www/examples/proxy/server.mjs`], {
    env: {
      VERIHUBS_APP_ID: "sandbox-app",
      VERIHUBS_API_KEY: "sandbox-key",
      VERIHUBS_BASE_URL: vendor,
      PORT: "0",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(server.stdout, "data");
  const [, port] = /port (\d+)/.exec(line);
  return {
    endpoint: `http://127.0.0.1:${port}/api/ocr`,
    stop: async () => {
      const ended = once(server, "exit");
      server.kill();
      await ended;
    },
  };
}

describe("the proxy in Node", () => {
  let sandbox;
  let example;
  let periksa;
  before(async () => {
    sandbox = await startProxy();
    example = await startExample(`${sandbox.url}/sandbox/verihubs`);
    periksa = await import("../../pkg/index.js");
    await periksa.default(await readFile(`${ROOT}pkg/periksa_bg.wasm`));
  });
  after(() => Promise.all([sandbox.stop(), example.stop()]));

  const picture = (seed) => new File([jpeg({ ...GOOD, seed })], "ktp.jpg", { type: "image/jpeg" });
  const clientOf = ({ endpoint }) => new periksa.OcrClient({ endpoint, vendor: "verihubs", retries: 0 });
  const post = (path, { key, seed = 1, headers = {}, body }) =>
    fetch(`${example.endpoint}/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(key ? { "Idempotency-Key": key } : {}), ...headers },
      body: body ?? JSON.stringify({ image: Buffer.from(jpeg({ ...GOOD, seed })).toString("base64") }),
    });

  test("reads every document of Verihubs", TIMEOUT, async () => {
    for (const route of ROUTES.filter(({ vendor }) => vendor === "verihubs")) {
      const raw = await askVendor(sandbox, route, jpeg({ ...GOOD, seed: 9_100 }));
      const { document } = route;
      const extraction = await clientOf(example).extract(picture(9_100), { document, checkQuality: false });
      deepEqual(extraction.raw, raw, document);
    }
  });

  test("makes one call for one key, also for two at once", TIMEOUT, async () => {
    const calls = await sandbox.calls();
    const answers = await Promise.all([
      post("verihubs/ktp", { key: "k1" }),
      post("verihubs/ktp", { key: "k1" }),
    ]);
    answers.push(await post("verihubs/ktp", { key: "k1" }));
    const [first, ...others] = await Promise.all(answers.map((answer) => answer.text()));
    deepEqual(others, [first, first]);
    deepEqual(
      answers.map(({ status, headers }) => [status, headers.get("idempotency-key")]),
      new Array(3).fill([200, "k1"]),
    );
    equal((await sandbox.calls()) - calls, 1);
    await post("verihubs/ktp", { key: "k2" });
    equal((await sandbox.calls()) - calls, 2);
  });

  test("says in the contract's words what it does not pass on", TIMEOUT, async () => {
    const calls = await sandbox.calls();
    for (const [path, options, status, code] of [
      ["glair/ktp", {}, 404, "not_found"],
      ["verihubs/passport", {}, 404, "not_found"],
      ["verihubs/ktp", { headers: { "Sec-Fetch-Site": "cross-site" } }, 403, "forbidden"],
      ["verihubs/ktp", { body: Buffer.alloc(17_000_000) }, 413, "image_too_large"],
    ]) {
      const answer = await post(path, options);
      equal(answer.status, status);
      match(answer.headers.get("content-type"), /^application\/problem\+json/);
      const { type, billed } = await answer.json();
      deepEqual([type, billed], [`urn:periksa:${code}`, "no"]);
    }
    equal(await sandbox.calls(), calls);
  });

  test("keeps nothing where the vendor was not reached", TIMEOUT, async () => {
    const lost = await startExample(`http://127.0.0.1:${await closedPort()}`);
    try {
      const error = await clientOf(lost)
        .extract(picture(9_101), { document: "ktp", checkQuality: false })
        .catch((error) => error);
      deepEqual([error.code, error.billed, error.retryable], ["vendor_unavailable", "no", true]);
    } finally {
      await lost.stop();
    }
  });
});
