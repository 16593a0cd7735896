/**
 * Everything as in `periksa`, with the wasm in this module's own text: for bundlers that copy no assets (esbuild,
 * Rollup), pages without a bundler, and a Content-Security-Policy that forbids `fetch`. Import it once, anywhere:
 * `periksa` itself, `periksa/element` and `periksa/react` then load the wasm from here too.
 * @module
 */

import { cardText } from "./card-text.js";
import { provideFinder } from "./engine/card-finder.js";
import { provide } from "./engine/load.js";
import { unpack } from "./engine/packed.js";
import text from "./wasm-text.js";

export * from "./functions.js";
export { default } from "./functions.js";

provide(() => unpack(text));
provideFinder(cardText);
