// The page that measures: the built package, the bundle of the stages with what they compare it with, the files.

import { createWriteStream } from "node:fs";
import { mkdir, readFile, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

import { build } from "esbuild";

import { ROOT } from "../e2e/support/root.mjs";
import { startSite } from "../e2e/support/site.mjs";

const HERE = `${ROOT}tests/bench/`;
export const INPUTS = `${ROOT}target/bench/inputs/`;
/** Pages on their own have finer clocks. The script of a worker on them has to say so too: else the page does its work. */
const ALONE = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};
const TYPES = { js: "text/javascript", wasm: "application/wasm", css: "text/css" };

/** @param {Record<string, import("node:http").RequestListener>} more Routes beside its own. */
export async function startBench(more = {}) {
  await mkdir(INPUTS, { recursive: true });
  const bundle = await bundled("page/stages.js");
  const page = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>bench</title>
    <input type="file" multiple><script src="/bench.js"></script></html>`;
  const routes = {
    ...more,
    "/": (_, response) => response.writeHead(200, { "Content-Type": "text/html", ...ALONE }).end(page),
    "/bench.js": (_, response) => response.writeHead(200, { "Content-Type": "text/javascript" }).end(bundle),
    "/sink": async (request, response) => {
      let bytes = 0;
      for await (const piece of request) bytes += piece.length;
      response.end(String(bytes));
    },
  };
  const matching = (path) => {
    if (path.startsWith("/modules/")) return (_, response) => module(path.slice(9), response);
    if (/^\/inputs\/[\w.-]+$/.test(path))
      return (request, response) => keep(path.slice(8), request, response);
    return undefined;
  };
  return startSite({
    headers: ALONE,
    routes: new Proxy(routes, { get: (own, path) => own[path] ?? matching(path) }),
  });
}

/** A script that stands by itself. */
export async function bundled(entry) {
  const { outputFiles } = await build({
    entryPoints: [HERE + entry],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: "es2022",
    logLevel: "error",
    // Their addresses are given to them.
    define: { "import.meta.url": "location.href" },
    external: ["node:*"],
    nodePaths: [`${HERE}node_modules`],
  });
  return outputFiles[0].text;
}

async function module(path, response) {
  const file = `${HERE}node_modules/${path}`;
  const body = path.includes("..") ? null : await readFile(file).catch(() => null);
  if (!body) return response.writeHead(404).end();
  const type = TYPES[path.split(".").at(-1)] ?? "application/octet-stream";
  return response.writeHead(200, { "Content-Type": type }).end(body);
}

async function keep(name, request, response) {
  await pipeline(request, createWriteStream(INPUTS + name));
  response.end();
}

/** Has a page of Chromium make those of these files that are not there yet. */
export async function inputsOf(page, names) {
  for (const name of new Set(names)) {
    const there = await stat(INPUTS + name).then(
      ({ size }) => size > 0,
      () => false,
    );
    if (!there) await page.evaluate((name) => bench.make(name), name);
  }
}
