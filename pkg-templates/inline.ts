/**
 * Everything as in `periksa`, with the wasm in this module's own text: for bundlers that copy no assets (esbuild,
 * Rollup), pages without a bundler, and a Content-Security-Policy that forbids `fetch`. Import it once, anywhere:
 * `periksa` itself, `periksa/element` and `periksa/react` then load the wasm from here too.
 * @module
 */

import { provide } from "./engine/load.js";
import text from "./wasm-text.js";

export * from "./index.js";
export { default } from "./index.js";

provide(() => {
  if (typeof DecompressionStream !== "function")
    throw new Error("periksa/inline needs DecompressionStream; give init() the wasm, or import periksa");
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const bytes = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(bytes, { headers: { "Content-Type": "application/wasm" } });
});
