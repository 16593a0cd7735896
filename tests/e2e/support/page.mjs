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

/** Picks a file and waits for the end of its check. */
export async function pick(page, name, bytes, type = "image/jpeg") {
  if (bytes.length < 1_000_000) {
    await page.setInputFiles("#file", { name, mimeType: type, buffer: Buffer.from(bytes) });
  } else {
    // Large ones are quicker from disk, where the preview reads them later too.
    folder ??= temporaryFolder();
    writeFileSync(join(folder, name), bytes);
    await page.setInputFiles("#file", join(folder, name));
  }
  await page.waitForFunction(
    (name) =>
      document.querySelector('#facts [data-fact="name"] dd')?.textContent === name &&
      ["ready", "blocked", "failed"].includes(document.querySelector("#status").dataset.state),
    name,
  );
}

/** Waits until the page is in this state. */
export function reach(page, state) {
  return page.waitForSelector(`#status[data-state="${state}"]`);
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
