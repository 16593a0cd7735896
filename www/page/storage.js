/** @typedef {"localStorage" | "sessionStorage"} Store */

/** What was kept, or `null`; browsers may refuse storage altogether. */
export function recall(/** @type {Store} */ store, key) {
  try {
    return JSON.parse(window[store].getItem(key));
  } catch {
    return null;
  }
}

/** Keeps a value where the browser lets us. */
export function keep(/** @type {Store} */ store, key, value) {
  try {
    window[store].setItem(key, JSON.stringify(value));
  } catch {
    // The page works without it.
  }
}
