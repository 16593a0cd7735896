// Every name of the package, used as its users use it. Compiled, never run.

import * as local from "periksa";
import init, {
  assessQuality,
  type Billed,
  type Bpkb,
  type Change,
  type ChangeKind,
  type CheckReport,
  type ClientSettings,
  check,
  type DocumentKind,
  type DocumentsOf,
  type Engine,
  type ErrorAction,
  type ErrorCode,
  type Extraction,
  type ExtractOptions,
  encodeRequest,
  type FileFacts,
  type FileFormat,
  inspect,
  isOcrError,
  type Json,
  type Kitas,
  type Ktp,
  type Measure,
  type Nik,
  normalize,
  type normalizeSync,
  OcrClient,
  OcrError,
  type OcrEvent,
  type Policy,
  type PolicyMode,
  type Prepared,
  type Problem,
  type ProblemCode,
  type ProblemFix,
  type Progress,
  type Province,
  parseNik,
  type parseNikSync,
  prepare,
  type QualityCheck,
  type QualityReport,
  type RecordField,
  type RecordOf,
  type Requirements,
  type ResumeOptions,
  registerMessages,
  requirements,
  type requirementsSync,
  type Severity,
  type Stnk,
  type StnkTax,
  type TaxLine,
  type Texts,
  toBase64,
  toDataUrl,
  type Vendor,
  type VendorQuality,
  type Warning,
  type WarningCode,
} from "periksa";
import wasmUrl from "periksa/periksa_bg.wasm";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type IsAny<T> = 0 extends 1 & T ? true : false;
/** Does not compile unless it is given `true`. */
const holds = <_ extends true>(): void => {};

export async function functions(file: File): Promise<void> {
  await init();
  await init(new URL("/periksa_bg.wasm", "https://shop.example"));
  await init(await fetch(wasmUrl));
  await init(new Uint8Array(8));
  await init(await WebAssembly.compile(new Uint8Array(8)));

  const limits: Requirements = await requirements("ktp", "verihubs");
  holds<Equal<ReturnType<typeof requirementsSync>, Requirements>>();
  const accept: string = limits.accept;
  const most: number | null = limits.maxBytes;
  const stated: boolean = limits.documented.maxBytes;

  const facts: FileFacts = await inspect(file);
  const format: FileFormat = facts.format;
  const upright: number | null = facts.displayWidth;

  const report: CheckReport = await check(file, {
    document: "ktp",
    vendor: "verihubs",
    validateQuality: true,
  });
  for (const problem of report.problems) {
    const { code, severity, limit, actual, fix, messages }: Problem = problem;
    const all: [ProblemCode, Severity, Measure | null, Measure | null, ProblemFix | null, Texts] = [
      ...([code, severity, limit, actual, fix, messages] as const),
    ];
    console.log(all, problem.messages.id, problem.messages.en);
  }

  const mode: PolicyMode = "block";
  const rules: Policy["rules"] = { blur: mode, dark: "shadow" };
  const policy: Policy = { rules, thresholds: { blur: 0.6 }, relaxAfter: 3 };
  const signal = AbortSignal.timeout(5_000);
  const options = { document: "ktp", vendor: "verihubs", policy, attempt: 1, signal } as const;
  const judged: CheckReport = await check(file, options);
  const canMend: boolean = judged.fixable && !judged.turnable;
  // Whatever is not well says why.
  if (!judged.ok) console.log(judged.problems[0].messages.id);
  const quality: QualityReport = await assessQuality(file, { signal });
  const blur: QualityCheck = quality.blur;
  const corners: [number, number][] | undefined = quality.card?.corners;
  const scores: number[] = [blur.score, quality.dark.threshold];
  const prepared: Prepared = await prepare(file, { document: "ktp", vendor: "verihubs", maxBytes: 1e6 });
  const needed = await prepare(file, {
    ...options,
    when: "needed",
    rotate: 90,
    checkQuality: false,
    onProgress: ({ phase }) => console.log(phase),
    onEvent: told,
  });
  const warnings: Problem[] | undefined = needed.report?.problems;
  const { transform, changes, decoder }: Prepared = prepared;
  const x: number = transform[0] * 3 + transform[2];
  const done: [ChangeKind, Measure][] = changes.map((change: Change) => [change.kind, change.to]);
  console.log(canMend, warnings, judged.quality, corners, scores, x, done, decoder === "native");

  const texts: string[] = [await toBase64(file), await toDataUrl(new Blob())];
  const request = await encodeRequest(file, { document: "kitas", vendor: "glair", upload: "multipart" });
  // What it is made for.
  await fetch("/api/ocr/glair/kitas", { method: "POST", ...request });
  const nik: Nik = await parseNik("3201015703940007");
  holds<Equal<ReturnType<typeof parseNikSync>, Nik>>();
  const born: [Province | null, string[], "male" | "female" | null] = [
    nik.province,
    nik.birthDates,
    nik.gender,
  ];
  const guess: string | null | undefined = nik.warnings[0]?.suggestion;
  await registerMessages("jv", { file_too_large: "{actual} > {limit}", nik_length: "16", network: "…" });
  const javanese: string | undefined = report.problems[0]?.messages.jv;
  console.log(born, guess, javanese);
  console.log(accept, most, stated, format, upright, texts);
}

