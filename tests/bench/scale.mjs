// How periksa's time grows with bytes, with pixels and with files in a row, and what the page holds after 1,000 of them, in
// Chromium on Linux.

import { DRIVERS } from "./browsers.mjs";
import { collectGarbage, memoryOf, renderersOf } from "./renderers.mjs";
import { INPUTS, inputsOf, startBench } from "./site.mjs";

const files = Number(process.argv[2] ?? 1000);
const BYTES = [0.1, 1, 5, 10].map((mb) => `${mb}.jpg`);
const PIXELS = [2, 12, 50].map((mp) => `${mp}mp.jpg`);
const ROUNDS = 9;

const site = await startBench();
const { browser, page, name, pick, stop } = await DRIVERS.Chromium(site.origin);
try {
  const all = [...BYTES, ...PIXELS];
  await inputsOf(page, all);
  await pick(all.map((input) => INPUTS + input));
  await page.evaluate(begin);
  console.log(`in ${name}; medians of ${ROUNDS} rounds, beside the first of the line:`);
  for (const [call, inputs] of Object.entries({
    inspect: BYTES,
    encodeRequest: BYTES,
    assessQuality: PIXELS,
  })) {
    const times = await page.evaluate(
      ([call, inputs, rounds]) => inTurn(call, inputs, rounds),
      [call, inputs, ROUNDS],
    );
    const told = inputs.map(
      (input, at) => `${input} ${figure(times[at])} ms (${figure(times[at] / times[0])})`,
    );
    console.log(`${call.padEnd(14)} ${told.join(" · ")}`);
  }
  await inRow();
} finally {
  await stop();
  await site.stop();
}

/** Checks one file after the other, pixels and all, each a new `File`. */
async function inRow() {
  const renderers = await renderersOf(browser);
  const resident = async () => {
    await collectGarbage(page);
    return (await memoryOf(renderers, "VmRSS")) / 1e6;
  };
  // The first ones fill what stays: the engine's memory, compiled code.
  const step = Math.ceil(files / 10);
  const tenths = [];
  const held = [];
  for (let done = 0; done < files; done += step) {
    tenths.push(await page.evaluate((count) => row(count), Math.min(step, files - done)));
    held.push(await resident());
  }
  const ends = (list) => `${figure(list[0])} in the first tenth, ${figure(list.at(-1))} in the last`;
  console.log(`${files} files of 2 MP in a row: ms a file, ${ends(tenths)}; MB of the page, ${ends(held)}`);
}

function figure(value) {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}

/** Runs in the page: makes `inTurn` and `row`. */
async function begin() {
  const engine = await import("/pkg/index.js");
  await engine.default();
  const ktp = { document: "ktp", vendor: "verihubs" };
  const picked = (name) => [...document.querySelector("input").files].find((file) => file.name === name);
  const timed = async (call, file) => {
    const began = performance.now();
    await engine[call](file, ...(call === "encodeRequest" || call === "check" ? [ktp] : []));
    return performance.now() - began;
  };
  globalThis.inTurn = async (call, inputs, rounds) => {
    const samples = inputs.map(() => []);
    for (let round = -2; round < rounds; round += 1) {
      for (const [at, input] of inputs.entries()) {
        const ms = await timed(call, picked(input));
        if (round >= 0) samples[at].push(ms);
      }
    }
    return samples.map((list) => list.sort((a, b) => a - b)[list.length >> 1]);
  };
  globalThis.row = async (count) => {
    const samples = [];
    for (let file = 0; file < count; file += 1) {
      const copy = new File([picked("2mp.jpg")], `${file}.jpg`, { type: "image/jpeg" });
      samples.push(await timed("check", copy));
    }
    return samples.sort((a, b) => a - b)[samples.length >> 1];
  };
}
