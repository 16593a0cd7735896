// The proxy against its own description: schemathesis makes requests up from it, right ones and wrong ones, and holds each
// answer against it.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { startProxy } from "../e2e/support/proxy.mjs";
import { ROOT } from "../e2e/support/root.mjs";

const PROXY = join(ROOT, "target/server/periksa-proxy");
const SCHEMATHESIS = join(ROOT, "target/schemathesis/bin/schemathesis");

let folder;
let description;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "periksa-api-"));
  description = join(folder, "openapi.json");
  const printed = spawnSync(PROXY, ["openapi"], { encoding: "utf8" });
  assert.equal(printed.status, 0, printed.stderr);
  assert.equal(JSON.parse(printed.stdout).openapi, "3.1.0");
  await writeFile(description, printed.stdout);
});

after(() => rm(folder, { recursive: true, force: true }));

/** What it says of a server, by so many requests a route and method. */
async function attack(url, ticket, examples) {
  const command = [
    "--config-file",
    join(ROOT, "tests/api/schemathesis.toml"),
    "run",
    description,
    "--url",
    url,
  ];
  const bound = ["--max-examples", String(examples), "--seed", "1", "--no-color", "--warnings", "off"];
  const running = spawn(SCHEMATHESIS, [...command, ...bound, "--header", `Authorization: Bearer ${ticket}`], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [running.stdout, running.stderr]) {
    stream.on("data", (data) => {
      said += data;
    });
  }
  const code = await new Promise((resolve) => running.on("close", resolve));
  return { code, said };
}

test("schemathesis finds nothing", { timeout: 600_000 }, async () => {
  const key = randomBytes(32).toString("base64");
  const more = ["--rate", "0", "--address-share", "100"];
  const server = await startProxy({ more, env: { TICKET_KEY: key } });
  try {
    const routes = Object.keys(JSON.parse(await readFile(description, "utf8")).paths).map((path) =>
      path.replace("/api/ocr/", ""),
    );
    assert.equal(routes.length, 9);
    const options = ["ticket", "--calls", "100000", ...routes.flatMap((route) => ["--route", route])];
    const minted = spawnSync(PROXY, options, { env: { ...process.env, TICKET_KEY: key }, encoding: "utf8" });
    assert.equal(minted.status, 0, minted.stderr);
    const { code, said } = await attack(server.url, minted.stdout.trim(), 40);
    assert.equal(code, 0, said);
    // It got through to the vendor, and was let through no more often than it asked.
    const calls = await server.calls();
    const generated = Number(/(\d+) generated/.exec(said)[1]);
    assert.ok(calls > 0 && calls < generated, `${calls} calls of ${generated}`);
  } finally {
    await server.stop();
  }
});
