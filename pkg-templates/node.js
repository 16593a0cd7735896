// periksa in Node: all of `index.js`, with the wasm read from disk. On the first call, not at import: bundlers of
// servers run this file where there is no disk.

import { provide } from "./load.js";

export * from "./index.js";
export { default } from "./index.js";

provide(async () => {
  const { readFile } = await import("node:fs/promises");
  return readFile(new URL("./periksa_bg.wasm", import.meta.url));
});
