// The package in front of a proxy that asks for upload tickets.

import { deepEqual, equal, rejects } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";

import { jpeg } from "./support/jpeg.mjs";
import { startProxy } from "./support/proxy.mjs";
import { ROOT } from "./support/root.mjs";

const TIMEOUT = { timeout: 60_000 };
const { OcrClient } = await import(`${ROOT}pkg/index.js`);

describe("a proxy that asks for tickets", () => {
  const env = { TICKET_KEY: randomBytes(32).toString("base64") };
  let proxy;
  let client;
  before(async () => {
    proxy = await startProxy({ env });
    client = new OcrClient({ endpoint: proxy.endpoint, vendor: "verihubs" });
  });
  after(() => proxy.stop());

  /** @param {...string} more options of the command line */
  const ticket = (...more) => {
    const options = ["ticket", "--route", "verihubs/ktp", ...more];
    return execFileSync("target/server/periksa-proxy", options, { cwd: ROOT, env, encoding: "utf8" }).trim();
  };
  const extract = (authorization) => {
    const headers = authorization ? { Authorization: authorization } : {};
    return client.extract(new Blob([jpeg()]), { document: "ktp", headers });
  };
  const asksToSignIn = ({ code, action, billed, status, vendor }) => {
    deepEqual([code, action, billed, status, vendor], ["unauthorized", "sign_in", "no", 401, null]);
    return true;
  };

  test("has the person sign in where there is none, or it is used up", TIMEOUT, async () => {
    await rejects(extract(), asksToSignIn);
    await rejects(extract("Bearer nonsense"), asksToSignIn);
    equal(await proxy.calls(), 0);
    const one = ticket();
    const { record } = await extract(`Bearer ${one}`);
    equal(typeof record.nik.value, "string");
    // Another call, with a key of its own.
    await rejects(extract(`Bearer ${one}`), asksToSignIn);
    equal(await proxy.calls(), 1);
    await extract(`Bearer ${ticket("--session", "another")}`);
    equal(await proxy.calls(), 2);
  });
});
