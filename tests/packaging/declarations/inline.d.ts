/**
 * Everything as in `periksa`, with the wasm in this module's own text: for bundlers that copy no assets (esbuild,
 * Rollup), pages without a bundler, and a Content-Security-Policy that forbids `fetch`. Import it once, anywhere:
 * `periksa` itself, `periksa/element` and `periksa/react` then load the wasm from here too.
 * @module
 */
export * from "./functions.js";
export { default } from "./functions.js";
