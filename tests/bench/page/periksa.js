// The built package, as a page has it; not in the bundle of rivals.

const here = "/pkg/index.js";
const thread = "/pkg/worker.js";

export async function periksa() {
  const engine = await import(here);
  await engine.default();
  return engine;
}

export async function periksaWorker() {
  const engine = await import(thread);
  await engine.default();
  return engine;
}

export const KTP = { document: "ktp", vendor: "verihubs" };
