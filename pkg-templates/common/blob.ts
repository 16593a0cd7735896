// Tells files from other values.

/** Tells whether it is a Blob or File, also of another realm. */
export function isBlob(value: unknown): value is Blob {
  const { slice, arrayBuffer, size } = (value ?? {}) as Partial<Blob>;
  return typeof slice === "function" && typeof arrayBuffer === "function" && typeof size === "number";
}
