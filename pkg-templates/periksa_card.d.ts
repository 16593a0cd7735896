// The glue of the card finder's wasm. What it exports is declared in engine/card-finder.ts, which alone imports it.

export {};
