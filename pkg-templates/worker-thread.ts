/**
 * The script of the worker that `periksa/worker` starts. Bundlers that know `new Worker(new URL(…))` find it themselves;
 * for esbuild and Rollup make it a further entry named `worker-thread.js`, beside the bundle.
 * @module
 */

import { builtin } from "./common/builtin.js";
import { nodePort } from "./worker/node.js";
import type { PagePort } from "./worker/protocol.js";
import { askForCard, listen, provideFinder } from "./worker/thread.js";

const parent = builtin<typeof import("node:worker_threads")>("node:worker_threads")?.parentPort;
provideFinder(askForCard);
listen(parent ? nodePort(parent) : (self as unknown as PagePort));
