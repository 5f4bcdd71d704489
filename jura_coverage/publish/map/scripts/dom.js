/* Small helpers of the page. Text from data only ever becomes text nodes. */

/** @typedef {Node | string | null} Child
 * @typedef {Record<string, string | number | boolean | null | Record<string, string>>} Attributes */

/** Make an element: `element("p", {class: "note"}, "text", child)`; a null child is none.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Attributes} [attributes]
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[Name]} */
export function element(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "object") Object.assign(node.style, value);
    else if (value !== false) node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/** What stands over every figure that is not a published one. */
export const simulated = () => element("p", { class: "simulated" }, "Simulation");

/** @param {string} id
 * @returns {HTMLElement} */
export function byId(id) {
  return found(document, "#" + id);
}

/** @param {string} id */
export const inputById = (id) => /** @type {HTMLInputElement} */ (byId(id));

/** @param {ParentNode} within
 * @param {string} selector
 * @returns {HTMLElement} */
export function found(within, selector) {
  const node = within.querySelector(selector);
  if (!node) throw new Error("The page has no " + selector);
  return /** @type {HTMLElement} */ (node);
}

/** Save a file in the reader's folder of downloads.
 * @param {Blob} blob
 * @param {string} name */
export function download(blob, name) {
  const url = URL.createObjectURL(blob);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Tell those who hear the page.
 * @param {string} text */
export function say(text) {
  byId("announcement").textContent = text;
}
