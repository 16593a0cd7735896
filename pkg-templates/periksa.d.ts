// The glue that wasm-pack makes. What it exports is declared in engine/glue.ts, which alone imports it.

export {};
