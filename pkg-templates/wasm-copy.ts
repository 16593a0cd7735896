// The copy of the wasm as text, for where the wasm beside the entries can't be had: bundlers copy modules that are imported,
// not all of them copy addresses. Never part of the worker's script: Vite 7 builds no worker that imports a part later.

import { unpack } from "./engine/packed.js";

export const wasmCopy = async (): Promise<Response> => unpack((await import("./wasm-text.js")).default);
