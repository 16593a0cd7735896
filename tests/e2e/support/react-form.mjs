// The form of that page. It runs on a server too.

import { createElement, StrictMode, useEffect } from "react";

/** What each form has rendered, newest last; what it was rendered with. */
export const seen = { phases: [], functions: new Set(), inputs: new Set(), now: null };

function Form({ usePeriksa, settings, picked }) {
  // A new object each time, as people write it.
  const form = usePeriksa({ document: "ktp", vendor: "verihubs", ...settings });
  const { phase, extraction, error, file, inputProps, pick, rotate, send, cancel, clear } = form;
  useEffect(() => {
    seen.now = form;
    if (seen.phases.at(-1) !== phase) seen.phases.push(phase);
    for (const one of [pick, rotate, send, cancel, clear]) seen.functions.add(one);
    seen.inputs.add(inputProps.onChange);
  });
  // Once, as people guard it who were told that effects run twice.
  useEffect(() => {
    if (!picked || picked.taken) return;
    picked.taken = true;
    pick(picked.file);
  }, [pick, picked]);
  const button = (name, onClick) => createElement("button", { type: "button", onClick }, name);
  return createElement(
    "form",
    null,
    createElement("label", null, "KTP ", createElement("input", inputProps)),
    createElement("output", null, phase),
    createElement("p", { role: "alert" }, phase === "failed" ? error.messages.en : ""),
    createElement("p", { id: "name" }, extraction?.record.fullName?.value),
    createElement("p", { id: "size" }, file ? String(file.size) : ""),
    ...Object.entries({ rotate, send, cancel, clear }).map(([name, action]) => button(name, action)),
  );
}

/** The form, mounted twice over by React where it is in development. */
export function strict(usePeriksa, settings, picked) {
  return createElement(StrictMode, null, createElement(Form, { usePeriksa, settings, picked }));
}
