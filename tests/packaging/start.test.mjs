// The README's start, step by step, with nothing but the package and a dev server: its ten lines, its sandbox, a picked photo,
// and the NIK is in the form.

import { deepEqual, equal, match } from "node:assert/strict";
import { after, before, test } from "node:test";

import { launch, openPage } from "../e2e/support/browser.mjs";
import { jpeg } from "../e2e/support/jpeg.mjs";
import { closedPort } from "../e2e/support/shop.mjs";
import { startServer, tool } from "./support/commands.mjs";
import { codeOfReadme } from "./support/readme.mjs";
import { installTarball } from "./support/tarball.mjs";

const TIMEOUT = { timeout: 60_000 };

let project;
let browser;
before(async () => {
  [project, browser] = await Promise.all([installTarball(), launch()]);
}, TIMEOUT);
after(() => Promise.all([browser.close(), project.remove()]));

test("ten lines and npx periksa sandbox fill in the NIK", TIMEOUT, async (t) => {
  const html = await codeOfReadme("127.0.0.1:8080/api/ocr");
  const script = await codeOfReadme("field.form.nik.value");
  equal((html + script).trim().split("\n").length, 10);
  const [sandboxPort, port] = [await closedPort(), await closedPort()];
  const folder = await project.folder("start", {
    "index.html": `<!doctype html><html lang="id"><link rel="icon" href="data:,">${html.replace("8080", sandboxPort)}</html>`,
    "main.js": script,
  });
  const sandbox = `http://127.0.0.1:${sandboxPort}`;
  const origin = `http://127.0.0.1:${port}`;
  const servers = await Promise.all([
    startServer(folder, ["npx", "--no", "--", "periksa", "sandbox", "--port", sandboxPort], sandbox),
    startServer(folder, [tool("vite"), "--port", port, "--strictPort", "--host", "127.0.0.1"], origin),
  ]);
  t.after(() => Promise.all(servers.map((server) => server.stop())));
  const page = await openPage(browser, origin);
  t.after(() => page.context().close());
  const buffer = Buffer.from(jpeg({ width: 720, height: 480 }));
  await page.setInputFiles("periksa-input input.pick", { name: "ktp.jpg", mimeType: "image/jpeg", buffer });
  await page.getByRole("button", { name: "Kirim" }).click();
  await page.waitForFunction(() => document.querySelector("[name=nik]").value);
  match(await page.inputValue("[name=nik]"), /^\d{16}$/);
  deepEqual(page.complaints, []);
});
