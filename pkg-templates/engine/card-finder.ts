// The card finder: a wasm of its own, which the engine asks for when it judges pixels.

import { errorWithoutEngine } from "../common/errors.js";
import * as exported from "../periksa_card.js";
import { unpack } from "./packed.js";

/** Finds the card in three planes of a picture; src/card/js says what the numbers are. */
export type FindCard = (
  r: Uint8Array,
  g: Uint8Array,
  b: Uint8Array,
  width: number,
  height: number,
) => Float64Array | undefined;

export interface CardFinder {
  find: FindCard;
  /** Revision of its weights. */
  revision: number;
}

interface Glue {
  default(source: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  /** Makes the finder, and returns the revision of its weights. */
  start(): number;
  find: FindCard;
}

type Source = () => Promise<string>;

const glue = exported as unknown as Glue;
/** The first checks wait no longer for the finder, in milliseconds: the network may have stalled. Later ones don't wait. */
const PATIENCE = 10_000;

let source: Source | undefined;
let loading: Promise<CardFinder> | undefined;
let isLate = false;
/** The finder can't run here at all, or broke: after a trap its memory can't be trusted. */
let isUnfit = false;
let wasTold = false;

/** Sets where the wasm comes from: packed by gzip and written as base64. */
export function provideFinder(other: Source): void {
  source = other;
}

/**
 * Returns the finder; `undefined` where there can be none. Where it could not be loaded, or not in time, pixels are judged
 * without it, but where it is needed: then it throws `engine_unavailable`, because with another answer the next time the same
 * file would become another upload. After a failure the next call tries again.
 */
export async function cardFinder(isNeeded: boolean): Promise<CardFinder | undefined> {
  loading ??= load();
  try {
    return await inTime(loading, isNeeded || !isLate ? PATIENCE : 0);
  } catch (cause) {
    const { message = String(cause) } = (cause ?? {}) as Partial<Error>;
    missCard(message);
    if (!isNeeded || isUnfit) return undefined;
    throw errorWithoutEngine("engine_unavailable", { detail: `no card can be found: ${message}`, cause });
  }
}

async function load(): Promise<CardFinder> {
  try {
    isUnfit = !source || typeof DecompressionStream !== "function";
    if (!source) throw new Error("the card finder is not part of this build");
    if (isUnfit) throw new Error("this browser has no DecompressionStream");
    const packed = unpack(await source());
    const module = await WebAssembly.compile(await packed.arrayBuffer()).catch((cause) => {
      isUnfit = true;
      throw cause;
    });
    await glue.default({ module_or_path: module });
    return { find, revision: glue.start() };
  } catch (cause) {
    loading = undefined;
    throw cause;
  }
}

/** Throws where the finder broke, and ever after. */
function find(...picture: Parameters<FindCard>): Float64Array | undefined {
  if (isUnfit) throw new Error("the card finder broke");
  try {
    return glue.find(...picture);
  } catch (cause) {
    isUnfit = true;
    missCard(String(cause));
    throw cause;
  }
}

function inTime(finder: Promise<CardFinder>, patience: number): Promise<CardFinder> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      isLate = true;
      reject(new Error(`the card finder was not there after ${PATIENCE / 1000} seconds`));
    };
    const timer = setTimeout(giveUp, patience);
    finder.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Tells the developer once that quality is judged without a card, and so only warns. */
function missCard(why: string): void {
  if (wasTold) return;
  wasTold = true;
  const remedy = "serve card-wasm.js beside the other modules of periksa";
  const what = "periksa finds no card in pictures, so their quality only warns";
  console.warn(isUnfit ? `${what}: ${why}` : `${what}: ${why}. ${remedy}.`);
}
