// Through the demo page and the real server: what is wrong with a file, and what went wrong with a call.

import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { launch, openPage } from "./support/browser.mjs";
import { card } from "./support/card.mjs";
import { jpeg } from "./support/jpeg.mjs";
import { button, choose, pick, reach, said, send, shownError, shownProblems } from "./support/page.mjs";
import { pdf } from "./support/pdf.mjs";
import { bombPng, corruptPng, png } from "./support/png.mjs";
import { startProxy } from "./support/proxy.mjs";

const TIMEOUT = { timeout: 60_000 };
const KTP = { vendor: "verihubs", document: "ktp" };
const KITAS = { vendor: "verihubs", document: "kitas" };
const FORMAT = "INVALID_PAYLOAD_IMAGE_FORMAT";
const SIZE = "INVALID_PAYLOAD_IMAGE_SIZE";

/**
 * `isMended`: the element sends what it made of the file. `id` and `en` are what the message has to say besides, as limit
 * and actual value are shown in that language.
 */
const PROBLEMS = [
  {
    code: "empty_file",
    file: ["empty.jpg", () => new Uint8Array()],
    vendorCode: "INVALID_PAYLOAD_IMAGE_MISSING",
    id: { words: ["kosong", "0 byte", "Pilih berkas lain"] },
    en: { words: ["empty", "0 bytes", "Choose another file"] },
  },
  {
    code: "unsupported_format",
    file: ["text.jpg", () => Buffer.from("Selamat pagi")],
    vendorCode: FORMAT,
    id: { limit: "JPEG, PNG", actual: "tidak dikenal", words: ["tidak dikenal", "JPEG, PNG", "Pilih"] },
    en: { limit: "JPEG, PNG", actual: "not recognised", words: ["not recognised", "JPEG, PNG", "Choose"] },
  },
  {
    code: "file_too_large",
    isMended: true,
    file: ["large.jpg", () => jpeg({ bytes: 20_000_000 })],
    vendorCode: SIZE,
    id: { limit: "5 MB", actual: "20 MB", words: ["20 MB", "5 MB", "lebih kecil"] },
    en: { limit: "5 MB", actual: "20 MB", words: ["20 MB", "5 MB", "smaller"] },
  },
  {
    code: "file_too_large",
    isMended: true,
    file: ["a-byte-too-large.jpg", () => jpeg({ bytes: 5_000_001 })],
    vendorCode: SIZE,
    id: { limit: "5 MB", actual: "5,1 MB", words: ["5,1 MB", "5 MB"] },
    en: { limit: "5 MB", actual: "5.1 MB", words: ["5.1 MB", "5 MB"] },
  },
  {
    code: "too_few_pixels",
    file: ["small.png", () => png({ width: 719, height: 480 }), "image/png"],
    vendorCode: SIZE,
    id: { limit: "720 × 480", actual: "719 × 480", words: ["719 x 480", "720 x 480", "foto ulang"] },
    en: { limit: "720 × 480", actual: "719 × 480", words: ["719 x 480", "720 x 480", "again"] },
  },
  {
    code: "truncated_file",
    file: ["cut.jpg", () => jpeg().slice(0, -400)],
    vendorCode: FORMAT,
    id: { words: ["tidak lengkap", "unduh ulang"] },
    en: { words: ["incomplete", "download it again"] },
  },
  {
    code: "corrupt_file",
    file: ["broken.png", corruptPng, "image/png"],
    vendorCode: FORMAT,
    id: { words: ["rusak", "Pilih berkas lain"] },
    en: { words: ["damaged", "Choose another file"] },
  },
  {
    code: "too_many_pixels",
    file: ["bomb.png", bombPng, "image/png"],
    id: { limit: "256 MP", actual: "900 MP", words: ["900 MP", "256 MP"] },
    en: { limit: "256 MP", actual: "900 MP", words: ["900 MP", "256 MP"] },
  },
  {
    code: "type_mismatch",
    severity: "warning",
    file: ["really-a-png.jpg", () => card()],
    id: { limit: "JPEG", actual: "PNG", words: ["JPEG", "PNG", "ganti namanya"] },
    en: { limit: "JPEG", actual: "PNG", words: ["JPEG", "PNG", "rename"] },
  },
  {
    code: "encrypted_pdf",
    choices: KITAS,
    file: ["locked.pdf", () => pdf({ protection: "password" }), "application/pdf"],
    vendorCode: "OCR_40001",
    id: { words: ["kata sandi", "Pilih PDF"] },
    en: { words: ["password", "Choose one"] },
  },
  {
    code: "multiple_pages",
    severity: "warning",
    choices: KITAS,
    file: ["three.pdf", () => pdf({ pages: 3 }), "application/pdf"],
    id: { limit: "1", actual: "3", words: ["3 halaman", "hanya 1"] },
    en: { limit: "1", actual: "3", words: ["3 pages", "only 1"] },
  },
];

