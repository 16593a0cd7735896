/** The page's element with this id; a missing one is a mistake in index.html. */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

/**
 * Makes an element. Attributes that are `null`, `undefined` or `false` are left out, functions become listeners.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node | string | null)} children texts are never read as HTML; `null` is left out
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name, value);
    else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** The rows of a `<dl>`: a term and its description, leaving out those without one. */
export function terms(rows) {
  return rows
    .filter(([, description]) => description !== null && description !== undefined)
    .map(([term, description, attributes]) =>
      element("div", attributes, element("dt", {}, term), element("dd", {}, description)),
    );
}
