// Modules of Node's own.

/**
 * Returns a module of Node (and Deno, Bun), `undefined` elsewhere. Not by an import: bundlers of pages would look for it,
 * and those of test environments choose a package's files for browsers.
 */
export function builtin<T>(name: `node:${string}`): T | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => T } };
  return process?.getBuiltinModule?.(name);
}

/** Tells whether this is a server, or a test environment that plays a page. */
export const isNode = (): boolean => builtin("node:process") !== undefined;
