// Starts the worker's script. Bundlers recognise exactly this expression. The file stays beside the entries because esbuild
// and Rollup leave the address as it is, and people put the script beside the bundle.

export const startThread = (): Worker =>
  new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module" });

// Apart from the address, or bundlers would take the script for a file to copy, beside the worker that they make of it.
const here = import.meta.url;

/** The address of the script, for Node's own class. */
export const threadUrl = (): URL => new URL("./worker-thread.js", here);
