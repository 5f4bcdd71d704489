/* Small helpers of the page. Text from data only ever becomes text nodes, set as print has it. */
import { typeset } from "./text.js";

/** @typedef {Node | string | null} Child
 * @typedef {Record<string, string | number | boolean | null | Record<string, string>>} Attributes */

// What is read of an element besides its text.
const HEARD = new Set(["alt", "aria-label", "placeholder", "title"]);

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
    else if (value !== false) {
      const written = value === true ? "" : String(value);
      node.setAttribute(key, HEARD.has(key) ? typeset(written) : written);
    }
  }
  for (const child of children) {
    if (child !== null) node.append(typeof child === "string" ? typeset(child) : child);
  }
  return node;
}

/** Write text into an element.
 * @param {Element} node
 * @param {string} text */
export function setText(node, text) {
  node.textContent = typeset(text);
}

/** What stands over every figure that is not a published one.
 * @param {{simulation?: string, list?: string}} scene */
export function simulated({ simulation, list }) {
  const ofList = simulation === list ? "Votre liste" : "Votre liste, simulation";
  return element("p", { class: "simulated" }, list === undefined ? "Simulation" : ofList);
}

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
  setText(byId("announcement"), text);
}
