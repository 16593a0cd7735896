// The proxy with a policy: pixels are judged there too, over a real socket.

import { deepEqual, equal, match } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { card } from "./support/card.mjs";
import { startProxy } from "./support/proxy.mjs";
import { ROOT } from "./support/root.mjs";

const TIMEOUT = { timeout: 60_000 };

describe("the proxy's policy", () => {
  const folder = mkdtempSync(join(tmpdir(), "periksa-policy-"));
  const policy = join(folder, "policy.json");
  let proxy;
  before(async () => {
    writeFileSync(policy, JSON.stringify({ rules: { blur: "block", dark: "shadow" }, relaxAfter: 3 }));
    proxy = await startProxy({ policy, more: ["--trust-attempt"] });
  });
  after(async () => {
    await proxy.stop();
    rmSync(folder, { recursive: true });
  });

  const send = async (picture, headers = {}) => {
    const body = new FormData();
    body.set("image", new Blob([picture], { type: "image/png" }), "ktp.png");
    const response = await fetch(`${proxy.endpoint}/verihubs/ktp`, { method: "POST", body, headers });
    return [response.status, await response.json()];
  };

  test("what it blocks reaches no vendor", TIMEOUT, async () => {
    const calls = await proxy.calls();
    const [status, { type, billed, problems }] = await send(card({ blur: 6 }));
    deepEqual([status, type, billed], [422, "urn:periksa:invalid_file", "no"]);
    deepEqual([problems[0].code, problems[0].severity], ["blur", "error"]);
    equal(await proxy.calls(), calls);
  });

  test("what it does not block does", TIMEOUT, async () => {
    const calls = await proxy.calls();
    equal((await send(card()))[0], 200);
    equal((await send(card({ light: 0.25 })))[0], 200);
    equal(await proxy.calls(), calls + 2);
  });

  test("after failed attempts it relaxes", TIMEOUT, async () => {
    equal((await send(card({ blur: 6 }), { Attempt: "2" }))[0], 422);
    equal((await send(card({ blur: 6 }), { Attempt: "3" }))[0], 200);
    const [status, { type }] = await send(card(), { Attempt: "often" });
    deepEqual([status, type], [400, "urn:periksa:invalid_payload"]);
  });

  test("a stranger's count of attempts relaxes nothing", TIMEOUT, async () => {
    const strict = await startProxy({ policy });
    const body = new FormData();
    body.set("image", new Blob([card({ blur: 6 })], { type: "image/png" }), "ktp.png");
    const request = { method: "POST", body, headers: { Attempt: "999" } };
    const response = await fetch(`${strict.endpoint}/verihubs/ktp`, request);
    await strict.stop();
    equal(response.status, 422);
  });

  test("an answer that was paid is given again, whatever a check would say now", TIMEOUT, async () => {
    const calls = await proxy.calls();
    const [status, record] = await send(card({ blur: 6 }), { Attempt: "3", "Idempotency-Key": "paid" });
    equal(status, 200);
    deepEqual(await send(card({ blur: 6 }), { Attempt: "0", "Idempotency-Key": "paid" }), [200, record]);
    equal(await proxy.calls(), calls + 1);
  });

  test("one that can't be read is refused at the start", TIMEOUT, () => {
    const wrong = join(folder, "wrong.json");
    for (const [file, text] of [
      [wrong, '{"blur": "block"}'],
      [wrong, '{"rules": {"blurr": "block"}}'],
      [wrong, "block"],
      [wrong, '{"thresholds": {"blur": 2}}'],
      [join(folder, "none.json"), null],
    ]) {
      if (text) writeFileSync(file, text);
      const arguments_ = ["--sandbox", "--port", "0", "--policy", file];
      const { status, stderr } = spawnSync("target/server/periksa-proxy", arguments_, {
        cwd: ROOT,
        encoding: "utf8",
      });
      equal(status, 2);
      match(stderr, /--policy .*\.json: /);
    }
  });
});
