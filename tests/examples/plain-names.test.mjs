// The README's plain form: a converted file has the name of what it is, and a reset frees the form.

import { deepEqual, equal, notEqual } from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage } from "../e2e/support/browser.mjs";
import { jpeg } from "../e2e/support/jpeg.mjs";
import { startSite } from "../e2e/support/site.mjs";
import { blocksOf } from "../packaging/support/readme.mjs";

const PAGE = `<!doctype html><html lang="id"><link rel="icon" href="data:,"><title>KTP</title>
<script type="importmap">{ "imports": { "periksa/worker": "/pkg/worker.js" } }</script>
<form><input type="file" name="ktp"><button type="reset">Ulang</button></form>
<script type="module" src="/form.js"></script></html>`;

let site;
let browser;
let page;
before(async () => {
  const { code } = (await blocksOf()).find(({ code }) => code.includes("setCustomValidity"));
  const give = (type, body) => (_, response) => response.writeHead(200, { "Content-Type": type }).end(body);
  site = await startSite({
    routes: { "/": give("text/html", PAGE), "/form.js": give("text/javascript", code) },
  });
  browser = await launch();
  page = await openPage(browser, site.origin);
});
after(async () => {
  await browser.close();
  await site.stop();
});

const pick = async (name, mimeType, bytes) => {
  await page.setInputFiles("input", { name, mimeType, buffer: Buffer.from(bytes) });
  await page.waitForFunction(() => !document.querySelector("input").validationMessage.startsWith("Sedang"));
};
const said = () => page.$eval("input", (input) => input.validationMessage);

test("a WebP is posted as the JPEG that was made of it, by its name", { timeout: 60_000 }, async () => {
  const webp = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1000, height: 640 });
    const context = canvas.getContext("2d");
    for (let at = 0; at < 2000; at += 1) {
      context.fillStyle = `hsl(${at % 360} 60% ${30 + (at % 50)}%)`;
      context.fillRect((at * 37) % 1000, (at * 91) % 640, 25, 9);
    }
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/webp"));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  await pick("foto.webp", "image/webp", webp);
  const [name, type, head] = await page.$eval("input", async ({ files: [file] }) => {
    const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    return [file.name, file.type, [...head]];
  });
  deepEqual([name, type, head], ["foto.jpg", "image/jpeg", [0xff, 0xd8]], await said());
});

test("a reset after a bad file frees the form, and so does another file", { timeout: 60_000 }, async () => {
  const bad = jpeg({ width: 300, height: 200 });
  await pick("ktp.jpg", "image/jpeg", bad);
  notEqual(await said(), "");
  await page.click("button");
  equal(await said(), "");
  equal(await page.$eval("form", (form) => form.checkValidity()), true);
  await pick("ktp.jpg", "image/jpeg", bad);
  notEqual(await said(), "");
  await pick("ktp.jpg", "image/jpeg", jpeg({ width: 1000, height: 640 }));
  equal(await said(), "");
});