/** `calls`: how many calls reach the vendor; a 429 is repeated twice. */
const ERRORS = [
  [KTP, "KTP_NOT_DETECTED", { code: "document_not_detected", status: "400", vendorCode: "KTP_NOT_DETECTED" }],
  [KTP, "FAIL_ON_1", { code: "quality_rejected", status: "200", vendorCode: "FAIL_ON_1" }],
  [KTP, "INSUFFICIENT_QUOTA", { code: "quota_exhausted", status: "403", vendorCode: "INSUFFICIENT_QUOTA" }],
  [KTP, "UNAUTHORIZED", { code: "unauthorized", status: "401" }],
  [KTP, "not_json", { code: "malformed_response", status: "200" }],
  [KTP, "502", { code: "vendor_unavailable", status: "502" }],
  [KTP, "cut", { code: "vendor_unavailable", status: "502" }],
  [KTP, "429", { code: "rate_limited", status: "429", calls: 3 }],
  [KITAS, "OCR_200004", { code: "document_not_detected", status: "200", vendorCode: "OCR_200004" }],
  [KITAS, "OCR_40001", { code: "invalid_payload", status: "400", vendorCode: "OCR_40001" }],
  [KITAS, "OCR_40004", { code: "quota_exhausted", status: "400", vendorCode: "OCR_40004" }],
  [KITAS, "OCR_50000", { code: "vendor_unavailable", status: "500", vendorCode: "OCR_50000" }],
  [
    { vendor: "glair", document: "stnk" },
    "NO_FILE",
    { code: "image_missing", status: "400", vendorCode: "NO_FILE" },
  ],
  [{ vendor: "glair", document: "ktp" }, "INVALID_FIELDS", { code: "document_not_detected", status: "200" }],
  [
    { vendor: "glair", document: "bpkb" },
    "FILE_INVALID_FORMAT",
    { code: "image_unreadable", status: "415", vendorCode: "FILE_INVALID_FORMAT" },
  ],
];

describe("the page, when something is wrong", () => {
  let proxy;
  let browser;
  let page;
  before(async () => {
    [proxy, browser] = await Promise.all([startProxy(), launch()]);
    page = await openPage(browser, proxy.url);
  });
  after(async () => {
    await browser.close();
    await proxy.stop();
  });

  for (const [index, problem] of PROBLEMS.entries()) {
    const { code, severity = "error", choices = KTP, file, vendorCode, isMended = false } = problem;
    const [name, make, type] = file;
    test(`${code}: ${name}`, TIMEOUT, async () => {
      await choose(page, choices);
      await pick(page, name, make(), type);
      await page.locator(`#problems > [data-code="${code}"]`).waitFor();
      for (const language of ["id", "en"]) {
        await page.selectOption("#language", language);
        const shown = await shownProblems(page);
        // Of a PDF nobody can tell how sharp it is. What a file was mended to may have warnings of its own.
        const problems = shown.filter(({ code, severity }) =>
          isMended ? severity === "error" : code !== "quality_unknown",
        );
        const { words, limit, actual } = problem[language];
        deepEqual(problems, [
          {
            code,
            severity,
            message: problems[0]?.message,
            ...(limit ? { limit, actual } : {}),
            ...(vendorCode ? { vendorCode } : {}),
          },
        ]);
        for (const word of words) ok(problems[0].message.includes(word), problems[0].message);
        const { notes } = await said(page);
        equal(
          notes.some((note) => note.endsWith(problems[0].message)),
          !isMended,
          notes.join("\n"),
        );
        if (isMended) match(await page.textContent("#judged"), language === "id" ? /diperbaiki/ : /mended/);
      }
      const isError = severity === "error" && !isMended;
      equal(await page.getAttribute("#field", "phase"), isError ? "failed" : "ready");
      equal(await button(page, "send").count(), isError ? 0 : 1);
      if (index === 0) deepEqual(page.complaints, []);
    });
  }

  test("no problem made the console complain", () => {
    deepEqual(page.complaints, []);
  });

  for (const [index, [choices, scenario, { calls = 1, ...expected }]] of ERRORS.entries()) {
    test(
      `${choices.vendor} ${choices.document}, scenario ${scenario}: ${expected.code}`,
      TIMEOUT,
      async () => {
        await choose(page, { ...choices, scenario });
        await pick(page, "picture.jpg", jpeg({ seed: 200 + index }));
        const callsBefore = await proxy.calls();
        await send(page, "failed");
        equal(await proxy.calls(), callsBefore + calls);
        const messages = new Set();
        for (const language of ["id", "en"]) {
          await page.selectOption("#language", language);
          const { message, action, billed, retryable, requestId, vendorMessage, ...rest } =
            await shownError(page);
          deepEqual(rest, expected);
          match(message, /\w+.*\./);
          match(action, language === "id" ? /^Yang perlu dilakukan: \w/ : /^What to do: \w/);
          equal(billed, language === "id" ? "tidak diketahui" : "not known");
          messages.add(message).add(action);
        }
        // Two languages, nothing said twice.
        equal(messages.size, 4);
      },
    );
  }

  test("a call made again with another scenario gets that scenario's answer", TIMEOUT, async () => {
    const picture = jpeg({ seed: 300 });
    await choose(page, KTP);
    await pick(page, "picture.jpg", picture);
    await send(page);
    await choose(page, { ...KTP, scenario: "KTP_NOT_DETECTED" });
    await reach(page, "ready");
    await button(page, "send").click();
    await page.waitForSelector('#field[phase="failed"], #field[phase="done"]');
    equal(await page.getAttribute("#error", "data-code"), "document_not_detected");
  });
});
