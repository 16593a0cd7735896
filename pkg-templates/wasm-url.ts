// Where the wasm is. In these very words, which bundlers look for; and beside the entries, for esbuild and Rollup leave
// the address as it is and people put the wasm beside the bundle.

export const wasmUrl = (): URL => new URL("./periksa_bg.wasm", import.meta.url);
