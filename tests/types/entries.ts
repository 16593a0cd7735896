// The entries beside `periksa`: each is found and has the types of `periksa` itself. Compiled, never run.

import type * as ordinary from "periksa";
import type * as inline from "periksa/inline";
import "periksa/worker-thread.js";
import wasmUrl from "periksa/periksa_bg.wasm";

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const holds = <_ extends true>(): void => {};

holds<Same<typeof ordinary, typeof inline>>();
export const address: string = wasmUrl;
