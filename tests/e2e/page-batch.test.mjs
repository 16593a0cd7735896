// Many files at once on the demo page: a table, its CSV, and what it may not do.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";

import { csv } from "../../www/page/csv.js";
import { card } from "./support/card.mjs";
import { asFile, choose } from "./support/page.mjs";
import { onDemoPage } from "./support/page-tests.mjs";
import { pdf } from "./support/pdf.mjs";

const TIMEOUT = { timeout: 180_000 };
const KTP = { vendor: "verihubs", document: "ktp" };
const png = (name, bytes) => asFile(name, bytes, "image/png");

/** What the table shows: for each row its verdict, and its cells by their column. */
function shownRows(page) {
  return page.locator("#batch-rows tbody tr").evaluateAll((rows) =>
    rows.map((row) => ({
      file: row.querySelector("th").textContent,
      verdict: row.dataset.verdict,
      ...Object.fromEntries(
        [...row.querySelectorAll("td")].slice(1).map((cell) => [cell.dataset.column, cell.textContent]),
      ),
    })),
  );
}

const ended = (page) => page.locator("#batch-save").waitFor();

/** Reads CSV by the rules of RFC 4180. */
function parse(text) {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)];
  const rows = [[]];
  for (const [, quoted, plain, end] of cells) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  equal(rows.pop().length, 0);
  return rows;
}

async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#batch-save")]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

