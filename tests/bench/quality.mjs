// How long a photo of 12 MP takes to its report in Chromium, against the usual way of telling whether one is sharp:
// createImageBitmap, a canvas, and the variance of its Laplacian in JavaScript. The ways take turns.

import { launch } from "../e2e/support/browser.mjs";
import { startSite } from "../e2e/support/site.mjs";
import { PHOTO_BYTES, takePhoto } from "./photo.mjs";

const ROUNDS = 15;

const site = await startSite();
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(site.origin);
  const bytes = await page.evaluate(takePhoto, PHOTO_BYTES);
  const { times, report } = await page.evaluate(measure, ROUNDS);
  const medians = times.map((list) => list.toSorted((a, b) => a - b)[list.length >> 1]);
  const [canvas] = medians;
  console.log(`12 MP JPEG of ${bytes} bytes to report, median of ${ROUNDS} rounds in ${browser.version()}:`);
  for (const [index, name] of ["canvas and Laplacian", "check", "check, periksa/worker"].entries()) {
    const ms = medians[index];
    console.log(`${name.padEnd(24)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / canvas).toFixed(2)}x`);
  }
  console.log(`the report: ${report}`);
} finally {
  await browser.close();
  await site.stop();
}

/** Runs in the page: milliseconds of each round by each way. */
async function measure(rounds) {
  const [here, there] = await Promise.all([import("/pkg/index.js"), import("/pkg/worker.js")]);
  await Promise.all([here.default(), there.default()]);
  const options = { document: "ktp", vendor: "verihubs", validateQuality: true };
  const laplacian = async () => {
    const bitmap = await createImageBitmap(photo);
    const { width, height } = bitmap;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
    const { data } = context.getImageData(0, 0, width, height);
    const grey = new Uint8Array(width * height);
    for (let at = 0; at < grey.length; at += 1) {
      grey[at] = (77 * data[4 * at] + 150 * data[4 * at + 1] + 29 * data[4 * at + 2]) >> 8;
    }
    let [sum, squares, count] = [0, 0, 0];
    for (let y = 1; y < height - 1; y += 1) {
      for (let at = y * width + 1; at < (y + 1) * width - 1; at += 1) {
        const value = grey[at - 1] + grey[at + 1] + grey[at - width] + grey[at + width] - 4 * grey[at];
        sum += value;
        squares += value * value;
        count += 1;
      }
    }
    return squares / count - (sum / count) ** 2;
  };
  const ways = [laplacian, () => here.check(photo, options), () => there.check(photo, options)];
  const times = ways.map(() => []);
  let report;
  for (let round = -2; round < rounds; round += 1) {
    for (const [index, way] of ways.entries()) {
      const began = performance.now();
      const result = await way();
      if (round >= 0) times[index].push(performance.now() - began);
      if (index === 1) report = result;
    }
  }
  const { quality, problems } = report;
  if (!quality?.card) throw new Error(`nothing was judged: ${JSON.stringify(report)}`);
  return { times, report: JSON.stringify({ quality, problems: problems.map(({ code }) => code) }) };
}
