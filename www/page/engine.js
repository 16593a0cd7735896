/** @typedef {typeof import("/pkg/worker.js")} Periksa */

/** @type {Promise<Periksa> | null} */
let loading = null;

/**
 * Loads the package: `<periksa-input>`, and the functions of the engine in the very worker that the element uses. It is not
 * imported at the top of the page, so that a browser that can't load it still shows a page that says so.
 */
export function loadPackage() {
  loading ??= Promise.all([import("/pkg/worker.js"), import("/pkg/element.js")]).then(([periksa]) => periksa);
  return loading;
}
