// How long the page stands still while `periksa/worker` works on a photo of 12 MP: the longest time between two ticks of
// a timer of 4 ms, against an idle page's own in turn with it. On a busy machine that is mostly waiting for a processor;
// so the longest task of the page's main thread stands beside it, in processor time by the browser's own trace.

import { launch } from "../e2e/support/browser.mjs";
import { INPUTS, inputsOf, startBench } from "./site.mjs";

const ROUNDS = 9;
const CALLS = [
  "idle for 700 ms",
  "assessQuality",
  "check",
  "prepare",
  "prepare to 1 MB",
  "encodeRequest",
  "toBase64",
  "extract",
  "check without a worker",
];

/** A vendor's answer, so that a call has all its stages. */
const answer = { message: "Success", data: { nik: "9901015703940007", full_name: "RANI CONTOH" } };
const site = await startBench({
  "/ocr/verihubs/ktp": async (request, response) => {
    for await (const _ of request);
    response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
  },
});
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.goto(site.origin);
  await inputsOf(page, ["12mp.jpg"]);
  await page.setInputFiles("input", `${INPUTS}12mp.jpg`);
  await page.evaluate(begin);
  const waits = CALLS.map(() => []);
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const [index, name] of CALLS.entries()) {
      const wait = await page.evaluate((name) => longestWait(name), name);
      if (round >= 0) waits[index].push(wait);
    }
  }
  console.log(`12 MP JPEG, ${ROUNDS} rounds in Chromium ${browser.version()}; ms:`);
  console.log(`${"".padEnd(24)} wait, median  longest  task, longest`);
  for (const [index, name] of CALLS.entries()) {
    const sorted = waits[index].toSorted((a, b) => a - b);
    const task = await longestTask(page, name);
    const [median, longest, own] = [sorted[sorted.length >> 1], sorted.at(-1), task].map((ms) =>
      ms.toFixed(1),
    );
    console.log(`${name.padEnd(24)} ${median.padStart(12)} ${longest.padStart(8)} ${own.padStart(14)}`);
  }
} finally {
  await browser.close();
  await site.stop();
}

/** Of some calls, the longest task of the page's main thread: ms of processor time. */
async function longestTask(page, name) {
  await browser.startTracing(page, { categories: ["toplevel", "__metadata"] });
  for (let round = 0; round < 5; round += 1) await page.evaluate((name) => longestWait(name), name);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const mains = traceEvents.filter(({ args }) => args?.name === "CrRendererMain");
  const isMain = ({ pid, tid }) => mains.some((main) => main.pid === pid && main.tid === tid);
  const tasks = traceEvents.filter((event) => event.tdur !== undefined && isMain(event));
  if (tasks.length === 0) throw new Error("the trace has no tasks");
  return Math.max(...tasks.map(({ tdur }) => tdur)) / 1000;
}

/** Runs in the page: makes `longestWait`. */
async function begin() {
  const [here, there] = await Promise.all([import("/pkg/index.js"), import("/pkg/worker.js")]);
  await Promise.all([here.default(), there.default()]);
  const [photo] = document.querySelector("input").files;
  const ktp = { document: "ktp", vendor: "verihubs" };
  const client = new there.OcrClient({ endpoint: "/ocr", vendor: "verihubs" });
  const calls = {
    "idle for 700 ms": () => new Promise((resolve) => setTimeout(resolve, 700)),
    assessQuality: () => there.assessQuality(photo),
    check: () => there.check(photo, ktp),
    prepare: () => there.prepare(photo, ktp),
    "prepare to 1 MB": () => there.prepare(photo, { ...ktp, maxBytes: 1_000_000 }),
    encodeRequest: () => there.encodeRequest(photo, ktp),
    toBase64: () => there.toBase64(photo),
    extract: () => client.extract(photo, { document: "ktp", onProgress() {} }),
    "check without a worker": () => here.check(photo, ktp),
  };
  globalThis.longestWait = async (name) => {
    // What the call before left behind.
    await new Promise((resolve) => setTimeout(resolve, 100));
    let longest = 0;
    let last = performance.now();
    const look = () => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    };
    const timer = setInterval(look, 4);
    await calls[name]();
    look();
    clearInterval(timer);
    return longest;
  };
}
