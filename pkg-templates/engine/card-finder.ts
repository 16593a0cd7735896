// The card finder: a wasm of its own, loaded for the first picture whose pixels are judged.

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
let loading: Promise<CardFinder | undefined> | undefined;
let isLate = false;
let wasTold = false;

/** Sets where the wasm comes from: packed by gzip and written as base64. */
export function provideFinder(other: Source): void {
  source = other;
}

/** Returns the finder; `undefined` where it can't be had, or not in time. After a failure the next call tries again. */
export function cardFinder(): Promise<CardFinder | undefined> {
  loading ??= load().catch((cause) => {
    loading = undefined;
    missCard(cause);
    return undefined;
  });
  return inTime(loading);
}

async function load(): Promise<CardFinder> {
  if (!source) throw new Error("it is not part of this build");
  const packed = unpack(await source());
  const module = await WebAssembly.compile(await packed.arrayBuffer());
  await glue.default({ module_or_path: module });
  return { find, revision: glue.start() };
}

/** Never throws into the engine that asks: no card is found where the finder fails. */
function find(...picture: Parameters<FindCard>): Float64Array | undefined {
  try {
    return glue.find(...picture);
  } catch (cause) {
    missCard(cause);
    return undefined;
  }
}

function inTime(finder: Promise<CardFinder | undefined>): Promise<CardFinder | undefined> {
  return new Promise((resolve) => {
    const giveUp = () => {
      isLate = true;
      missCard(new Error(`it was not there after ${PATIENCE / 1000} seconds`));
      resolve(undefined);
    };
    const timer = setTimeout(giveUp, isLate ? 0 : PATIENCE);
    finder.then((found) => {
      clearTimeout(timer);
      resolve(found);
    });
  });
}

/** Tells the developer once that quality is judged without a card, and so only warns. */
function missCard(cause: unknown): void {
  if (wasTold) return;
  wasTold = true;
  const { message = String(cause) } = (cause ?? {}) as Partial<Error>;
  const remedy = "serve card-wasm.js beside the other modules of periksa";
  console.warn(`periksa finds no card in pictures, so their quality only warns: ${message}. ${remedy}.`);
}
