// `periksa/worker`: what `periksa` has that gives a promise. Compiled, never run.

import * as ordinary from "periksa";
import type * as distant from "periksa/worker";
import * as worker from "periksa/worker";
import init, {
  type CheckReport,
  type ClientSettings,
  check,
  type Engine,
  type Extraction,
  isOcrError,
  type Ktp,
  normalize,
  OcrClient,
  OcrError,
  parseNik,
  type Requirements,
  registerMessages,
  requirements,
  type Stnk,
  terminate,
} from "periksa/worker";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Does not compile unless it is given `true`. */
const holds = <_ extends true>(): void => {};

type Functions<M> = {
  [N in keyof M as M[N] extends (...args: never) => unknown ? N : never]: M[N];
};
// `isOcrError` looks at an error, here as there.
type Distant = Functions<Omit<typeof distant, "terminate" | "isOcrError">>;
type Ordinary = Functions<
  Omit<typeof ordinary, "isOcrError" | "normalizeSync" | "parseNikSync" | "requirementsSync">
>;
holds<Equal<Distant, Ordinary>>();
type Given = { [N in keyof Distant]: ReturnType<Distant[N]> }[keyof Distant];
holds<Given extends Promise<unknown> ? true : false>();
holds<Equal<typeof distant.OcrClient, typeof ordinary.OcrClient>>();
holds<Equal<keyof Distant | "OcrClient", keyof Engine>>();

/** Both entries are one interface. */
export const engines: Engine[] = [worker, ordinary];

export async function uses(file: File, settings: ClientSettings<"verihubs">): Promise<string | null> {
  await init(new URL("/periksa.wasm", location.href));
  const { accept }: Requirements = await requirements("ktp", "verihubs");
  const report: CheckReport = await check(file, { document: "ktp", vendor: "verihubs" });
  const { province } = await parseNik("3201015703940007");
  await registerMessages("jv", { network: "…" });
  const { record } = await new OcrClient(settings).extract(file, {
    document: "ktp",
    onProgress: console.log,
  });
  holds<Equal<typeof record, Ktp>>();
  try {
    const extraction: Extraction<"stnk"> = await normalize("{}", { document: "stnk", vendor: "glair" });
    holds<Equal<typeof extraction.record, Stnk>>();
  } catch (error) {
    if (isOcrError(error)) holds<Equal<typeof error, OcrError>>();
    console.log(error instanceof ordinary.OcrError, error instanceof OcrError);
  }
  terminate();
  console.log(accept, report.ok, province);
  return record.nik.value;
}

export async function mistakes(file: File): Promise<void> {
  // @ts-expect-error a promise has no formats
  requirements("ktp", "glair").formats;
  // @ts-expect-error nor a province
  parseNik("3201015703940007").province;
  // @ts-expect-error no such document
  await check(file, { document: "sim", vendor: "glair" });
  // @ts-expect-error the document is missing
  await normalize("{}", { vendor: "glair" });
  // @ts-expect-error no such code
  await registerMessages("jv", { file_to_large: "…" });
  // @ts-expect-error glair does not read Verihubs' pages
  await new OcrClient({ endpoint: "/api/ocr", vendor: "glair" }).extract(file, { document: "bpkb_ik" });
  // @ts-expect-error its modules are not public
  await import("periksa/engine/instance.js");
}
