// Answer: a vendor's answer of some 13 kB to a checked record, beside JSON.parse followed by a schema of the same answer.

import { z } from "zod";

import { periksa } from "../page/periksa.js";

export const title = "Answer";
export const about = "from a GLAIR STNK answer of 13 kB to a record";
export const floor = "JSON.parse of what comes out";
export const inputs = ["stnk"];
export const options = { rounds: 60, warmUps: 5, atLeast: 10 };

export async function ways() {
  const { normalizeSync: normalize } = await periksa();
  const options = { document: "stnk", vendor: "glair" };
  const { raw, ...result } = normalize(answer, options);
  const texts = [JSON.stringify(raw), JSON.stringify(result)];
  const schema = schemaOf();
  return {
    periksa: async () => normalize(answer, options),
    [floor]: async () => texts.map((text) => JSON.parse(text)),
    "JSON.parse + zod": async () => schema.parse(JSON.parse(answer)),
  };
}

function schemaOf() {
  const field = z.object({
    confidence: z.number().min(0).max(100),
    polygon: z.array(z.tuple([z.number(), z.number()])),
    value: z.union([z.string(), z.number(), z.null()]),
    page_index: z.number().int().min(0),
    confidence_text: z.number().min(0).max(100),
    value_original: z.string(),
  });
  const [taxPage, ownPage] = [TAX_PAGE, OWN_PAGE].map((names) =>
    Object.fromEntries(names.split(" ").map((name) => [name, field])),
  );
  const line = z.object({ jenis_biaya: field, pokok: field, sanksi_administratif: field, jumlah: field });
  return z.object({
    status: z.literal("SUCCESS"),
    reason: z.string(),
    read: z.object({
      halaman_pajak_tahunan: z.object({ ...taxPage, table: z.array(line) }),
      halaman_stnk: z.object(ownPage),
    }),
  });
}

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
