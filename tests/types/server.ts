// `periksa` on a server, whose compiler knows nothing of the DOM. Compiled, never run.

import { readFile } from "node:fs/promises";
import start, {
  check,
  inspect,
  normalize,
  OcrClient,
  OcrError,
  parseNik,
  prepare,
  requirements,
} from "periksa";
import { Session } from "periksa/session";
import { check as checkInWorker } from "periksa/worker";

await start(await readFile("periksa_bg.wasm"));
const bytes = await readFile("ktp.jpg");
const picture = new Blob([bytes]);
export const mended: Blob = (await prepare(bytes, { document: "ktp", vendor: "glair" })).file;
export const ok: boolean = (await checkInWorker(new Uint8Array(bytes), { document: "ktp", vendor: "glair" }))
  .ok;
const [problem] = (await check(picture, { document: "ktp", vendor: "verihubs" })).problems;
export const fix: string | null | undefined = problem?.fix;
export const facts = await inspect(picture);
export const takes = (await requirements("ktp", "verihubs")).formats;

await normalize(Buffer.from("{}"), { document: "ktp", vendor: "verihubs" });
const extraction = await normalize("{}", { document: "ktp", vendor: "verihubs" });
export const gender: "female" | "male" | null = extraction.record.gender.value;
// @ts-expect-error: no such religion
export const religion: "PAGAN" | null = extraction.record.religion.value;
export const serial = (await parseNik("3201011703940007")).serial;
const client = new OcrClient({ endpoint: "https://shop.example/api/ocr", vendor: "glair" });
export const plate = (await client.extract(bytes, { document: "stnk" })).record.registrationNumber.value;
await new Session({ document: "ktp", vendor: "glair" }).pick(bytes);
export const isOurs = (error: unknown) => error instanceof OcrError && error.code === "invalid_file";
