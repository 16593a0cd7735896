/**
 * periksa in Node: all of `index.js`, with the wasm read from disk. On the first call, not at import: bundlers of
 * servers run this file where there is no disk.
 * @module
 */

import { provide } from "./engine/load.js";
import { wasmUrl } from "./wasm-url.js";

export * from "./index.js";
export { default } from "./index.js";

provide(async () => {
  const [{ readFile }, { fileURLToPath }] = await Promise.all([
    import("node:fs/promises"),
    import("node:url"),
  ]);
  // In a bundle the URL class may not be Node's, which `fileURLToPath` needs; a string works.
  const { href } = wasmUrl();
  try {
    return await readFile(fileURLToPath(href));
  } catch (cause) {
    const { message } = cause as Error;
    const remedy = "leave periksa out of the server's bundle, or give init() the bytes of periksa_bg.wasm";
    throw new Error(`${href} can't be read (${message}): ${remedy}`, { cause });
  }
});
