import type { WasmSource } from "../common/types.js";
/**
 * Loads the engine. Asynchronous functions call it themselves; those that end in `Sync` need it awaited once.
 * Safe to call again; after a failure the next call tries again.
 * @param wasm Where the wasm is, or the wasm itself. By default it is loaded from beside this module: fetched in browsers,
 * read from disk in Node.
 * @returns When the engine is there.
 * @throws {OcrError} `engine_unavailable`; its message tells the developer what was tried and what is missing
 * @example
 * await init(); // usually left to the first call
 * @example
 * await init(await fetch("/assets/periksa_bg.wasm", { integrity: "sha384-…" }));
 */
export declare function init(wasm?: WasmSource): Promise<void>;
