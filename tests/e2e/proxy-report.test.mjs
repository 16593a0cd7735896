// What a page is told of a file before it is sent, and what the proxy says of the same file: the same bytes.

import { deepEqual, equal, ok } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { launch, openPage } from "./support/browser.mjs";
import { card } from "./support/card.mjs";
import { madeFiles, ownFiles } from "./support/files.mjs";
import { startProxy } from "./support/proxy.mjs";
import { startSite } from "./support/site.mjs";

const TIMEOUT = { timeout: 300_000 };
const ROUTES = [
  { vendor: "verihubs", document: "ktp" },
  { vendor: "glair", document: "bpkb" },
];
const POLICY = {
  rules: { blur: "block", dark: "block", flashlight: "block", grayscale: "block" },
};
/** More than a request may have, and nothing at all: the proxy says so of the request, before it looks for a file. */
const NOT_READ = [400, 413];

describe("the report on a file", () => {
  const pictures = [{}, { blur: 6 }, { light: 0.25 }].map((faults, index) => {
    const title = `card ${index}`;
    return { title, name: "card.png", type: "image/png", bytes: card(faults) };
  });
  const files = [...pictures, ...madeFiles(), ...ownFiles()];
  const folder = mkdtempSync(join(tmpdir(), "periksa-report-"));
  let proxy;
  let site;
  let browser;
  before(async () => {
    const policy = join(folder, "policy.json");
    writeFileSync(policy, JSON.stringify(POLICY));
    proxy = await startProxy({ policy, more: ["--rate", "0"] });
    const bodies = files.map(({ bytes }, index) => [`/file/${index}`, (_, response) => response.end(bytes)]);
    site = await startSite({ routes: Object.fromEntries(bodies) });
    browser = await launch();
  });
  after(async () => {
    await Promise.all([proxy.stop(), site.stop(), browser.close()]);
    rmSync(folder, { recursive: true });
  });

  const send = async ({ vendor, document }, { name, type, bytes }) => {
    const body = new FormData();
    body.set("image", new Blob([bytes], { type }), name);
    const response = await fetch(`${proxy.endpoint}/${vendor}/${document}`, { method: "POST", body });
    const isOwn = response.headers.get("content-type") === "application/problem+json";
    return { status: response.status, isOwn, text: await response.text() };
  };

  for (const route of ROUTES) {
    test(`is the same in a page and at the proxy: ${route.vendor}/${route.document}`, TIMEOUT, async () => {
      const page = await openPage(browser, site.origin);
      const declared = files.map(({ name, type }) => ({ name, type }));
      const inPage = await page.evaluate(reports, [declared, route, POLICY]);
      const refused = [];
      for (const [index, file] of files.entries()) {
        const { ok: passes, problems } = inPage[index];
        const { status, isOwn, text } = await send(route, file);
        // Whatever the vendor says to it.
        equal(isOwn, !passes, file.title);
        if (passes) continue;
        if (NOT_READ.includes(status)) {
          ok(
            ["empty_file", "file_too_large"].some((code) => problems.includes(`"${code}"`)),
            file.title,
          );
        } else {
          equal(status, 422, file.title);
          deepEqual(/"problems":(\[.*\])/s.exec(text)?.[1], problems, file.title);
          refused.push(problems);
        }
      }
      ok(refused.length > 20, `${refused.length} files were refused`);
      const isOfPixels = ({ code, severity }) => ["blur", "dark"].includes(code) && severity === "error";
      ok(
        refused.some((problems) => JSON.parse(problems).some(isOfPixels)),
        "none by its pixels",
      );
    });
  }
});

/** Runs in the page. */
async function reports([files, route, policy]) {
  const { check } = await import("/pkg/index.js");
  const found = [];
  for (const [index, { name, type }] of files.entries()) {
    const bytes = await (await fetch(`/file/${index}`)).arrayBuffer();
    const report = await check(new File([bytes], name, { type }), { ...route, policy });
    found.push({ ok: report.ok, problems: JSON.stringify(report.problems) });
  }
  return found;
}
