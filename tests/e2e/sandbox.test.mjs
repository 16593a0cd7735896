// The package's own sandbox, by its command and over real sockets, held against the repository's: the same answers, the same
// refusals, and a page that leads to a record. `RENEW=1` takes the repository's answers into the package.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { after, before, describe, test } from "node:test";

import { launch, openPage } from "./support/browser.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { startProxy } from "./support/proxy.mjs";
import { ROOT } from "./support/root.mjs";
import { startSite } from "./support/site.mjs";
import { ROUTES } from "./support/vendor-documents.mjs";

const TIMEOUT = { timeout: 60_000 };
const KEPT = `${ROOT}pkg-templates/sandbox/answers.json`;
const SIZE = [1000, 640];
const [width, height] = SIZE;
/** Who is in the answers. */
const picture = () => new File([jpeg({ width, height, seed: 1994 })], "ktp.jpg", { type: "image/jpeg" });
const VARIANTS = [
  ...ROUTES.map(({ vendor, document }) => ({ vendor, document, query: "" })),
  { vendor: "glair", document: "stnk", query: "?table=true" },
  ...[1, 2, 3, 4].map((page) => ({ vendor: "glair", document: "bpkb", query: `?page=${page}` })),
];
const FAMILIES = { "verihubs/ktp": "verihubs/ktp", verihubs: "verihubs/stnk", glair: "glair/ktp" };
const KTP = "verihubs/v2/ktp/extract";
const VERIHUBS = { "App-ID": "sandbox-app", "API-Key": "sandbox-key" };

