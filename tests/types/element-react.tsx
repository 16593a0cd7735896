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
        kind="ktp"
        vendor="verihubs"
        endpoint="/api/ocr"
        policy={{ rules: { blur: "warn" } }}
        required
        noQuality
        failClosed={false}
        lang="en"
        className="wide"
        onperiksa-record={({ detail }) => detail.record}
      />
      {/* @ts-expect-error: no such vendor */}
      <periksa-input kind="ktp" vendor="nobody" />
    </form>
  );
}
