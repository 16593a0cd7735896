// The demo page, as a person uses it.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder;

function temporaryFolder() {
  const made = mkdtempSync(join(tmpdir(), "periksa-page-"));
  process.once("exit", () => rmSync(made, { recursive: true }));
  return made;
}

/** Chooses what to read, and by whom. */
export async function choose(page, { vendor, document, scenario = "" }) {
  await page.selectOption("#vendor", vendor);
  await page.selectOption("#document", document);
  await page.selectOption("#scenario", scenario);
}

/** Picks files through an input, from disk where they are large. */
export async function setFiles(page, input, files) {
  const isLarge = files.some(({ buffer }) => buffer.length >= 1_000_000);
  if (!isLarge) return page.setInputFiles(input, files);
  folder ??= temporaryFolder();
  const paths = files.map(({ name }) => join(folder, name));
  for (const [index, { buffer }] of files.entries()) writeFileSync(paths[index], buffer);
  return page.setInputFiles(input, paths);
}

/** A file as playwright picks it. */
export function asFile(name, bytes, mimeType = "image/jpeg") {
  return { name, mimeType, buffer: Buffer.from(bytes) };
}

/** Picks a file in the element and waits for the end of its check. */
export async function pick(page, name, bytes, type = "image/jpeg") {
  await setFiles(page, "#field input.pick", [asFile(name, bytes, type)]);
  await page.waitForFunction((name) => {
    const { phase, original } = document.querySelector("#field").snapshot;
    return original?.name === name && (phase === "ready" || phase === "failed");
  }, name);
  // What the page shows of it may need a check of its own.
  await page.locator('#facts [data-fact="name"]', { hasText: name }).waitFor();
}

/** Waits until the element is in this phase. */
export function reach(page, phase) {
  return page.waitForSelector(`#field[phase="${phase}"]`);
}

/** A button of the element, by its part. */
export function button(page, part) {
  return page.locator(`#field button[part~="${part}"]`);
}

/** Sends the picked file, and waits for what comes of it. */
export async function send(page, phase = "done") {
  await button(page, "send").click();
  await reach(page, phase);
}

/** What the element says about the file: its line, and the notes under it. */
export async function said(page) {
  const texts = async (part) =>
    (await page.locator(`#field [part~="${part}"]`).allTextContents()).map((text) =>
      text.replace(/\s+/g, " ").trim(),
    );
  return { line: (await texts("line"))[0], notes: await texts("note") };
}

/** What is shown for these fields of the record. */
export function shownFields(page, names) {
  return page.evaluate(
    (names) =>
      Object.fromEntries(
        names.map((name) => [
          name,
          document.querySelector(`#record [data-field="${name}"] .value`)?.textContent ?? null,
        ]),
      ),
    names,
  );
}

/** The problems shown, each with its message and the values of its list. */
export function shownProblems(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("#problems > li")].map((row) => ({
      code: row.dataset.code,
      severity: row.dataset.severity,
      message: row.querySelector(".message").textContent,
      ...Object.fromEntries(
        [...row.querySelectorAll("[data-fact]")].map((fact) => [
          fact.dataset.fact,
          fact.querySelector("dd").textContent,
        ]),
      ),
    })),
  );
}

/** The error shown: its code, and the values of its list. */
export function shownError(page) {
  return page.evaluate(() => {
    const error = document.querySelector("#error");
    return {
      message: error.querySelector(".message").textContent,
      action: error.querySelector(".action").textContent,
      ...Object.fromEntries(
        [...error.querySelectorAll(":scope > .facts [data-fact]")].map((fact) => [
          fact.dataset.fact,
          fact.querySelector("dd").textContent,
        ]),
      ),
    };
  });
}
