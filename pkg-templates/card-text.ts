// Where the weights of the card finder are: a module of their own, because bundlers copy those that are imported, and loaded
// only when pixels are judged. Never part of the worker's script, see wasm-copy.ts.

export const cardText = async (): Promise<string> => (await import("./card-weights.js")).default;
