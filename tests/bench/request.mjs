// How long a 4.9 MB KTP takes from picked file to answer, by three ways of making the request body:
// a Blob of the body's length that is just sent (the floor), periksa's encodeRequest, and the usual
// fetch(JSON.stringify({ image: base64 })). The ways take turns, so that a busy machine is busy for all of them.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const FILE_BYTES = 4_900_000;
const ROUNDS = 30;
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html" };

const server = createServer(async (request, response) => {
  if (request.method === "POST") {
    let bytes = 0;
    for await (const piece of request) bytes += piece.length;
    response.end(String(bytes));
    return;
  }
  const path = new URL(request.url, "http://localhost").pathname;
  if (!path.startsWith("/pkg/")) {
    response.setHeader("Content-Type", TYPES[".html"]).end("<!doctype html><title>bench</title>");
    return;
  }
  const file = fileURLToPath(new URL(`../..${path}`, import.meta.url));
  await stat(file);
  response.setHeader("Content-Type", TYPES[file.slice(file.lastIndexOf("."))] ?? "text/plain");
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const times = await page.evaluate(measure, { bytes: FILE_BYTES, rounds: ROUNDS });
  report(times);
} finally {
  await browser.close();
  server.close();
}

/** Runs in the page: milliseconds of each round by each way. */
async function measure({ bytes, rounds }) {
  const { default: init, encodeRequest } = await import("/pkg/index.js");
  await init();
  const noise = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
  const file = new File([noise], "ktp.jpg", { type: "image/jpeg" });
  const headers = { "Content-Type": "application/json" };
  const bodyBytes = Math.ceil(bytes / 3) * 4 + '{"image":""}'.length;
  const plain = new Blob([new Uint8Array(bodyBytes).fill(65)], { type: "application/json" });

  const post = async (body, more) => {
    const answer = await fetch("/", { method: "POST", body, ...more });
    if ((await answer.text()) !== String(bodyBytes)) throw new Error("the server got another length");
  };
  const toBase64 = (data) => {
    if (data.toBase64) return data.toBase64();
    let text = "";
    for (let at = 0; at < data.length; at += 32_766) {
      text += String.fromCharCode(...data.subarray(at, at + 32_766));
    }
    return btoa(text);
  };
  const ways = {
    blob: () => post(plain),
    periksa: async () => {
      const request = await encodeRequest(file, { document: "ktp", vendor: "verihubs" });
      await post(request.body, { headers: request.headers });
    },
    string: async () => {
      const data = new Uint8Array(await file.arrayBuffer());
      await post(JSON.stringify({ image: toBase64(data) }), { headers });
    },
  };
  const times = { blob: [], periksa: [], string: [], toBase64: "toBase64" in noise };
  for (let round = -3; round < rounds; round += 1) {
    for (const [name, way] of Object.entries(ways)) {
      const began = performance.now();
      await way();
      if (round >= 0) times[name].push(performance.now() - began);
    }
  }
  return times;
}

function report(times) {
  const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
  const [blob, periksa, string] = [times.blob, times.periksa, times.string].map(median);
  const row = (name, ms) =>
    console.log(`${name.padEnd(44)} ${ms.toFixed(1).padStart(7)} ms  ${(ms / blob).toFixed(2)}x`);
  console.log(`${FILE_BYTES} bytes, file to answer, median of ${ROUNDS} rounds in ${browser.version()}:`);
  row("a Blob of the body's length", blob);
  row("encodeRequest, then fetch", periksa);
  row(
    times.toBase64 ? "fetch(JSON.stringify({image: toBase64()}))" : "fetch(JSON.stringify({image: btoa()}))",
    string,
  );
  console.log(`encodeRequest is ${(string / periksa).toFixed(1)} times as quick as the string.`);
}
