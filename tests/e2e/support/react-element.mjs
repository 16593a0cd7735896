// A React form with `<periksa-input>` in it. It runs on a server too.

import { createElement, StrictMode } from "react";

/** `action` gets the form's data, as React 19 gives it; `onRecord` the event. */
export function withElement({ endpoint, action, onRecord }) {
  const field = createElement("periksa-input", {
    ...{ name: "ktp", kind: "ktp", vendor: "verihubs", endpoint, required: true, validateQuality: false },
    "onperiksa-record": onRecord,
  });
  return createElement(
    StrictMode,
    null,
    createElement("form", { action }, field, createElement("button", { id: "go", type: "submit" }, "Lanjut")),
  );
}
