// Addresses that hold elsewhere too.

/** Resolves an address against the page: a worker would resolve it against its script. */
export function absolute(address: string | URL): string {
  try {
    return new URL(address, globalThis.document?.baseURI ?? globalThis.location?.href).href;
  } catch {
    return String(address);
  }
}

/** Returns a proxy's address without slashes at its end. */
export function withoutSlash(endpoint: unknown): string {
  return String(endpoint ?? "").replace(/\/+$/, "");
}
