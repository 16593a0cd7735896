// What counts as a file.

/** A Blob or File, of another realm too. */
export function isBlob(value: unknown): value is Blob {
  const { slice, arrayBuffer, size } = (value ?? {}) as Partial<Blob>;
  return typeof slice === "function" && typeof arrayBuffer === "function" && typeof size === "number";
}
