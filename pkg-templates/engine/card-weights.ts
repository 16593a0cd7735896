// The weights of the card finder, for the first picture whose pixels are judged.

type Source = () => Promise<string>;

let source: Source | undefined;
let loading: Promise<Uint8Array | undefined> | undefined;
let wasTold = false;

/** Sets where the weights come from, as base64. */
export function provideWeights(other: Source): void {
  source = other;
}

/** Returns the weights; `undefined` where they can't be had. The next call tries again. */
export function cardWeights(): Promise<Uint8Array | undefined> {
  loading ??= load().catch((cause) => {
    loading = undefined;
    missCard(cause);
    return undefined;
  });
  return loading;
}

async function load(): Promise<Uint8Array> {
  if (!source) throw new Error("they are not part of this build");
  return Uint8Array.from(atob(await source()), (character) => character.charCodeAt(0));
}

/** Tells the developer once that quality is judged without a card, and so only warns. */
export function missCard(cause: unknown): void {
  if (wasTold) return;
  wasTold = true;
  const { message = String(cause) } = (cause ?? {}) as Partial<Error>;
  const remedy = "serve card-weights.js beside the other modules of periksa";
  console.warn(`periksa finds no card in pictures, so their quality only warns: ${message}. ${remedy}.`);
}
