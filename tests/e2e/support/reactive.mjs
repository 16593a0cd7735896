// State as frameworks keep it: behind a Proxy, with all that it holds.

/** What Vue's `reactive` makes of an object: plain objects, lists and instances of classes are wrapped when they are read. */
export function reactive(target) {
  return new Proxy(target, {
    get(object, name, receiver) {
      const value = Reflect.get(object, name, receiver);
      return isWrapped(value) ? reactive(value) : value;
    },
    set: (object, name, value, receiver) => Reflect.set(object, name, value, receiver),
  });
}

function isWrapped(value) {
  const kind = Object.prototype.toString.call(value);
  return ["[object Object]", "[object Array]"].includes(kind) && Object.isExtensible(value);
}
