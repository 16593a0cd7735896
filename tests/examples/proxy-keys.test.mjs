// The README's proxy in Node: whose answer a key gives, how bytes are counted, and that the vendor's are untouched.

import { deepEqual, equal } from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";

import { codeOfReadme } from "../packaging/support/readme.mjs";

const TIMEOUT = { timeout: 60_000 };
const BOUNDARY = "periksa-boundary";

describe("the README's proxy", () => {
  let folder;
  let vendor;
  let proxy;
  let port;
  let calls = 0;
  /** The vendor's next answer: no valid UTF-8. */
  const answer = Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]);
  before(async () => {
    vendor = createServer(async (asked, response) => {
      for await (const _ of asked);
      calls += 1;
      response.writeHead(200, { "Content-Type": "application/json; charset=latin1" }).end(answer);
    }).listen(0, "127.0.0.1");
    await once(vendor, "listening");
    folder = await mkdtemp(join(tmpdir(), "periksa-proxy-"));
    for (const [name, words] of [
      ["proxy.mjs", "export async function ocr"],
      ["server.mjs", "createServer(ocr)"],
    ])
      await writeFile(join(folder, name), await codeOfReadme(words));
    proxy = spawn(process.execPath, [join(folder, "server.mjs")], {
      env: {
        VERIHUBS_APP_ID: "app",
        VERIHUBS_API_KEY: "key",
        VERIHUBS_BASE_URL: `http://127.0.0.1:${vendor.address().port}`,
        PORT: "0",
      },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(proxy.stdout, "data");
    [, port] = /port (\d+)/.exec(line);
  });
  beforeEach(() => {
    calls = 0;
  });
  after(async () => {
    const ended = once(proxy, "exit");
    proxy.kill();
    await ended;
    await rm(folder, { recursive: true });
    vendor.closeAllConnections();
    vendor.close();
  });

  /** Sends the chunks as they are; without a length they go out chunked. */
  const post = async (chunks, { path = "ktp", key, type = "application/json", length } = {}) => {
    const headers = { "Content-Type": type };
    if (key) headers["Idempotency-Key"] = key;
    if (length) headers["Content-Length"] = length;
    const url = `http://127.0.0.1:${port}/api/ocr/verihubs/${path}`;
    const sending = request(url, { method: "POST", headers });
    const answered = once(sending, "response");
    for (const chunk of chunks) if (!sending.write(chunk)) await once(sending, "drain");
    sending.end();
    const [response] = await answered;
    const body = [];
    for await (const chunk of response) body.push(chunk);
    return { status: response.statusCode, headers: response.headers, body: Buffer.concat(body) };
  };
  const form = (picture, boundary = BOUNDARY) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\n\r\n${picture}\r\n--${boundary}--\r\n`,
  ];
  const formType = (boundary = BOUNDARY) => `multipart/form-data; boundary=${boundary}`;

  test("takes a chunked upload", TIMEOUT, async () => {
    const { status } = await post(["{", '"image":"abc"', "}"]);
    deepEqual([status, calls], [200, 1]);
  });

  test("counts bytes while it reads, chunked or not", TIMEOUT, async () => {
    const mebibyte = Buffer.alloc(1024 * 1024);
    for (const length of [undefined, 17 * mebibyte.length]) {
      const { status, body } = await post(new Array(17).fill(mebibyte), { length });
      deepEqual([status, JSON.parse(body).billed], [413, "no"]);
    }
    const { status } = await post(new Array(16).fill(mebibyte));
    deepEqual([status, calls], [200, 1]);
  });

  test("passes the vendor's bytes on untouched", TIMEOUT, async () => {
    const { body, headers } = await post(["{}"]);
    deepEqual(body, answer);
    equal(headers["content-type"], "application/json; charset=latin1");
  });

  test("gives a key's answer to the same request alone", TIMEOUT, async () => {
    equal((await post(["one"], { key: "k" })).status, 200);
    equal((await post(["one"], { key: "k" })).status, 200);
    equal(calls, 1);
    for (const [chunks, options] of [
      [["two"], {}],
      [["one"], { path: "kitas" }],
      [[" one"], {}],
      [form("one"), { type: formType() }],
    ]) {
      const { status, body, headers } = await post(chunks, { key: "k", ...options });
      equal(status, 422);
      equal(headers["content-type"], "application/problem+json");
      deepEqual(JSON.parse(body).type, "urn:periksa:invalid_payload");
    }
    equal(calls, 1);
    equal((await post(["two"], { key: "other" })).status, 200);
  });

  test("knows a form again by its parts, whatever its boundary", TIMEOUT, async () => {
    const send = (picture, boundary) =>
      post(form(picture, boundary), { path: "kitas", key: "f", type: formType(boundary) });
    equal((await send("one")).status, 200);
    equal((await send("one", "another-boundary")).status, 200);
    equal((await send("two", "a-third")).status, 422);
    equal(calls, 1);
  });

  test("gives a key's answer to whoever asks by the key alone", TIMEOUT, async () => {
    const get = (key) =>
      fetch(`http://127.0.0.1:${port}/api/ocr/verihubs/ktp`, { headers: { "Idempotency-Key": key } });
    await post(["asked"], { key: "asked" });
    const answered = await get("asked");
    deepEqual(Buffer.from(await answered.arrayBuffer()), answer);
    deepEqual(
      ["idempotency-key", "cache-control"].map((name) => answered.headers.get(name)),
      ["asked", "no-store"],
    );
    equal(calls, 1);
    const unknown = await get("never");
    deepEqual([unknown.status, (await unknown.json()).billed], [404, "unknown"]);
    equal(calls, 1);
  });

  test("also while the first call still runs", TIMEOUT, async () => {
    const options = { key: "running" };
    const [one, same, other] = await Promise.all([
      post(["one"], options),
      post(["one"], options),
      post(["two"], options).catch((error) => error),
    ]);
    deepEqual([one.status, same.status, other.status].sort(), [200, 200, 422]);
    equal(calls, 1);
  });
});
