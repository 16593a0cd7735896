// Peak memory of the page while the body of 10 MB is made and sent, beside what it had before: what the system says of the
// page's process, in Chromium on Linux. Each way in a browser of its own, once it has loaded what it needs.

import { readFile, writeFile } from "node:fs/promises";

import { DRIVERS } from "./browsers.mjs";
import { INPUTS, inputsOf, startBench } from "./site.mjs";

const INPUT = "10.jpg";
const ROUNDS = 3;
const WAYS = [
  "periksa",
  "toBase64 in a Blob",
  "toBase64 + JSON.stringify",
  "FileReader + JSON.stringify",
  "js-base64 + JSON.stringify",
  "base64-js + JSON.stringify",
];

const site = await startBench();
try {
  console.log(`peak memory of the page for ${INPUT}, MB over what it had (median of ${ROUNDS}):`);
  for (const way of WAYS) {
    const peaks = [];
    for (let round = 0; round < ROUNDS; round += 1) peaks.push(await peakOf(way));
    const [, median] = peaks.toSorted((a, b) => a - b);
    console.log(`${way.padEnd(30)} ${(median / 1e6).toFixed(1).padStart(8)}`);
  }
} finally {
  await site.stop();
}

async function peakOf(way) {
  const { browser, page, stop, ...driven } = await DRIVERS.Chromium(site.origin);
  try {
    await inputsOf(page, [INPUT]);
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const renderers = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
    await driven.pick([INPUTS + INPUT]);
    await driven.call("ready", "body", INPUT, way);
    const heap = await page.context().newCDPSession(page);
    await heap.send("HeapProfiler.collectGarbage");
    const before = await sum(renderers, "VmRSS");
    // Forgets the peak (proc(5)).
    for (const id of renderers) await writeFile(`/proc/${id}/clear_refs`, "5").catch(() => {});
    await driven.call("run", "body", INPUT, way);
    return (await sum(renderers, "VmHWM")) - before;
  } finally {
    await stop();
  }
}

/** Bytes by this name in what the system says of the processes. */
async function sum(ids, name) {
  let bytes = 0;
  for (const id of ids) {
    // One that has ended has none.
    const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
    bytes += Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1024;
  }
  return bytes;
}
