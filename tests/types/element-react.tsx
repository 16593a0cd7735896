// `periksa/element/react`, used as its users use it. Compiled, never run.

import "periksa/element/react";
import { useRef } from "react";

export function Field() {
  const field = useRef<HTMLElementTagNameMap["periksa-input"]>(null);
  return (
    <form onSubmit={() => field.current?.snapshot.phase}>
      <periksa-input
        ref={field}
        name="ktp"
        document="ktp"
        vendor="verihubs"
        endpoint="/api/ocr"
        policy={{ blur: "warn" }}
        required
        lang="en"
        className="wide"
        onperiksa-record={({ detail }) => detail.record}
      />
      {/* @ts-expect-error: no such vendor */}
      <periksa-input document="ktp" vendor="nobody" />
    </form>
  );
}
