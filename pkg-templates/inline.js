// periksa with the wasm in its own text: all of `index.js`, and nothing to serve or fetch. What else of the package is in
// the same bundle or on the same page loads it from here too, whatever is imported first.

import { provide } from "./load.js";
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
