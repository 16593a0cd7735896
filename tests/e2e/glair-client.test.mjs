// An outside witness for GLAIR's wire format: its own npm client against the sandbox, and its answers through ours.

import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { LogLevel, setLogLevel, Vision } from "@glair/vision";

import { jpeg } from "./support/jpeg.mjs";
import { startProxy } from "./support/proxy.mjs";
import { ROOT } from "./support/root.mjs";
import { GLAIR } from "./support/vendor-documents.mjs";

setLogLevel(LogLevel.SILENT);

const TIMEOUT = { timeout: 60_000 };
const dashed = (date) => date.split("-").reverse().join("-");

describe("GLAIR's own client", () => {
  let proxy;
  let folder;
  let periksa;
  let picture;
  let text;
  const client = (credentials) =>
    new Vision({ baseUrl: `${proxy.url}/sandbox/glair`, apiVersion: "v1", ...GLAIR, ...credentials });
  before(async () => {
    proxy = await startProxy();
    periksa = await import(`${ROOT}pkg/index.js`);
    await periksa.default(await readFile(`${ROOT}pkg/periksa_bg.wasm`));
    folder = await mkdtemp(join(tmpdir(), "periksa-glair-"));
    [picture, text] = [join(folder, "picture.jpg"), join(folder, "text.jpg")];
    await writeFile(picture, jpeg({ seed: 9_000 }));
    await writeFile(text, "Selamat pagi");
  });
  after(async () => {
    await proxy.stop();
    await rm(folder, { recursive: true });
  });

  test("reads a KTP", TIMEOUT, async () => {
    const answer = await client().ocr.ktp({ image: picture });
    equal(answer.status, "SUCCESS");
    match(answer.read.nik.value, /^\d{16}$/);
    const { record, sandbox, statusCode } = periksa.normalizeSync(answer, {
      document: "ktp",
      vendor: "glair",
    });
    deepEqual([sandbox, statusCode], [false, "SUCCESS"]);
    equal(record.nik.value, answer.read.nik.value);
    equal(record.nik.source, "/read/nik");
    equal(record.nik.confidence, Number((answer.read.nik.confidence / 100).toFixed(4)));
    deepEqual(record.nik.polygon, answer.read.nik.polygon);
    equal(record.dateOfBirth.value, dashed(answer.read.tanggal_lahir.value));
    equal(record.city.value, answer.read.kota_kabupaten.value);
  });

  test("reads a KTP with its quality", TIMEOUT, async () => {
    const answer = await client().ocr.ktp({ image: picture, qualities_detector: true });
    const { record, vendorQuality } = periksa.normalizeSync(answer, { document: "ktp", vendor: "glair" });
    equal(record.fullName.value, answer.read.nama.value);
    ok(answer.qualities, "the sandbox did not judge the quality");
    deepEqual(vendorQuality.blur, { detected: false, score: null, threshold: null });
  });

  test("reads an STNK", TIMEOUT, async () => {
    const answer = await client().ocr.stnk({ image: picture });
    const { record } = periksa.normalizeSync(answer, { document: "stnk", vendor: "glair" });
    const { halaman_stnk: fiveYears, halaman_pajak_tahunan: annual } = answer.read;
    equal(record.registrationNumber.value, fiveYears.nomor_registrasi.value);
    equal(record.chassisNumber.value, fiveYears.nomor_rangka.value);
    equal(record.tax.number.value, annual.nomor_pajak_tahunan.value);
    equal(record.validUntil.value, dashed(fiveYears.berlaku_sampai.value));
    deepEqual(record.tax.lines, []);
  });

  test("reads a BPKB", TIMEOUT, async () => {
    const answer = await client().ocr.bpkb({ image: picture });
    const { record } = periksa.normalizeSync(answer, { document: "bpkb", vendor: "glair" });
    equal(record.owner.name.value, answer.read.identitas_pemilik.nama_pemilik.value);
    equal(record.vehicle.chassisNumber.value, answer.read.identitas_kendaraan.nomor_rangka.value);
    equal(record.vehicle.wheelCount.value, Number(answer.read.identitas_kendaraan.jumlah_roda.value));
  });

  /** What the client throws is the body of the answer. */
  const thrownBy = (call) =>
    call.then(
      () => null,
      (body) => body,
    );
  const judged = (body, status) => {
    try {
      return periksa.normalizeSync(body, { document: "ktp", vendor: "glair", status }).document;
    } catch (error) {
      return [error.code, error.action, error.vendorCode];
    }
  };

  test("is refused with wrong credentials", TIMEOUT, async () => {
    for (const wrong of [{ username: "nobody" }, { password: "wrong" }]) {
      const body = await thrownBy(client(wrong).ocr.ktp({ image: picture }));
      deepEqual(body, { message: "Unauthorized" });
      deepEqual(judged(body, 401), ["unauthorized", "fix_integration", null]);
    }
    const body = await thrownBy(client({ apiKey: "wrong" }).ocr.ktp({ image: picture }));
    deepEqual(body, { error: "Access to this API has been disallowed" });
    deepEqual(judged(body, 403), ["forbidden", "contact_support", null]);
  });

  test("is refused a text", TIMEOUT, async () => {
    for (const document of ["ktp", "stnk", "bpkb"]) {
      const body = await thrownBy(client().ocr[document]({ image: text }));
      equal(body.status, "FILE_INVALID_FORMAT");
      deepEqual(judged(body, 415), ["image_unreadable", "choose_another_file", "FILE_INVALID_FORMAT"]);
      // The body alone says it too.
      equal(judged(body)[0], "image_unreadable");
    }
    await rejects(client().ocr.ktp({ image: join(folder, "not-there.jpg") }), { name: "FileNotFound" });
  });
});
