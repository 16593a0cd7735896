// The card finder, a wasm of its own, as text: in a module, because bundlers copy those that are imported, and loaded only when
// pixels are judged. Never part of the worker's script, see wasm-copy.ts.

export const cardText = async (): Promise<string> => (await import("./card-wasm.js")).default;
