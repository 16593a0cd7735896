/**
 * The script of the worker that `periksa/worker` starts. Bundlers that know `new Worker(new URL(…))` find it themselves;
 * for esbuild and Rollup make it a further entry named `worker-thread.js`, beside the bundle.
 * @module
 */

import { listen } from "./worker/thread.js";

listen();
