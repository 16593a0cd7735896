// The package out of its tarball without any bundler: on plain pages and in Node.

import { deepEqual, doesNotMatch, equal, match } from "node:assert/strict";
import { execFile } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";

import { launch } from "../e2e/support/browser.mjs";
import { jpeg } from "../e2e/support/jpeg.mjs";
import { closedPort } from "../e2e/support/shop.mjs";
import { app } from "./support/app.mjs";
import { startServer, tool } from "./support/commands.mjs";
import { codeOfReadme } from "./support/readme.mjs";
import { serve, shown } from "./support/site.mjs";
import { installTarball } from "./support/tarball.mjs";
import { expectedVerdict } from "./support/verdict.mjs";

const TIMEOUT = { timeout: 60_000 };
const STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:";
const run = promisify(execFile);
const SAY_BOTH = `import { check } from "periksa";
import { check as checkInWorker, prepare } from "periksa/worker";
import { jpeg } from "./jpeg.mjs";
import { verdictOf } from "./verdict.js";

const picked = new File([jpeg()], "ktp.jpg");
const { file } = await prepare(picked, { document: "ktp", vendor: "verihubs", rotate: 90 });
process.stdout.write([await verdictOf(check), await verdictOf(checkInWorker), file.name + " " + file.type].join("\\n"));
`;