export async function client(file: File, signal: AbortSignal): Promise<void> {
  const settings: ClientSettings<"verihubs"> = { endpoint: "/api/ocr", vendor: "verihubs" };
  const verihubs = new OcrClient({
    ...settings,
    timeoutMs: 60_000,
    upload: "multipart",
    headers: { Authorization: "Bearer ticket" },
    credentials: "include",
    retries: 0,
    onEvent: told,
  });
  const options: ExtractOptions<"ktp"> = { document: "ktp", validateQuality: true, check: false, signal };
  const ktp = await verihubs.extract(file, {
    ...options,
    headers: new Headers({ Authorization: "Bearer other" }),
  });
  // The document decides the record, without a cast.
  const nik: string | null = ktp.record.nik.value;
  holds<Equal<typeof ktp.record, Ktp>>();
  const resuming: ResumeOptions<"ktp"> = { document: "ktp", resumeAs: "spouse", signal, today: "2026-01-31" };
  const late: Extraction<"ktp"> | null = await verihubs.resume(resuming);
  console.log(late?.record.nik.value);
  OcrClient.forget();
  await verihubs.extract(file, { document: "ktp", resumeAs: null });
  await verihubs.extract({ url: "https://files.example/ktp.jpg" }, { document: "ktp" });
  await verihubs.extract({ url: new URL("https://files.example/ktp.jpg") }, { document: "ktp" });

  const glair = new OcrClient({ endpoint: new URL("https://shop.example/ocr"), vendor: "glair" });
  const stnk = await glair.extract(file, {
    document: "stnk",
    table: true,
    onProgress: ({ phase, sentBytes, totalBytes }: Progress) => console.log(phase, sentBytes / totalBytes),
  });
  const lines: TaxLine[] = stnk.record.tax.lines;
  const total: number | null = stnk.record.tax.total.value;
  const bpkb = await glair.extract(file, { document: "bpkb", page: 2 });
  const brand: string | null = bpkb.record.vehicle.brand.value;
  console.log(nik, lines, total, brand);

  const either: OcrClient = Math.random() < 0.5 ? glair : verihubs;
  const some = await either.extract(file, { document: "stnk" });
  holds<Equal<typeof some.record, Stnk>>();
}

/** `switch` on the document narrows the record. */
export function narrowed(extraction: Extraction): string | null {
  const common: [Warning[], string | null, number, boolean, Json] = [
    extraction.warnings,
    extraction.requestId,
    extraction.attempts,
    extraction.sandbox,
    extraction.raw,
  ];
  console.log(common);
  switch (extraction.document) {
    case "ktp":
      holds<Equal<typeof extraction.record, Ktp>>();
      return extraction.record.fullName.value;
    case "kitas":
      holds<Equal<typeof extraction.record, Kitas>>();
      return extraction.record.permitNumber.value;
    case "stnk":
      holds<Equal<typeof extraction.record, Stnk>>();
      return extraction.record.ownerName.value;
    case "bpkb":
    case "bpkb_ik":
    case "bpkb_ip":
      holds<Equal<typeof extraction.record, Bpkb>>();
      return extraction.record.owner.name.value;
    default:
      // No document is left.
      return extraction satisfies never;
  }
}

export async function read(answer: object): Promise<string> {
  try {
    const extraction = await normalize(answer, {
      document: "bpkb_ik",
      vendor: "verihubs",
      status: 200,
      requestId: "r",
    });
    holds<Equal<typeof extraction.record, Bpkb>>();
    holds<Equal<ReturnType<typeof normalizeSync<"bpkb_ik">>, typeof extraction>>();
    return extraction.statusCode ?? "";
  } catch (error) {
    if (!isOcrError(error)) throw error;
    holds<Equal<typeof error, OcrError>>();
    const name: "OcrError" = error.name;
    const by: [ErrorCode, ErrorAction, Billed] = [error.code, error.action, error.billed];
    const partial: Extraction | null = error.partial;
    const waits: number | null = error.retryAfterMs;
    const defect: boolean | undefined = error.vendorQuality?.blur?.detected;
    const refused: CheckReport | null = error.report;
    const counts: 0 | 1 = error.attemptFailed ? 1 : 0;
    console.log(
      refused,
      counts,
      name,
      by,
      partial,
      waits,
      defect,
      error instanceof OcrError,
      error instanceof Error,
    );
    return error.code === "rate_limited" && error.retryable ? error.messages.id : error.messages.en;
  }
}

/** What users' own tests make. */
export const errors: OcrError[] = [
  new OcrError({ code: "timeout" }),
  new OcrError({ code: "aborted", billed: "no", message: "left" }, { cause: "the person" }),
];

/** Both entries are one interface. */
export const engine: Engine = local;

/** GLAIR's further findings are an object, as all maps from Rust. */
export function findings({ other }: VendorQuality): string[] {
  const all: Record<string, boolean> = other;
  return Object.keys(all).filter((name) => all[name]);
}

function told(event: OcrEvent): void {
  if (event.phase === "checking") console.log(event.problems satisfies ProblemCode[], event.format);
  if (event.phase === "sending")
    console.log(event.attempt, event.status, event.code satisfies ErrorCode | null);
  if (event.phase === "done") console.log(event.warnings satisfies WarningCode[], event.ms);
}

// Unions are literals, and nothing is `any`.
holds<Equal<Vendor, "verihubs" | "glair">>();
holds<Equal<DocumentKind, "ktp" | "kitas" | "stnk" | "bpkb_ik" | "bpkb_ip" | "bpkb">>();
holds<Equal<DocumentsOf["verihubs"] | DocumentsOf["glair"], DocumentKind>>();
holds<Equal<RecordOf["bpkb_ik"], Bpkb>>();
holds<Equal<RecordField<string>["polygon"], [number, number][] | null>>();
holds<Equal<StnkTax["total"], RecordField<number>>>();
holds<Equal<IsAny<Extraction["raw"] | Extraction["vendorQuality"] | CheckReport["quality"]>, false>>();
holds<Equal<IsAny<Awaited<ReturnType<typeof encodeRequest>>["body"]>, false>>();
holds<Equal<IsAny<OcrError["messages"] | OcrError["problems"] | OcrError["partial"]>, false>>();
