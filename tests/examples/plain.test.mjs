// The README's plain form, in a page.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage } from "../e2e/support/browser.mjs";
import { jpeg } from "../e2e/support/jpeg.mjs";
import { startSite } from "../e2e/support/site.mjs";
import { blocksOf } from "../packaging/support/readme.mjs";

const PAGE = `<!doctype html><html lang="id"><link rel="icon" href="data:,"><title>KTP</title>
<script type="importmap">{ "imports": { "periksa/worker": "/pkg/worker.js" } }</script>
<form method="post" action="/form" enctype="multipart/form-data">
<label>KTP <input type="file" name="ktp" required accept="image/jpeg,image/png"></label><button>Kirim</button></form>
<script type="module" src="/form.js"></script></html>`;

const posted = [];
let site;
let browser;
before(async () => {
  const { code } = (await blocksOf()).find(({ code }) => code.includes("setCustomValidity"));
  const give = (type, body) => (_, response) => response.writeHead(200, { "Content-Type": type }).end(body);
  site = await startSite({
    routes: {
      "/": give("text/html", PAGE),
      "/form.js": give("text/javascript", code),
      "/form": async (request, response) => {
        const chunks = [];
        for await (const chunk of request) chunks.push(chunk);
        const form = await new Response(Buffer.concat(chunks), { headers: request.headers }).formData();
        posted.push(form.get("ktp"));
        response
          .writeHead(200, { "Content-Type": "text/html" })
          .end('<link rel="icon" href="data:,"><title>thanks</title>');
      },
    },
  });
  browser = await launch();
});
after(async () => {
  await browser.close();
  await site.stop();
});

test("the plain form stops a bad document and posts a good one prepared", { timeout: 60_000 }, async () => {
  const page = await openPage(browser, site.origin);
  const pick = (options) =>
    page.setInputFiles("input", {
      name: "ktp.jpg",
      mimeType: "image/jpeg",
      buffer: Buffer.from(jpeg(options)),
    });
  const said = () => page.$eval("input", (input) => input.validationMessage);
  const settled = () =>
    page.waitForFunction(
      () => !document.querySelector("input").validationMessage.startsWith("Sedang diperiksa"),
    );
  await pick({ width: 300, height: 200 });
  await settled();
  match(await said(), /300x200|300/);
  await page.click("button");
  deepEqual(posted, []);
  // Lying on its side: it is turned.
  await pick({ width: 1000, height: 640, orientation: 6 });
  await settled();
  equal(await said(), "");
  await page.click("button");
  await page.waitForFunction(() => document.title === "thanks");
  const [sent] = posted;
  equal(sent.name, "ktp.jpg");
  const { default: init, inspect } = await import("../../pkg/index.js");
  await init(await (await fetch(`${site.origin}/pkg/periksa_bg.wasm`)).arrayBuffer());
  const { width, height, orientation } = await inspect(sent);
  deepEqual([width, height, orientation], [640, 1000, 1]);
  ok(sent.size > 0);
  deepEqual(page.complaints, []);
});
