// Mistakes that have to be found before the page runs. Each directive is an error itself where its line compiles.

import * as all from "periksa";
import {
  check,
  type Extraction,
  encodeRequest,
  inspect,
  isOcrError,
  normalize,
  OcrClient,
  OcrError,
  type OcrEvent,
  type Policy,
  parseNik,
  prepare,
  registerMessages,
  requirements,
} from "periksa";

export async function mistakes(file: File, extraction: Extraction): Promise<void> {
  const verihubs = new OcrClient({ endpoint: "/api/ocr", vendor: "verihubs" });
  const glair = new OcrClient({ endpoint: "/api/ocr", vendor: "glair" });

  // @ts-expect-error verihubs does not read GLAIR's book
  await verihubs.extract(file, { document: "bpkb" });
  // @ts-expect-error glair does not read Verihubs' pages
  await glair.extract(file, { document: "bpkb_ik" });
  // @ts-expect-error the document is missing
  await glair.extract(file, {});
  // @ts-expect-error no such document
  await verihubs.extract(file, { document: "sim" });
  // @ts-expect-error a path is no file
  await verihubs.extract("ktp.jpg", { document: "ktp" });
  // @ts-expect-error no such page
  await glair.extract(file, { document: "bpkb", page: 5 });
  // @ts-expect-error a misspelt option
  await verihubs.extract(file, { document: "ktp", validatequality: true });

  const report = await check(file, { document: "ktp", vendor: "verihubs" });
  // @ts-expect-error a report that is ok may have no problem
  if (report.ok) report.problems[0].messages;

  const { record } = await verihubs.extract(file, { document: "ktp" });
  // @ts-expect-error a misspelt field
  record.fullname;
  // @ts-expect-error a field of another record
  record.chassisNumber;
  // @ts-expect-error what was not read is null
  record.nik.value.length;
  const stnk = await glair.extract(file, { document: "stnk" });
  // @ts-expect-error rupiah are a number
  stnk.record.tax.total.value satisfies string | null;
  // @ts-expect-error not before the document is known
  extraction.record.nik;
  // @ts-expect-error no such document to compare with
  if (extraction.document === "sim") return;

  // @ts-expect-error no such code
  registerMessages("jv", { file_to_large: "…" });
  // @ts-expect-error a NIK is a text: as a number it loses digits
  parseNik(3201015703940007);

  // @ts-expect-error no such vendor
  new OcrClient({ endpoint: "/api/ocr", vendor: "privy" });
  // @ts-expect-error an endpoint is needed
  new OcrClient({ vendor: "glair" });
  // @ts-expect-error no such upload
  new OcrClient({ endpoint: "/api/ocr", vendor: "glair", upload: "json" });
  // @ts-expect-error no such credentials
  new OcrClient({ endpoint: "/api/ocr", vendor: "glair", credentials: true });

  // @ts-expect-error no such vendor
  requirements("ktp", "privy");
  // @ts-expect-error a text is no file
  await inspect("ktp.jpg");
  // @ts-expect-error the vendor is missing
  await check(file, { document: "ktp" });
  // @ts-expect-error no such upload
  await encodeRequest(file, { document: "ktp", vendor: "verihubs", upload: "form" });
  // @ts-expect-error a status is a number
  normalize("{}", { document: "ktp", vendor: "verihubs", status: "200" });
  // @ts-expect-error no such format
  if ((await inspect(file)).format === "jpg") return;
  // @ts-expect-error no such problem
  if ((await check(file, { document: "ktp", vendor: "glair" })).problems[0]?.code === "too_big") return;

  // @ts-expect-error no such code
  new OcrError({ code: "time_out" });
  // @ts-expect-error an error has a code
  new OcrError({ message: "left" });
  // @ts-expect-error a rule stands among the rules
  const policy: Policy = { blur: "warn" };
  // @ts-expect-error no such moment
  await prepare(file, { document: "ktp", vendor: "verihubs", when: "auto" });
  // @ts-expect-error no such turn
  await prepare(file, { document: "ktp", vendor: "verihubs", rotate: 45 });
  // @ts-expect-error a promise has no formats
  requirements("ktp", "glair").formats;
  const thrown: unknown = null;
  // @ts-expect-error not known to be one of ours
  thrown.code;
  if (isOcrError(thrown)) {
    // @ts-expect-error no such code
    if (thrown.code === "time_out") return;
    // @ts-expect-error read only
    thrown.code = "timeout";
  }
  // @ts-expect-error no such phase
  const event: OcrEvent["phase"] = "upload";
  // @ts-expect-error init is the default export
  all.init();
  // @ts-expect-error the engine under it is not public
  all.memory_bytes();
  // @ts-expect-error nor are its files
  await import("periksa/periksa.js");
  console.log(event, policy);
}
