// The worker's script. In these very words, which bundlers look for; and beside the entries, for esbuild and Rollup leave
// the address as it is and people put the script beside the bundle.

export const startThread = (): Worker =>
  new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module" });
