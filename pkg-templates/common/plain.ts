// Objects of the caller's that are behind a Proxy, as Vue's `reactive` and Svelte's state put them.

const INNER = Symbol("periksa");

/**
 * Gives an object something inside, which is found through a Proxy too: a private member or a WeakMap would not be. It is a
 * function, for such proxies wrap what objects hold.
 */
export function hide(owner: object, inner: object): void {
  Object.defineProperty(owner, INNER, { value: () => inner });
}

/** Returns what `hide` put inside. */
export function innerOf<T>(owner: object): T | undefined {
  return (owner as { [INNER]?: () => T } | undefined)?.[INNER]?.();
}

/** Copies plain objects and lists, and all that they hold of such: a Proxy can't be posted. */
export function plainCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(plainCopy) as T;
  if (Object.prototype.toString.call(value) !== "[object Object]") return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([name, member]) => [name, plainCopy(member)]),
  ) as T;
}
