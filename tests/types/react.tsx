// `periksa/react` and the store behind it. Compiled, never run.

import type { Engine, Ktp, OcrError } from "periksa";
import * as local from "periksa";
import { type Periksa, usePeriksa } from "periksa/react";
import { Session, type SessionEngine, type SessionSettings, type SessionSnapshot } from "periksa/session";
import * as worker from "periksa/worker";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Does not compile unless it is given `true`. */
const holds = <_ extends true>(): void => {};

export function Form() {
  const ktp = usePeriksa({ document: "ktp", vendor: "verihubs", endpoint: "/api/ocr" });
  // The phase tells what is there, without a question mark.
  if (ktp.phase === "done") {
    holds<Equal<typeof ktp.extraction.record, Ktp>>();
    return <p>{ktp.extraction.record.nik.value}</p>;
  }
  if (ktp.phase === "failed") {
    holds<Equal<typeof ktp.error, OcrError>>();
    return <p>{ktp.error.messages.id}</p>;
  }
  const { phase, file, inputProps, send } = ktp;
  return (
    <form>
      <input {...inputProps} name="ktp" required />
      {phase === "ready" && <p>{file.size}</p>}
      <button type="button" onClick={send}>
        Kirim
      </button>
    </form>
  );
}

export async function store(file: File): Promise<string | null> {
  const settings: SessionSettings<"ktp"> = {
    document: "ktp",
    vendor: "glair",
    policy: { rules: { blur: "off" } },
  };
  const session = new Session(settings);
  const leave: () => void = session.subscribe(() => {
    const now: SessionSnapshot<"ktp"> = session.getSnapshot();
    console.log(now.phase, now.progress?.sentBytes, now.report?.problems[0]?.code);
  });
  session.configure({ ...settings, endpoint: new URL("https://shop.example/ocr"), failOpen: false });
  await session.pick(file);
  await session.pick(new Uint8Array(await file.arrayBuffer()));
  await session.send();
  leave();
  const now = session.getSnapshot();
  return now.phase === "done" ? now.extraction.record.fullName.value : null;
}

export const engines: SessionSettings["engine"][] = [local, worker];
export const part = (engine: Engine): SessionEngine => engine;

export const send = (form: Periksa): Promise<void> => form.send();

export function useWrongly() {
  // @ts-expect-error: no vendor reads such a document.
  usePeriksa({ document: "passport", vendor: "verihubs" });
  // @ts-expect-error: the vendor decides what is sent.
  usePeriksa({ document: "ktp" });
}
// @ts-expect-error: a failed form has no extraction.
export const none = (now: SessionSnapshot & { phase: "failed" }): string => now.extraction.vendor;
