// From the navigation to the first finished check of a photo, cold and warm, in Chromium: as it is, and with DevTools' "Slow 4G"
// and a CPU 4 times slower. Beside it FilePond with its plugins for type, size and sides; and what each has to download, beside
// what @microblink/blinkid publishes. Firefox can't be slowed down from outside: it is not measured.

import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

import { build } from "esbuild";
import { summary } from "../../www/bench/summary.js";
import { launch } from "../e2e/support/browser.mjs";
import { ROOT } from "../e2e/support/root.mjs";
import { startSite } from "../e2e/support/site.mjs";
import { INPUTS, inputsOf, startBench } from "./site.mjs";

const HERE = `${ROOT}tests/bench/`;
const INPUT = "12mp.jpg";
const rounds = Number(process.argv[2] ?? 5);
const PAGES = {
  periksa: { script: "periksa", query: "" },
  "periksa, facts alone": { script: "periksa", query: "?facts" },
  FilePond: { script: "filepond", query: "" },
};
const CONDITIONS = {
  "as it is": null,
  // Of DevTools: bytes a second, and ms.
  "slow 4G, CPU 4x slower": {
    rate: 4,
    network: { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 },
  },
};

await makeInput();
const site = await startSite({ routes: await routes() });
const browser = await launch();
try {
  const rows = [];
  const downloads = {};
  for (const [condition, slow] of Object.entries(CONDITIONS)) {
    const samples = { cold: {}, warm: {} };
    for (let round = -1; round < rounds; round += 1) {
      for (const [name, { script, query }] of Object.entries(PAGES)) {
        const { cold, warm, bytes } = await firstChecks(`${site.origin}/${script}${query}`, slow);
        downloads[name] = bytes;
        if (round < 0) continue;
        for (const [kind, ms] of Object.entries({ cold, warm })) {
          samples[kind][name] ??= [];
          samples[kind][name].push(ms);
        }
      }
    }
    for (const [kind, ways] of Object.entries(samples)) rows.push([`${condition}, ${kind}`, summary(ways)]);
  }
  await print(rows, downloads);
} finally {
  await browser.close();
  await site.stop();
}

/** Milliseconds of a first visit and of the next, and the bytes of the first. */
async function firstChecks(url, slow) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`${site.origin}/empty`);
    await page.evaluate(async () => (await caches.open("bench")).add("/photo.jpg"));
    const session = await context.newCDPSession(page);
    let bytes = 0;
    session.on("Network.loadingFinished", ({ encodedDataLength }) => {
      bytes += encodedDataLength;
    });
    await session.send("Network.enable");
    await session.send("Network.clearBrowserCache");
    if (slow) {
      await session.send("Network.emulateNetworkConditions", slow.network);
      await session.send("Emulation.setCPUThrottlingRate", { rate: slow.rate });
    }
    const visit = async () => {
      await page.goto(url);
      const finished = await page.waitForFunction(() => globalThis.finished, null, { timeout: 120_000 });
      const value = await finished.jsonValue();
      if (typeof value !== "number") throw new Error(`${url}: ${value}`);
      return value;
    };
    const cold = await visit();
    const coldBytes = bytes;
    await page.goto(`${site.origin}/empty`);
    return { cold, warm: await visit(), bytes: coldBytes };
  } finally {
    await context.close();
  }
}

/** The pages as a site serves them: bundled, minified, by gzip, kept by the browser. */
async function routes() {
  const { outputFiles } = await build({
    entryPoints: [`${HERE}start/periksa.js`, `${HERE}start/filepond.js`],
    bundle: true,
    splitting: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    outdir: "/",
    logLevel: "error",
    external: ["node:*"],
    nodePaths: [`${HERE}node_modules`],
  });
  const files = outputFiles.map(({ path, contents }) => [path, "text/javascript", contents]);
  files.push(["/periksa_bg.wasm", "application/wasm", await readFile(`${ROOT}pkg/periksa_bg.wasm`)]);
  files.push([
    "/filepond.css",
    "text/css",
    await readFile(`${HERE}node_modules/filepond/dist/filepond.min.css`),
  ]);
  const head = '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>start</title>';
  const page = (script) =>
    `${head}${script === "filepond" ? '<link rel="stylesheet" href="/filepond.css">' : ""}<input type="file"><script type="module" src="/${script}.js"></script></html>`;
  for (const script of ["periksa", "filepond"]) files.push([`/${script}`, "text/html", page(script)]);
  files.push(["/empty", "text/html", head]);
  const served = files.map(([path, type, content]) => {
    const body = gzipSync(content, { level: 9 });
    const headers = {
      "Content-Type": type,
      "Content-Encoding": "gzip",
      "Cache-Control": type === "text/html" ? "no-cache" : "max-age=31536000, immutable",
    };
    return [path, (_, response) => response.writeHead(200, headers).end(body)];
  });
  const photo = (_, response) => createReadStream(INPUTS + INPUT).pipe(response);
  return { ...Object.fromEntries(served), "/photo.jpg": photo };
}

/** Has the benchmark's page make the photo, if it is not there yet. */
async function makeInput() {
  const bench = await startBench();
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(bench.origin);
    await inputsOf(page, [INPUT]);
  } finally {
    await browser.close();
    await bench.stop();
  }
}

/**
 * What a page with @microblink/blinkid downloads at least, by gzip: its script, and the smallest of the sets of files that its
 * documentation has a site serve. Taken from what npm has; it is not run, for that needs a licence.
 */
async function blinkidBytes() {
  const dist = `${HERE}node_modules/@microblink/blinkid/dist/`;
  const gzip = async (path) => gzipSync(await readFile(path), { level: 9 }).length;
  const sets = [];
  for (const kind of ["full", "lightweight"]) {
    for (const set of await readdir(`${dist}resources/${kind}`)) {
      const folder = `${dist}resources/${kind}/${set}/`;
      let bytes = 0;
      for (const name of await readdir(folder)) bytes += await gzip(folder + name);
      sets.push(bytes);
    }
  }
  return (await gzip(`${dist}blinkid.js`)) + Math.min(...sets);
}

async function print(rows, downloads) {
  console.log(
    `first check of a photo of 12 MP, ms since the navigation (median of ${rounds}; periksa = 1) in Chromium ${browser.version()}:`,
  );
  for (const [name, ways] of rows) {
    const told = Object.entries(ways).map(
      ([way, { ms, ratio }]) => `${way} ${ms.toFixed(0)} (${ratio.toFixed(2)})`,
    );
    console.log(`${name.padEnd(30)} ${told.join(" · ")}`);
  }
  const kB = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
  const all = Object.entries({ ...downloads, "@microblink/blinkid, at least": await blinkidBytes() });
  console.log(`download: ${all.map(([name, bytes]) => `${name} ${kB(bytes)}`).join(" · ")}`);
}
