// Numbers that are the same in every run. Runs in browsers too.

/** Bytes that a seed decides (xorshift32, Marsaglia 2003). */
export function randomBytes(seed, length) {
  let state = ((seed * 2_654_435_761) % 2 ** 32) | 1;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 0xff;
  });
}

/** One array of bytes out of texts (one byte a character) and arrays. */
export function join(...parts) {
  const arrays = parts.map((part) =>
    typeof part === "string" ? Array.from(part, (character) => character.charCodeAt(0)) : part,
  );
  const joined = new Uint8Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    joined.set(array, at);
    at += array.length;
  }
  return joined;
}
