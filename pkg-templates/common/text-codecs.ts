// TextDecoder and TextEncoder. Jest's DOM environments lack them; Node has its own.

import { builtin } from "./builtin.js";

const node = builtin<typeof import("node:util")>("node:util");

export const TextDecoder: typeof globalThis.TextDecoder =
  globalThis.TextDecoder ?? (node?.TextDecoder as typeof globalThis.TextDecoder);
export const TextEncoder: typeof globalThis.TextEncoder =
  globalThis.TextEncoder ?? (node?.TextEncoder as typeof globalThis.TextEncoder);
