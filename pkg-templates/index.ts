/**
 * periksa: check, send and read Indonesian identity and vehicle documents. Nothing happens at import.
 * @module
 */

import { cardText } from "./card-text.js";
import { provideFinder } from "./engine/card-finder.js";
import { provideCopy } from "./engine/load.js";
import { wasmCopy } from "./wasm-copy.js";

export * from "./functions.js";
export { default } from "./functions.js";

provideCopy(wasmCopy);
provideFinder(cardText);
