// Peak memory of the page while the body of 10 MB is made and sent, beside what it had before: what the system says of the
// page's process, in Chromium on Linux. Each way in a browser of its own, once it has loaded what it needs.

import { DRIVERS } from "./browsers.mjs";
import { collectGarbage, forgetPeak, memoryOf, renderersOf } from "./renderers.mjs";
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
    const renderers = await renderersOf(browser);
    await driven.pick([INPUTS + INPUT]);
    await driven.call("ready", "body", INPUT, way);
    await collectGarbage(page);
    const before = await memoryOf(renderers, "VmRSS");
    await forgetPeak(renderers);
    await driven.call("run", "body", INPUT, way);
    return (await memoryOf(renderers, "VmHWM")) - before;
  } finally {
    await stop();
  }
}
