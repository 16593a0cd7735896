// Starts the worker's script. Bundlers recognise exactly this expression. The file stays beside the entries because esbuild
// and Rollup leave the address as it is, and people put the script beside the bundle.

import type { Worker as NodeWorker } from "node:worker_threads";

export const startThread = (): Worker =>
  new Worker(new URL("./worker-thread.js", import.meta.url), { type: "module" });

// Apart from the address, or bundlers would take the script for a file to copy, beside the worker that they make of it.
const here = import.meta.url;

/** The same by Node's own class. */
export const startNodeThread = (Thread: typeof NodeWorker): NodeWorker =>
  new Thread(new URL("./worker-thread.js", here));