describe("the tarball without a bundler", () => {
  let project;
  let browser;
  let verdict;
  before(async () => {
    [project, browser] = await Promise.all([installTarball(), launch()]);
    verdict = await expectedVerdict(project);
  }, TIMEOUT);
  after(() => Promise.all([browser.close(), project.remove()]));

  const served = async (folder, csp) => {
    const site = await serve(folder, csp);
    try {
      return await shown(browser, site.origin);
    } finally {
      await site.stop();
    }
  };
  /** A page that imports the package by its place. */
  const page = async (name, { entry, worker }) => {
    const place = (file) => file && `./node_modules/periksa/${file}`;
    return project.folder(name, await app({ periksa: place(entry), worker: place(worker) }));
  };

  test("a page, and its worker", TIMEOUT, async () => {
    const folder = await page("plain", { entry: "index.js", worker: "worker.js" });
    const { verdicts, complaints } = await served(folder, STRICT);
    deepEqual(verdicts, [verdict, verdict]);
    deepEqual(complaints, []);
    await rm(join(folder, "node_modules/periksa/periksa_bg.wasm"));
    deepEqual((await served(folder, STRICT)).verdicts, [verdict, verdict]);
    await rm(join(folder, "node_modules/periksa/wasm-text.js"));
    const { verdicts: without } = await served(folder, STRICT);
    equal(without.length, 2);
    for (const text of without)
      match(text, /the server answered 404 to http:\S+periksa\/periksa_bg\.wasm: serve/);
  });

  test("a page with the wasm inline, which fetches nothing", TIMEOUT, async () => {
    const folder = await page("plain-inline", { entry: "inline.js", worker: null });
    await rm(join(folder, "node_modules/periksa/periksa_bg.wasm"));
    const { verdicts, complaints } = await served(folder, `${STRICT}; connect-src 'none'`);
    deepEqual(verdicts, [verdict]);
    deepEqual(complaints, []);
    const policy = STRICT.replace("'wasm-unsafe-eval'", "");
    match((await served(folder, policy)).verdicts[0], /add 'wasm-unsafe-eval' to script-src/);
  });

  test("a page with the wasm inline in a browser that can't unpack it", TIMEOUT, async () => {
    const files = await app({ periksa: "./node_modules/periksa/inline.js", worker: null });
    const folder = await project.folder("plain-old", {
      ...files,
      "main.js": `delete globalThis.DecompressionStream;\n${files["main.js"]}`,
    });
    const { verdicts } = await served(folder, STRICT);
    match(verdicts[0], /^engine_unavailable: .*periksa\/inline needs DecompressionStream/);
  });

  const SAY = 'check(new Blob(["no picture"]), ktp).then(({ problems }) => console.log(problems[0].code))';
  const SAID = "unsupported_format\n";
  const KTP = 'const ktp = { document: "ktp", vendor: "verihubs" };';
  for (const [name, code] of Object.entries({
    import: `import { check } from "periksa"; ${KTP} ${SAY}`,
    require: `const { check } = require("periksa"); ${KTP} ${SAY}`,
    "import of periksa/inline": `import { check } from "periksa/inline"; ${KTP} ${SAY}`,
  })) {
    test(`Node: ${name}`, TIMEOUT, async () => {
      const type = name === "require" ? "commonjs" : "module";
      const { stdout, stderr } = await node(project.installed, type, code);
      equal(stdout, SAID);
      // Node 20 and 22 tell that `require` of an ES module is new.
      equal(stderr.replace(/^\(.*ExperimentalWarning: .*\n.*\n/, ""), "");
    });
  }

  for (const [name, ...command] of [
    ["Node", process.execPath],
    ["Bun", tool("bun")],
    ["Deno", tool("deno"), "run", "--allow-all"],
  ]) {
    test(`${name}: in a thread of its own, and the program ends`, TIMEOUT, async () => {
      const folder = await project.folder(`thread-${name}`, { ...(await app()), "say.mjs": SAY_BOTH });
      const { stdout } = await run(command[0], [...command.slice(1), "say.mjs"], { cwd: folder });
      deepEqual(stdout.split("\n"), [verdict, verdict, "ktp.jpg image/jpeg"]);
    });
  }

  test("Node: the server that the README shows", TIMEOUT, async (t) => {
    const port = await closedPort();
    const code = (await codeOfReadme("check(await buffer(request)")).replace("3000", port);
    const folder = await project.folder("server", { "server.mjs": code });
    const origin = `http://127.0.0.1:${port}`;
    // An empty file is one that it refuses.
    const isUp = ({ status }) => status === 422;
    const server = await startServer(folder, [process.execPath, "server.mjs"], origin, isUp);
    t.after(() => server.stop());
    const codes = async (body) => {
      const answer = await fetch(origin, { method: "POST", body });
      return [answer.status, ...(await answer.json()).map(({ code }) => code)];
    };
    deepEqual(await codes("no picture"), [422, "unsupported_format"]);
    deepEqual(await codes(jpeg()), [200, ...JSON.parse(verdict).codes]);
  });

  test("Express: the app that the README shows checks, prepares, and is a proxy", TIMEOUT, async (t) => {
    const vendor = await startVendor();
    t.after(() => vendor.stop());
    const port = await closedPort();
    const folder = await project.folder("express", {
      "proxy.mjs": await codeOfReadme("export async function ocr"),
      "express.mjs": await codeOfReadme('from "express"'),
      "send.mjs": `import { OcrClient } from "periksa";
import { jpeg } from "./jpeg.mjs";

const client = new OcrClient({ endpoint: process.argv[2], vendor: "verihubs" });
const { record, attempts } = await client.extract(new Blob([jpeg()]), { document: "ktp" });
console.log(record.fullName.value, attempts);
`,
      ...(await app()),
    });
    const origin = `http://127.0.0.1:${port}`;
    const environment = ["env", `PORT=${port}`, "VERIHUBS_APP_ID=a", "VERIHUBS_API_KEY=k"];
    const server = await startServer(
      folder,
      [...environment, `VERIHUBS_BASE_URL=${vendor.origin}`, process.execPath, "express.mjs"],
      origin,
      ({ status }) => status === 404,
    );
    t.after(() => server.stop());
    const post = (path, body) => fetch(origin + path, { method: "POST", body });
    const codes = async (answer) => [answer.status, ...(await answer.json()).map(({ code }) => code)];
    deepEqual(await codes(await post("/check", "no picture")), [422, "unsupported_format"]);
    deepEqual(await codes(await post("/check", jpeg())), [200, ...JSON.parse(verdict).codes]);
    deepEqual(await codes(await post("/prepare", "no picture")), [422, "unsupported_format"]);
    const prepared = await post("/prepare", jpeg({ orientation: 6 }));
    deepEqual([prepared.status, prepared.headers.get("content-type")], [200, "image/jpeg"]);
    doesNotMatch(Buffer.from(await prepared.arrayBuffer()).toString("latin1"), /Exif/);
    const { stdout } = await run(process.execPath, ["send.mjs", `${origin}/api/ocr`], { cwd: folder });
    equal(stdout, "SITI 1\n");
    deepEqual(vendor.asked, ["/v2/ktp/extract"]);
  });

  test("npx periksa sandbox: its endpoint gives a record", TIMEOUT, async (t) => {
    const port = await closedPort();
    const folder = await project.folder("sandbox", {});
    const origin = `http://127.0.0.1:${port}`;
    // Never one of the registry in its place.
    const command = ["npx", "--no", "--", "periksa", "sandbox", "--port", port];
    const server = await startServer(folder, command, origin);
    t.after(() => server.stop());
    const { stdout } = await node(
      folder,
      "module",
      `import { OcrClient } from "periksa";
      const client = new OcrClient({ endpoint: "${origin}/api/ocr", vendor: "glair" });
      const picture = Buffer.from("${Buffer.from(jpeg()).toString("base64")}", "base64");
      const { record, sandbox } = await client.extract(picture, { document: "ktp" });
      console.log(sandbox, /^\\d{16}$/.test(record.nik.value));`,
    );
    equal(stdout, "true true\n");
  });

  test("Node: without the wasm, and with its bytes", TIMEOUT, async () => {
    const folder = await project.folder("node-without", {});
    await rm(join(folder, "node_modules/periksa/periksa_bg.wasm"));
    equal((await node(folder, "module", `import { check } from "periksa"; ${KTP} ${SAY}`)).stdout, SAID);
    await rm(join(folder, "node_modules/periksa/wasm-text.js"));
    const ask = `${KTP} check(new Blob(["x"]), ktp).catch((error) => console.log(error.code, error.message))`;
    const { stdout } = await node(folder, "module", `import { check } from "periksa"; ${ask}`);
    match(stdout, /^engine_unavailable .*\(file:\S+\/periksa\/periksa_bg\.wasm can't be read \(ENOENT/);
    doesNotMatch(stdout, /browser|[Rr]eload/);
    match(stdout, /leave periksa out of the bundle, give init\(\) the bytes .*import "periksa\/inline"/);
    const wasm = JSON.stringify(join(project.installed, "node_modules/periksa/periksa_bg.wasm"));
    const { stdout: given } = await node(
      folder,
      "module",
      `import { readFileSync } from "node:fs"; import init, { check } from "periksa"; ${KTP} await init(readFileSync(${wasm})); ${SAY}`,
    );
    equal(given, SAID);
  });
});

/** A vendor with one answer; `asked` lists what was asked for. */
async function startVendor() {
  const asked = [];
  const server = createServer(async (request, response) => {
    await request.resume().toArray();
    asked.push(request.url);
    response.writeHead(200, { "Content-Type": "application/json" }).end('{"data":{"full_name":"SITI"}}');
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { origin: `http://127.0.0.1:${server.address().port}`, asked, stop: () => server.close() };
}

/** Runs some code where the package is installed. */
function node(folder, type, code) {
  return run(process.execPath, [`--input-type=${type}`, "--eval", code], { cwd: folder });
}
