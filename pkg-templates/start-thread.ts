// Starts the worker's script. Bundlers recognise exactly this expression. The file stays beside the entries because esbuild
// and Rollup leave the address as it is, and people put the script beside the bundle.

export const startThread = (): Worker =>
  new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module" });
