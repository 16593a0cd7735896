// The address of the wasm. Bundlers recognise exactly this expression. The file stays beside the entries because esbuild and
// Rollup leave the address as it is, and people put the wasm beside the bundle.

export const wasmUrl = (): URL => new URL("./periksa_bg.wasm", import.meta.url);
