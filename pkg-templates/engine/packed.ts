// The wasm as text: packed by gzip and written as base64.

/** Unpacks the text. Its media type lets browsers compile while they unpack. */
export function unpack(text: string): Response {
  if (typeof DecompressionStream !== "function")
    throw new Error("periksa/inline needs DecompressionStream; give init() the wasm, or import periksa");
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  // Not by a Blob: those of test environments have no stream.
  const bytes = new Response(packed).body?.pipeThrough(new DecompressionStream("gzip"));
  return new Response(bytes, { headers: { "Content-Type": "application/wasm" } });
}