/** `npx periksa …`: its process, and what it says on its first line. */
function command(...args) {
  const child = spawn(process.execPath, [`${ROOT}pkg/cli.js`, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8");
  child.stderr.setEncoding("utf8");
  return child;
}

describe("the package's sandbox", () => {
  let periksa;
  let theirs;
  let child;
  let origin;
  let browser;
  before(async () => {
    periksa = await import("../../pkg/index.js");
    [theirs, browser] = await Promise.all([startProxy(), launch()]);
    if (process.env.RENEW) await writeFile(KEPT, `${JSON.stringify(await answersOf(theirs))}\n`);
    child = command("sandbox", "--port", "0");
    const [line] = await once(child.stdout, "data");
    [, origin] = /(http:\/\/127\.0\.0\.1:\d+)\n/.exec(line);
  }, TIMEOUT);
  after(async () => {
    const ended = once(child, "exit");
    child.kill();
    await Promise.all([ended, theirs.stop(), browser.close()]);
  });

  const extract = (endpoint, { vendor, document, query = "" }, file = picture(), scenario = "") => {
    const { page, table } = Object.fromEntries(new URLSearchParams(query));
    const client = new periksa.OcrClient({ endpoint, vendor, retries: 0 });
    const more = { ...(page ? { page: Number(page) } : {}), ...(table ? { table: true } : {}) };
    const headers = scenario ? { "Sandbox-Scenario": scenario } : {};
    return client.extract(file, { document, today: "2026-01-01", checkQuality: false, headers, ...more });
  };
  const own = () => `${origin}/api/ocr`;

  test("has the answers of the repository's; RENEW=1 takes them", TIMEOUT, async () => {
    deepEqual(JSON.parse(await readFile(KEPT, "utf8")), await answersOf(theirs));
  });

  for (const variant of VARIANTS) {
    test(`gives a record: ${variant.vendor}/${variant.document}${variant.query}`, TIMEOUT, async () => {
      const { requestId, ...extraction } = await extract(own(), variant);
      const { requestId: _, ...expected } = await extract(theirs.endpoint, variant);
      match(requestId, /^sandbox-\d+$/);
      equal(extraction.sandbox, true);
      deepEqual(extraction, expected);
    });
  }

  test("puts polygons where they are in the picture", TIMEOUT, async () => {
    const sent = jpeg({ width: 2 * width, height: 2 * height });
    const { record } = await extract(own(), { vendor: "glair", document: "ktp" }, new Blob([sent]));
    const { record: small } = await extract(own(), { vendor: "glair", document: "ktp" });
    ok(small.nik.polygon.length > 2);
    deepEqual(
      record.nik.polygon,
      small.nik.polygon.map(([x, y]) => [2 * x, 2 * y]),
    );
  });

  test("plays the documented errors, and others", TIMEOUT, async () => {
    const codeOf = (route, scenario) => {
      const [vendor, document] = route.split("/");
      return extract(own(), { vendor, document }, picture(), scenario).then(
        () => null,
        ({ code }) => code,
      );
    };
    deepEqual(
      await Promise.all(
        [
          ["verihubs/ktp", "KTP_NOT_DETECTED"],
          ["verihubs/ktp", "FAIL_ON_1"],
          ["verihubs/stnk", "OCR_40004"],
          ["glair/ktp", "FAILED"],
          ["verihubs/kitas", "429"],
          ["verihubs/ktp", "502"],
          ["verihubs/ktp", "constructor"],
        ].map(([route, scenario]) => codeOf(route, scenario)),
      ),
      [
        ...["document_not_detected", "quality_rejected", "quota_exhausted", "quality_rejected"],
        ...["rate_limited", "vendor_unavailable", "unknown"],
      ],
    );
    const headers = { "Sandbox-Scenario": "no such" };
    const answer = await fetch(`${own()}/verihubs/ktp`, { method: "POST", headers, body: "{}" });
    equal(answer.status, 400);
    match((await answer.json()).message, /Known here: slow, .*429.*, KTP_NOT_DETECTED/);
  });

  test("is slow where that is asked for", TIMEOUT, async () => {
    const began = performance.now();
    await extract(own(), { vendor: "verihubs", document: "ktp" }, picture(), "slow");
    ok(performance.now() - began > 4_900);
  });

  test("refuses bodies and files as the repository's does", TIMEOUT, async () => {
    const base64 = (bytes) => Buffer.from(bytes).toString("base64");
    for (const body of [
      ...["", "no JSON", "[]", "{}", '{"picture":"x"}', '{"image":""}', '{"image":7}', '{"image":"***"}'],
      JSON.stringify({ image: base64("no picture") }),
      JSON.stringify({ image: base64(jpeg({ width: 300, height: 200 })) }),
      JSON.stringify({ image: base64(jpeg({ bytes: 11_000_000 })) }),
      JSON.stringify({ image: base64(jpeg()) }),
      JSON.stringify({ image: "https://files.example/ktp.jpg" }),
    ]) {
      const headers = { "Content-Type": "application/json" };
      const expected = await fetch(`${theirs.url}/sandbox/${KTP}`, {
        method: "POST",
        headers: { ...headers, ...VERIHUBS },
        body,
      });
      const answer = await fetch(`${own()}/verihubs/ktp`, { method: "POST", headers, body });
      const [said, theirWords] = [await answer.json(), await expected.json()];
      const what = body.slice(0, 60);
      deepEqual([answer.status, said.error_code], [expected.status, theirWords.error_code], what);
    }
    for (const [route, bytes, status, code] of [
      ["verihubs/stnk", "no picture", 422, "OCR_40001"],
      ["glair/stnk", "no picture", 415, "FILE_INVALID_FORMAT"],
      ["glair/stnk", "", 400, "NO_FILE"],
      ["glair/stnk", null, 400, "NO_FILE"],
      ["verihubs/ktp", jpeg(), 200, "SUCCESS"],
    ]) {
      const body = new FormData();
      if (bytes !== null) body.set("image", new Blob([bytes]), "card.jpg");
      else body.set("other", "x");
      const answer = await fetch(`${own()}/${route}`, { method: "POST", body });
      const said = await answer.json();
      deepEqual([answer.status, said.error_code ?? said.status_code ?? said.status], [status, code], route);
    }
  });

  test("answers nothing else, and lives on", TIMEOUT, async () => {
    for (const [path, status, options = {}] of [
      ["/api/ocr/verihubs/passport", 404, { method: "POST", body: "{}" }],
      ["/api/ocr/constructor", 404, { method: "POST", body: "{}" }],
      ["/api/ocr/verihubs/ktp", 404],
      ["/api/ocr/verihubs/ktp", 413, { method: "POST", body: Buffer.alloc(17_000_000) }],
      ["/periksa/index.js", 200],
      ["/periksa/package.json", 404],
      ["/periksa/..%2Fpackage.json", 404],
      ["/periksa/nothing.js", 404],
      ["/", 404, { method: "POST", body: "{}" }],
    ]) {
      const answer = await fetch(origin + path, options);
      equal(answer.status, status, path);
      await answer.arrayBuffer();
    }
    const { port } = new URL(origin);
    for (const text of [
      "POST // HTTP/1.1\r\nHost: x\r\n\r\n",
      "POST /api/ocr/verihubs/ktp HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx",
    ]) {
      const socket = createConnection(Number(port), "127.0.0.1");
      await once(socket, "connect");
      socket.end(text);
      await once(socket.resume(), "close");
    }
    equal((await fetch(origin)).status, 200);
  });

  test("its page leads to a record, and to an error", TIMEOUT, async (t) => {
    const page = await openPage(browser, origin);
    t.after(() => page.context().close());
    const send = async (route, scenario) => {
      await page.selectOption("[name=route]", route);
      await page.selectOption("[name=scenario]", scenario);
      const buffer = Buffer.from(await picture().arrayBuffer());
      await page.setInputFiles("periksa-input input.pick", {
        name: "ktp.jpg",
        mimeType: "image/jpeg",
        buffer,
      });
      await page.evaluate(() => document.querySelector("pre").replaceChildren());
      await page.click("periksa-input [part~=send]");
      await page.waitForFunction(() => document.querySelector("pre").textContent);
      return page.textContent("pre");
    };
    const { record } = await extract(own(), { vendor: "verihubs", document: "ktp" });
    equal(JSON.parse(await send("verihubs/ktp", "")).nik, record.nik.value);
    match(await send("verihubs/ktp", "KTP_NOT_DETECTED"), /^document_not_detected: /);
    ok(JSON.parse(await send("glair/stnk", "")).ownerName);
  });

  test("a page of another origin may call it, with progress too", TIMEOUT, async (t) => {
    const site = await startSite();
    const page = await openPage(browser, site.origin);
    t.after(() => Promise.all([page.context().close(), site.stop()]));
    for (const credentials of ["same-origin", "include"]) {
      const found = await page.evaluate(
        async ([endpoint, credentials]) => {
          const { OcrClient } = await import("/pkg/index.js");
          const { jpeg } = await import("/support/jpeg.mjs");
          const client = new OcrClient({ endpoint, vendor: "verihubs", credentials });
          const phases = new Set();
          const onProgress = ({ phase }) => phases.add(phase);
          const { sandbox, requestId } = await client.extract(new Blob([jpeg()]), {
            document: "ktp",
            onProgress,
          });
          return [sandbox, typeof requestId, phases.has("waiting")];
        },
        [own(), credentials],
      );
      deepEqual(found, [true, "string", true]);
    }
    deepEqual(page.complaints, []);
  });
});

describe("the command", () => {
  for (const args of [[], ["proxy"], ["sandbox", "twice"], ["sandbox", "--port", "x"], ["--help"]]) {
    test(`says how it is used: ${args.join(" ")}`, TIMEOUT, async () => {
      const child = command(...args);
      let said = "";
      child.stderr.on("data", (text) => {
        said += text;
      });
      const [code] = await once(child, "close");
      equal(code, 2);
      match(said, /^Usage: npx periksa sandbox/);
    });
  }

  test("says where the port is taken", TIMEOUT, async (t) => {
    const site = await startSite();
    t.after(() => site.stop());
    const child = command("sandbox", "--port", new URL(site.origin).port);
    const [said] = await once(child.stderr, "data");
    match(said, /EADDRINUSE/);
    const [code] = await once(child, "close");
    equal(code, 1);
  });
});

/** All answers of the repository's sandbox that the package has. */
async function answersOf({ endpoint }) {
  const post = async (path, body, headers = {}) => {
    const answer = await fetch(`${endpoint}/${path}`, { method: "POST", body, headers });
    return [answer.status, await answer.json()];
  };
  const form = () => {
    const body = new FormData();
    body.set("image", picture());
    return body;
  };
  const successes = {};
  for (const { vendor, document, query } of VARIANTS) {
    const [status, body] = await post(`${vendor}/${document}${query}`, form());
    equal(status, 200);
    successes[`${vendor}/${document}${query}`] = body;
  }
  const errors = {};
  for (const [family, route] of Object.entries(FAMILIES)) {
    const [, { message }] = await post(route, form(), { "Sandbox-Scenario": "no such" });
    // The others are not of one vendor, or not errors.
    const names = message.split(/: |, /).filter((name) => /^[A-Z\d_]+$/.test(name) && /[A-Z]/.test(name));
    errors[family] = {};
    for (const name of names) {
      const [status, body] = await post(route, form(), { "Sandbox-Scenario": name });
      if (!["INVALID_FIELDS", "NOT_KTP"].includes(name)) errors[family][name] = [status, body];
    }
  }
  return { size: SIZE, successes, errors };
}
