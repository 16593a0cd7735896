// The engine, broken.

import { readFileSync } from "node:fs";

import binaryen from "binaryen";

import { ROOT } from "./root.mjs";

const wasm = readFileSync(`${ROOT}pkg/periksa_bg.wasm`);

/** The wasm with a trap in place of what this export does. */
export function trapping(name) {
  const module = binaryen.readBinary(wasm);
  const index = Array.from({ length: module.getNumExports() }, (_, i) => i).find(
    (i) => binaryen.getExportInfo(module.getExportByIndex(i)).name === name,
  );
  if (index === undefined) throw new Error(`the wasm does not export ${name}`);
  const { value } = binaryen.getExportInfo(module.getExportByIndex(index));
  binaryen.Function(module.getFunction(value)).setBody(module.unreachable());
  const bytes = module.emitBinary();
  module.dispose();
  return Buffer.from(bytes);
}
