/* Leaflet, which stands in the page before our own script. */

/** @type {typeof import("leaflet")} */
export const L = /** @type {any} */ (globalThis).L;