describe("many files at once", () => {
  const given = onDemoPage();

  test("judges each by the choices and the policy, in a table and as CSV", TIMEOUT, async () => {
    const page = await given.open();
    const posts = [];
    page.on("request", (request) => request.method() === "POST" && posts.push(request.url()));
    await choose(page, KTP);
    await page.click("#policy summary");
    await page.selectOption("#rule-blur", "block");
    const names = ["baik.png", "buram.png", "gelap.png", "catatan.jpg", "halaman.pdf", '=1+1,"x".png'];
    await page.setInputFiles("#files", [
      png(names[0], card({}, 51)),
      png(names[1], card({ blur: 6 }, 52)),
      png(names[2], card({ light: 0.2 }, 53)),
      asFile(names[3], Buffer.from("Selamat pagi")),
      asFile(names[4], pdf(), "application/pdf"),
      png(names[5], card({}, 54)),
    ]);
    await ended(page);
    const rows = await shownRows(page);
    deepEqual(
      rows.map(({ file, verdict, problems }) => [file, verdict, problems]),
      [
        [names[0], "ok", ""],
        [names[1], "blocked", "blur"],
        [names[2], "warned", "dark"],
        [names[3], "blocked", "unsupported_format"],
        [names[4], "blocked", "unsupported_format"],
        [names[5], "ok", ""],
      ],
    );
    equal(
      await page.textContent("#batch-status"),
      "6 berkas diperiksa: 2 baik, 1 dengan peringatan, 3 ditolak, 0 gagal dibaca.",
    );
    deepEqual([rows[0].pixels, rows[0].format, rows[3].blur], ["1200 × 840", "PNG", ""]);

    const { name, text } = await saved(page);
    equal(name, "periksa-verihubs-ktp.csv");
    equal(text.charCodeAt(0), 0xfeff);
    const [head, ...lines] = parse(text.slice(1));
    deepEqual(head, [
      ...["file", "verdict", "problems", "format", "bytes", "width", "height"],
      ...["blur", "dark", "flashlight", "grayscale", "card_confidence"],
    ]);
    equal(lines.length, 6);
    ok(lines.every((line) => line.length === head.length));
    const records = lines.map((line) => Object.fromEntries(line.map((cell, at) => [head[at], cell])));
    const report = await page.evaluate(
      async ([bytes]) => {
        const { check } = await import("/pkg/index.js");
        return check(new Blob([Uint8Array.from(bytes)]), { document: "ktp", vendor: "verihubs" });
      },
      [[...card({ blur: 6 }, 52)]],
    );
    deepEqual(records[1], {
      ...{
        file: "buram.png",
        verdict: "blocked",
        problems: "blur",
        format: "png",
        width: "1200",
        height: "840",
      },
      bytes: String(report.facts.bytes),
      ...Object.fromEntries(
        ["blur", "dark", "flashlight", "grayscale"].map((check) => [
          check,
          String(report.quality[check].score),
        ]),
      ),
      card_confidence: String(report.quality.card.confidence),
    });
    // A spreadsheet must not take a file's name for a formula.
    equal(records[5].file, `'${names[5]}`);
    // Nothing is sent, and no picture is on the page.
    deepEqual(posts, []);
    equal(await page.locator("#batch-rows img").count(), 0);

    await page.selectOption("#language", "en");
    match(await page.textContent("#batch-status"), /^6 files judged: 2 good/);
    equal((await shownRows(page)).length, 6);
  });

  test("a file that can't be read is a row, and the others go on", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    const folder = mkdtempSync(join(tmpdir(), "periksa-batch-"));
    const paths = ["satu.png", "hilang.png", "tiga.png"].map((name) => join(folder, name));
    for (const [index, path] of paths.entries()) writeFileSync(path, card({}, 60 + index));
    // Gone before its turn.
    await page.evaluate(() => {
      document.querySelector("#files").addEventListener(
        "change",
        () => {
          const end = performance.now() + 1_500;
          while (performance.now() < end);
        },
        { capture: true, once: true },
      );
    });
    const picked = page.setInputFiles("#files", paths);
    await page.waitForTimeout(500);
    rmSync(paths[1]);
    await picked;
    await ended(page);
    const rows = await shownRows(page);
    deepEqual(
      rows.map(({ verdict }) => verdict),
      ["ok", "failed", "ok"],
    );
    match(rows[1].problems, /\w+ \w+/);
    const [, , line] = parse((await saved(page)).text.slice(1));
    deepEqual(line.slice(0, 4), ["hilang.png", "failed", "file_unreadable", ""]);
    rmSync(folder, { recursive: true });
  });

  test("is cancelled, keeps what it has, and starts anew", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    const picture = card({}, 70);
    const many = Array.from({ length: 40 }, (_, index) => png(`foto-${index}.png`, picture));
    await page.setInputFiles("#files", many);
    await page.locator("#batch-rows tbody tr").first().waitFor();
    match(await page.textContent("#batch-status"), /^Memeriksa 40 berkas…$/);
    match(await page.textContent("#batch-count"), /^\d+ dari 40$/);
    await page.click("#batch-cancel");
    await ended(page);
    const count = (await shownRows(page)).length;
    ok(count > 0 && count < 40, `${count} rows`);
    match(await page.textContent("#batch-status"), new RegExp(`^Dibatalkan\\. ${count} dari 40 `));
    equal(await page.evaluate(() => document.activeElement.id), "files");
    // The next ones come in the place of these, also while others are judged.
    await page.setInputFiles("#files", many);
    await page.locator("#batch-rows tbody tr").first().waitFor();
    await page.setInputFiles("#files", [png("baru.png", picture)]);
    await ended(page);
    deepEqual(
      (await shownRows(page)).map(({ file }) => file),
      ["baru.png"],
    );
  });

  test("takes a folder, and several files that are dropped or pasted anywhere", TIMEOUT, async () => {
    const page = await given.open();
    await choose(page, KTP);
    const folder = mkdtempSync(join(tmpdir(), "periksa-folder-"));
    for (const name of ["a.png", "b.png"]) writeFileSync(join(folder, name), card({}, 80));
    await page.setInputFiles("#folder", folder);
    await ended(page);
    const names = (await shownRows(page)).map(({ file }) => file).sort();
    const root = folder.split("/").at(-1);
    deepEqual(names, [`${root}/a.png`, `${root}/b.png`]);
    rmSync(folder, { recursive: true });

    const give = (kind, target, bytes) =>
      page.evaluate(
        ([kind, target, bytes]) => {
          const transfer = new DataTransfer();
          for (const name of [`${kind}-1.png`, `${kind}-2.png`])
            transfer.items.add(new File([Uint8Array.from(bytes)], name, { type: "image/png" }));
          const options = { bubbles: true, cancelable: true, composed: true };
          const event =
            kind === "drop"
              ? new DragEvent("drop", { dataTransfer: transfer, ...options })
              : new ClipboardEvent("paste", { clipboardData: transfer, ...options });
          document.querySelector(target).dispatchEvent(event);
          return event.defaultPrevented;
        },
        [kind, target, bytes],
      );
    const bytes = [...card({}, 81)];
    for (const [kind, target] of [
      ["drop", "body"],
      ["paste", "body"],
      ["drop", "#field"],
    ]) {
      const prevented = await give(kind, target, bytes);
      if (kind === "drop") ok(prevented, "the browser would leave the page for the files");
      await page.locator("#batch-rows tbody th", { hasText: `${kind}-2.png` }).waitFor();
      await ended(page);
      equal((await shownRows(page)).length, 2);
      // The element takes none of several.
      equal(await page.evaluate(() => document.querySelector("#field").snapshot.phase), "idle");
      await page.setInputFiles("#files", [png("other.png", card({}, 82))]);
      await page.locator("#batch-rows tbody th", { hasText: "other.png" }).waitFor();
      await ended(page);
    }
  });

  test("a name is never a formula, whatever a spreadsheet takes for one", () => {
    for (const name of ["=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "＋1", "－1", "＠A"]) {
      const [[cell]] = parse(csv([[name]]));
      equal(cell, `'${name}`);
    }
    for (const name of ["a=1", "foto-1.jpg", 'a"b', "a,b", "a\r\nb", "", "é"]) {
      const [[cell]] = parse(csv([[name]]));
      equal(cell, name);
    }
    equal(csv([[1, null, 0.5, "x"]]), "1,,0.5,x\r\n");
    // Nor is the end of one, where a spreadsheet splits at other signs than commas.
    equal(csv([["a;=1", "a\t=1"]]), '"a;=1","a\t=1"\r\n');
  });
});
