"use client";

import { usePeriksa } from "periksa/react";

export function KtpForm() {
  const ktp = usePeriksa({ document: "ktp", vendor: "verihubs", endpoint: "/api/ocr" });
  const { phase, inputProps, progress, rotate, send, cancel } = ktp;
  const isBusy = phase === "checking" || phase === "sending";
  const canSend =
    phase === "ready" ||
    (phase === "failed" && ktp.file && (ktp.error.retryable || ktp.error.action === "sign_in"));
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <label>
        Foto KTP <input {...inputProps} />
      </label>
      <p role="status">{isBusy && (progress?.phase ?? phase)}</p>
      {ktp.turnError && <p role="alert">{ktp.turnError.messages.id}</p>}
      {phase === "ready" && !ktp.isChecked && <p>Foto belum diperiksa.</p>}
      {phase === "failed" && <p role="alert">{ktp.error.messages.id}</p>}
      {phase === "ready" && ktp.report?.problems.map(({ code, messages }) => <p key={code}>{messages.id}</p>)}
      {phase === "ready" && (
        <button type="button" onClick={rotate}>
          Putar
        </button>
      )}
      {canSend && (
        <button type="button" onClick={send}>
          Kirim
        </button>
      )}
      {phase === "sending" && (
        <button type="button" onClick={cancel}>
          Batal
        </button>
      )}
      {phase === "done" && <p>{ktp.extraction.record.fullName.value}</p>}
    </form>
  );
}
