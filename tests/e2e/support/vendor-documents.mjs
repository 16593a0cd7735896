// What each vendor reads, where the vendor itself answers, and which of its values belongs into which field.

import { equal } from "node:assert/strict";

const dashed = (date) => date.split("-").reverse().join("-");
const plate = (joined) => joined.replace(/^([A-Z]+)(\d+)([A-Z]*)$/, "$1 $2 $3").trim();

/** Some fields of each record, out of the vendor's answer, by other means than the package's. */
export const ROUTES = [
  {
    vendor: "verihubs",
    document: "ktp",
    path: "verihubs/v2/ktp/extract",
    fields: ({ data }) => ({
      nik: data.nik,
      fullName: data.full_name,
      dateOfBirth: dashed(data.date_of_birth),
      village: data.administrative_village,
      province: data.state,
    }),
  },
  {
    vendor: "verihubs",
    document: "kitas",
    path: "verihubs/v2/ocr/kitas",
    fields: ({ data: { result_data: read } }) => ({
      permitNumber: read.permit_number,
      fullName: read.full_name,
      permitExpiryDate: dashed(read.permit_expiry_date),
      passportNumber: read.passport_number,
    }),
  },
  {
    vendor: "verihubs",
    document: "stnk",
    path: "verihubs/v2/ocr/stnk",
    fields: ({ data: { result_data: read } }) => ({
      registrationNumber: plate(read.no_polisi),
      ownerName: read.nama_pemilik,
      chassisNumber: read.no_rangka,
      engineCapacityCc: read.isi_silinder,
      "tax.total": read.total_pajak,
    }),
  },
  {
    vendor: "verihubs",
    document: "bpkb_ik",
    path: "verihubs/v2/ocr/bpkb_ik",
    fields: ({ data: { result_data: read } }) => ({
      "vehicle.registrationNumber": plate(read.nomor_polisi),
      "vehicle.brand": read.merek,
      "vehicle.wheelCount": read.jumlah_roda,
    }),
  },
  {
    vendor: "verihubs",
    document: "bpkb_ip",
    path: "verihubs/v2/ocr/bpkb_ip",
    fields: ({ data: { result_data: read } }) => ({
      "owner.name": read.nama_pemilik,
      "owner.id": read.no_id,
      "owner.issueDate": dashed(read.tanggal_dikeluarkan),
    }),
  },
  {
    vendor: "glair",
    document: "ktp",
    path: "glair/ocr/v1/ktp",
    fields: ({ read }) => ({
      nik: read.nik.value,
      fullName: read.nama.value,
      dateOfBirth: dashed(read.tanggal_lahir.value),
      validUntil: "lifetime",
    }),
  },
  {
    vendor: "glair",
    document: "kitas",
    path: "glair/ocr/v1/kitas-kitap",
    fields: ({ read }) => ({
      permitNumber: read.permit_number.value,
      fullName: read.full_name.value,
      guarantor: read.guarantor_name.value,
      passportExpiryDate: dashed(read.passport_expiry.value),
    }),
  },
  {
    vendor: "glair",
    document: "stnk",
    path: "glair/ocr/v1/stnk-with-table",
    table: true,
    fields: ({ read: { halaman_stnk: five, halaman_pajak_tahunan: annual } }) => ({
      registrationNumber: five.nomor_registrasi.value,
      ownerName: five.nama_pemilik.value,
      validUntil: dashed(five.berlaku_sampai.value),
      "tax.validUntil": dashed(annual.berlaku_sampai.value),
      "tax.number": annual.nomor_pajak_tahunan.value,
    }),
  },
  {
    vendor: "glair",
    document: "bpkb",
    path: "glair/ocr/v1/bpkb",
    fields: ({ read }) => ({
      "vehicle.registrationNumber": read.identitas_kendaraan.nomor_registrasi.value,
      "owner.name": read.identitas_pemilik.nama_pemilik.value,
      "firstRegistration.invoiceNumber": read.dokumen_registrasi_pertama.nomor_faktur.value,
      "lastPage.registerNumber": read.halaman_terakhir.no_register.value,
    }),
  },
];

/** The sandbox's credentials; made up. */
export const GLAIR = { username: "sandbox-user", password: "sandbox-password", apiKey: "sandbox-key" };
const VERIHUBS = { "App-ID": "sandbox-app", "API-Key": "sandbox-key" };

/** What the vendor answers to a picture when asked without the proxy. The same picture is always the same person. */
export async function askVendor(proxy, { vendor, document, path }, picture) {
  const basic = Buffer.from(`${GLAIR.username}:${GLAIR.password}`).toString("base64");
  const headers =
    vendor === "verihubs" ? { ...VERIHUBS } : { Authorization: `Basic ${basic}`, "x-api-key": GLAIR.apiKey };
  let body;
  if (vendor === "verihubs" && document === "ktp") {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify({ image: Buffer.from(picture).toString("base64") });
  } else {
    body = new FormData();
    body.set("image", new Blob([picture]), "picture");
  }
  const answer = await fetch(`${proxy.url}/sandbox/${path}`, { method: "POST", headers, body });
  equal(answer.status, 200);
  return answer.json();
}
