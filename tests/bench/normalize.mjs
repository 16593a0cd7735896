// How long a GLAIR STNK answer of some 15 kB takes to become a checked record: by `normalize`, and by JSON.parse followed
// by a zod schema of the same answer. Beside them, what the engine's own JSON.parse takes to make the two objects that
// `normalize` returns, the answer and the record, and nothing else. All take turns in one page.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const ROUNDS = 100;
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const TAX_PAGE =
  "alamat bahan_bakar berlaku_sampai ditetapkan_tanggal ident isi_silinder jenis jumlah_sumbu kepemilikan_ke kode_njkb merk model nama_pemilik nomor_bpkb nomor_identitas_pemilik nomor_mesin nomor_pajak_tahunan nomor_rangka nomor_registrasi nomor_registrasi_lama samsat_provinsi tahun_pembuatan tahun_registrasi tipe warna warna_tnkb";
const OWN_PAGE =
  "alamat bahan_bakar berlaku_sampai isi_silinder jenis kode_lokasi merk model nama_pemilik nomor_bpkb nomor_identitas_pemilik nomor_mesin nomor_rangka nomor_registrasi nomor_stnk nomor_urut_pendaftaran polda_penerbitan tahun_pembuatan tahun_registrasi tanggal_penerbitan tempat_penerbitan tipe warna warna_tnkb";
const VALUES = {
  berlaku_sampai: "09-04-2029",
  ditetapkan_tanggal: "21-03-2024",
  isi_silinder: "1,497",
  nomor_rangka: "MHXXX00XXHK000999",
  nomor_registrasi: "D 4521 KLM",
  tahun_pembuatan: "2023",
  tahun_registrasi: "2024",
  tanggal_penerbitan: "12-04-2024",
};

const field = (value, index) => ({
  confidence: 80 + (index % 19) + 0.25,
  polygon: [
    [435 + index, 262],
    [851, 262 + index],
    [851, 333],
    [435, 333],
  ],
  value,
  page_index: 0,
  confidence_text: 99.5 - index / 10,
  value_original: String(value),
});
const page = (names) =>
  Object.fromEntries(
    names.split(" ").map((name, index) => [name, field(VALUES[name] ?? `CONTOH ${name}`, index)]),
  );
const row = (item, index) => ({
  jenis_biaya: field(item, index),
  pokok: field(1000 * index, index),
  sanksi_administratif: field(0, index),
  jumlah: field(1000 * index, index),
});
const TABLE = ["BBNKB", "PKB", "SWDKLLJ", "BIAYA ADMINISTRASI STNK", "BIAYA ADMINISTRASI TNKB"].map(row);
const answer = JSON.stringify({
  status: "SUCCESS",
  reason: "File Successfully Read",
  read: { halaman_pajak_tahunan: { ...page(TAX_PAGE), table: TABLE }, halaman_stnk: page(OWN_PAGE) },
});

const server = createServer(async (request, response) => {
  const path = new URL(request.url, "http://localhost").pathname;
  if (!/^\/(pkg|node_modules\/zod)\//.test(path)) {
    response.setHeader("Content-Type", "text/html").end("<!doctype html><title>bench</title>");
    return;
  }
  const file = fileURLToPath(new URL(`../..${path}`, import.meta.url));
  await stat(file);
  response.setHeader("Content-Type", TYPES[file.slice(file.lastIndexOf("."))] ?? "text/plain");
  createReadStream(file).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
});
try {
  const tab = await browser.newPage();
  await tab.goto(`http://127.0.0.1:${server.address().port}/`);
  const [ours, theirs, objects] = await tab.evaluate(measure, {
    answer,
    pages: [TAX_PAGE, OWN_PAGE],
    rounds: ROUNDS,
  });
  console.log(`GLAIR STNK answer of ${answer.length} bytes, median of ${ROUNDS}, in ms`);
  console.log(`normalize        ${ours.toFixed(3)}`);
  console.log(`JSON.parse + zod ${theirs.toFixed(3)}`);
  console.log(`objects alone    ${objects.toFixed(3)}`);
  console.log(`normalize takes ${(ours / theirs).toFixed(2)} of the time`);
} finally {
  await browser.close();
  server.close();
}

/** Runs in the page: the medians of all. */
async function measure({ answer, pages, rounds }) {
  const { default: init, normalizeSync: normalize } = await import("/pkg/index.js");
  const { z } = await import("/node_modules/zod/index.js");
  await init();
  const field = z.object({
    confidence: z.number().min(0).max(100),
    polygon: z.array(z.tuple([z.number(), z.number()])),
    value: z.union([z.string(), z.number(), z.null()]),
    page_index: z.number().int().min(0),
    confidence_text: z.number().min(0).max(100),
    value_original: z.string(),
  });
  const [taxPage, ownPage] = pages.map((names) =>
    Object.fromEntries(names.split(" ").map((name) => [name, field])),
  );
  const line = z.object({ jenis_biaya: field, pokok: field, sanksi_administratif: field, jumlah: field });
  const schema = z.object({
    status: z.literal("SUCCESS"),
    reason: z.string(),
    read: z.object({
      halaman_pajak_tahunan: z.object({ ...taxPage, table: z.array(line) }),
      halaman_stnk: z.object(ownPage),
    }),
  });
  const { raw, ...result } = normalize(answer, { document: "stnk", vendor: "glair" });
  const texts = [JSON.stringify(raw), JSON.stringify(result)];
  const ways = [
    () => normalize(answer, { document: "stnk", vendor: "glair" }).record.tax.lines.length,
    () => schema.parse(JSON.parse(answer)).read.halaman_pajak_tahunan.table.length,
    () => texts.map((text) => JSON.parse(text))[1].record.tax.lines.length,
  ];
  const times = ways.map(() => []);
  // The clock of a page goes in steps of 0.1 ms.
  const repeats = 20;
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, way] of ways.entries()) {
      const began = performance.now();
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        if (way() !== 5) throw new Error("not read whole");
      }
      times[index].push((performance.now() - began) / repeats);
    }
  }
  return times.map((list) => list.sort((a, b) => a - b)[list.length >> 1]);
}
