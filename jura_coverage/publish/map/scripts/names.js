/* The names of communes on the map: the most populous first; one that would cover another, or a
   place, waits for a closer look. */
import { element } from "./dom.js";
import { L } from "./leaflet.js";
/** @import { Map } from "leaflet"
 * @import { Scene, ShownPlace } from "./types.d.ts" */

/** @typedef {[left: number, top: number, right: number, bottom: number]} Box */

/** @param {Box} a
 * @param {Box} b */
const meet = ([left, top, right, bottom], b) => left < b[2] && b[0] < right && top < b[3] && b[1] < bottom;

/** Where each name that fits stands.
 * @param {Map} map
 * @param {Scene} data
 * @param {{order: number[], places: ShownPlace[]}} these
 * @returns {{name: string, x: number, y: number}[]} */
function placed(map, { communes: { name, at }, bounds }, { order, places }) {
  const view = map.getBounds().pad(0.05);
  const most = 14 * Math.pow(2.6, Math.max(0, map.getZoom() - map.getBoundsZoom(bounds)));
  const taken = places.map((place) => around(map.latLngToLayerPoint(place.at), 8, 8));
  const labels = [];
  for (const position of order) {
    if (labels.length >= most) break;
    if (!view.contains(at[position])) continue;
    const { x, y } = map.latLngToLayerPoint(at[position]);
    const half = name[position].length * 3.3 + 5;
    const centre = [y - 18, y + 18].find((middle) =>
      !taken.some((box) => meet(box, around({ x, y: middle }, half, 9)))
    );
    if (centre === undefined) continue;
    taken.push(around({ x, y: centre }, half, 9));
    labels.push({ name: name[position], x, y: centre });
  }
  return labels;
}

/** @param {{x: number, y: number}} centre
 * @param {number} wide
 * @param {number} high
 * @returns {Box} */
const around = ({ x, y }, wide, high) => [x - wide, y - high, x + wide, y + high];

/** @typedef {import("leaflet").Layer & {draw: () => void}} NameLayer */

/** @param {Scene} data
 * @param {() => ShownPlace[]} places
 * @returns {NameLayer} */
export function nameLayer(data, places) {
  const { name, residents } = data.communes;
  const order = name.map((_, position) => position).sort((a, b) => (residents[b] || 0) - (residents[a] || 0));
  const Names = L.Layer.extend({
    /** @this {any} @param {Map} map */
    onAdd(map) {
      this.holder = element("div", { "aria-hidden": "true", class: "leaflet-zoom-hide" });
      map.getPane("names")?.append(this.holder);
      map.on("zoomend moveend resize", this.draw, this);
      this.draw();
    },
    /** @this {any} @param {Map} map */
    onRemove(map) {
      this.holder.remove();
      map.off("zoomend moveend resize", this.draw, this);
    },
    /** @this {any} */
    draw() {
      const labels = placed(this._map, data, { order, places: places() }).map(({ name, x, y }) =>
        element("span", { class: "name-label", style: { left: x + "px", top: y + "px" } }, name)
      );
      this.holder.replaceChildren(...labels);
    },
  });
  return /** @type {any} */ (new Names());
}
