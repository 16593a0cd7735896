// `periksa/element`, used as its users use it. Compiled, never run.

import type { CheckReport, DocumentKind, Extraction, Ktp, OcrError } from "periksa";
import { type FileVerdict, PeriksaInput } from "periksa/element";
import * as engine from "periksa/worker";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_ extends true>(): void => {};

export function plain(form: HTMLFormElement): void {
  const field = document.createElement("periksa-input");
  holds<Equal<typeof field, PeriksaInput<DocumentKind>>>();
  field.kind = "ktp";
  field.vendor = "verihubs";
  field.policy = { rules: { blur: "block" } };
  field.headers = { Authorization: "Bearer ticket" };
  field.headers = new Headers({ Authorization: "Bearer ticket" });
  field.noQuality = field.failClosed || !field.noPrepare;
  field.resumeAs = "self";
  field.engine = engine;
  field.texts = { send: "Kirim sekarang", "document.ktp": "KTP Anda" };
  field.addEventListener("periksa-report", ({ detail }) => {
    holds<Equal<typeof detail, FileVerdict>>();
    if (detail.isChecked) {
      const report: CheckReport = detail.report;
      console.assert(report.ok === (detail.file !== null));
    } else {
      const error: OcrError = detail.error;
      console.assert(detail.file.size > 0, error.code);
    }
  });
  field.addEventListener("periksa-record", ({ detail }) => {
    holds<Equal<typeof detail, Extraction>>();
    if (detail.document === "ktp") detail.record satisfies Ktp;
  });
  field.addEventListener("periksa-error", ({ detail, target }) => [detail.action, target]);
  field.addEventListener("change", ({ bubbles }) => bubbles);
  // @ts-expect-error: no such event
  field.addEventListener("periksa-report", (event: MouseEvent) => event.x);
  // @ts-expect-error: no such document
  field.kind = "sim";
  // @ts-expect-error: only the element sets it
  field.file = null;
  // @ts-expect-error: a boolean, as its attribute is
  field.noPrepare = "auto";
  // @ts-expect-error: no such text
  field.texts = { sned: "Kirim" };
  const isValid: boolean = field.reportValidity() && form === field.form;
  console.assert(isValid, field.snapshot.phase, field.validationMessage);
}

export class Ktps extends PeriksaInput<"ktp"> {}
