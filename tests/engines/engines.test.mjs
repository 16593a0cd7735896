// The same facts everywhere: the report on a file is the same text in each browser, in Node and natively.

import { ok, strictEqual } from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { before, describe, test } from "node:test";
import { madeFiles, ownFiles, publicFiles } from "../e2e/support/files.mjs";
import { ROUTES, reports } from "../e2e/support/reports.mjs";
import { ROOT } from "../e2e/support/root.mjs";
import { startSite } from "../e2e/support/site.mjs";
import { BROWSERS, startBrowser } from "./browsers.mjs";

/** The pixels of hundreds of pictures are judged. */
const TIMEOUT = { timeout: 900_000 };

/** Some of what can be wrong with a file: were a part of it missing, less would be compared than is meant to be. */
const CODES = [
  "corrupt_file",
  "empty_file",
  "encrypted_pdf",
  "file_too_large",
  "multiple_pages",
  "too_few_pixels",
  "too_many_pixels",
  "truncated_file",
  "type_mismatch",
  "unsupported_format",
];

describe("the same report", () => {
  const made = madeFiles();
  const own = ownFiles();
  const files = [...made, ...own, ...publicFiles()];
  let expected;
  before(async () => {
    expected = await nativeReports(files);
  }, TIMEOUT);

  test("of files that differ in all that is judged", (t) => {
    const others = files.length - made.length - own.length;
    t.diagnostic(`${made.length} files made here, ${own.length} of the project's own, ${others} public ones`);
    ok(own.length >= 80, "the project's own files are not there");
    const found = expected.slice(0, made.length).join("\n");
    for (const code of CODES) ok(found.includes(`{"code":"${code}"`), `no file made here is ${code}`);
  });

  test("in Node", TIMEOUT, async () => {
    const periksa = await import(`${ROOT}pkg/index.js`);
    await periksa.default(readFileSync(`${ROOT}pkg/periksa_bg.wasm`));
    same(await reports(periksa, files, async (index) => files[index].bytes));
  });

  for (const name of Object.keys(BROWSERS)) {
    test(`in ${name}`, TIMEOUT, async (t) => {
      const bodies = files.map(({ bytes }, index) => [
        `/file/${index}`,
        (_, response) => response.end(bytes),
      ]);
      const site = await startSite({ routes: Object.fromEntries(bodies) });
      t.after(() => site.stop());
      const { driver, stop } = await startBrowser(name);
      t.after(stop);
      t.diagnostic(`version ${(await driver.getCapabilities()).getBrowserVersion()}`);
      await driver.get(site.origin);
      // Without its preference, or with a page that it makes an exception for, this would be a Firefox as any other.
      const isNoised = BROWSERS[name].noised === true;
      strictEqual(await driver.executeScript(changesPixels), isNoised, "what comes back from a canvas");
      const declared = files.map(({ name, type }) => ({ name, type }));
      same(await driver.executeScript(inPage, declared));
    });
  }

  function same(actual) {
    strictEqual(actual.length, files.length);
    for (const [index, { title }] of files.entries()) strictEqual(actual[index], expected[index], title);
  }
});

/** Runs in the page: does a canvas give back other pixels than were put on it? */
function changesPixels() {
  const context = Object.assign(document.createElement("canvas"), { width: 64, height: 64 }).getContext("2d");
  const put = context.createImageData(64, 64);
  put.data.forEach((_, index, data) => {
    data[index] = index % 4 === 3 ? 255 : (index * 37) % 256;
  });
  context.putImageData(put, 0, 0);
  const { data } = context.getImageData(0, 0, 64, 64);
  return data.some((value, index) => value !== put.data[index]);
}

/** Runs in the page. */
async function inPage(files) {
  const periksa = await import("/pkg/index.js");
  const { reports } = await import("/support/reports.mjs");
  return reports(periksa, files, async (index) => (await fetch(`/file/${index}`)).arrayBuffer());
}

/** By the crate itself, in the words of serde_json. */
async function nativeReports(files) {
  const folder = mkdtempSync(join(tmpdir(), "periksa-engines-"));
  try {
    const lines = files.map(({ name, type, bytes }, index) => {
      const path = join(folder, `${index}`);
      writeFileSync(path, bytes);
      return `${path}\t${name}\t${type}\n`;
    });
    const native = spawn(
      "cargo",
      ["run", "--locked", "--quiet", "--package", "periksa", "--example", "reports"],
      {
        cwd: ROOT,
        stdio: ["pipe", "pipe", "inherit"],
      },
    );
    native.stdin.end(lines.join(""));
    const rows = (await text(native.stdout)).trimEnd().split("\n");
    strictEqual(rows.length, files.length * ROUTES.length, "the native reports are not complete");
    return files.map((_, index) => rows.slice(index * ROUTES.length, (index + 1) * ROUTES.length).join("\n"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
