/* Scenarios kept in this browser, each under a key of its own: two windows lose nothing of each other,
   and what cannot be read stays as it is. */

/** @param {string} departement */
const prefix = (departement) => "jura-coverage.scenario." + departement + ".";

/** What is kept, by name; nothing where the browser keeps nothing for this page.
 * @param {string} departement
 * @returns {Map<string, string>} */
export function all(departement) {
  const before = prefix(departement);
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(before)).sort();
    return new Map(keys.map((key) => [key.slice(before.length), localStorage.getItem(key) ?? ""]));
  } catch {
    return new Map();
  }
}

/** Keep a text; whether the browser did.
 * @param {string} departement
 * @param {string} name
 * @param {string} text
 * @returns {boolean} */
export function keep(departement, name, text) {
  try {
    localStorage.setItem(prefix(departement) + name, text);
    return true;
  } catch {
    return false; // refused to a frame or a private window, or full
  }
}

/** @param {string} departement
 * @param {string} name */
export function remove(departement, name) {
  try {
    localStorage.removeItem(prefix(departement) + name);
  } catch {
    // Nothing was kept.
  }
}
