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

/** @param {Box} a
 * @param {Box} b */
const inside = (a, b) => b[0] <= a[0] && b[1] <= a[1] && a[2] <= b[2] && a[3] <= b[3];

/** What names are placed in: where a point stands in it, how wide it writes, from where to where it
 * shows names, the symbols that they leave free, by how many zooms it is closer than a view of the
 * whole, and the commune that is named before all others.
 * @typedef {{x: number, y: number}} At
 * @typedef {{place: (at: [number, number]) => At, width: (text: string) => number, frame: Box,
 *   symbols: At[], closer: number, first: number | null}} View */

/** Where a name may stand around its point, the best first: to the side in its own lengths, and down. */
const AROUND = [[0, -18], [0, 18], [1, 0], [-1, 0], [1, -14], [1, 14], [-1, -14], [-1, 14]];

/** Where each name that fits stands.
 * @param {View} view
 * @param {Scene} data
 * @param {number[]} order
 * @returns {Label[]} */
function placed(view, { communes: { name, at }, around: { names, at: near } }, order) {
  const { first, frame } = view;
  const most = 14 * Math.pow(2.6, Math.max(0, view.closer));
  const taken = view.symbols.map((at) => around(at, 8, 8));
  /** The first place around a point where a name fits, which is then taken.
   * @param {string} name
   * @param {At} point
   * @param {number[][]} tried */
  const free = (name, { x, y }, tried) => {
    const half = view.width(name) / 2 + 5;
    const centre = tried.map(([across, down]) => ({ x: x + across * (half + 9), y: y + down }))
      .find((middle) => {
        const box = around(middle, half, 9);
        return inside(box, frame) && !taken.some((other) => meet(other, box));
      });
    if (centre) taken.push(around(centre, half, 9));
    return centre;
  };
  /** @type {Label[]} */
  const labels = [];
  for (const position of first === null ? order : [first, ...order.filter((each) => each !== first)]) {
    if (labels.length >= most) break;
    const centre = free(name[position], view.place(at[position]), AROUND);
    if (centre) labels.push({ name: name[position], ...centre });
  }
  names.forEach((name, i) => {
    for (const at of near[i]) {
      const centre = free(name, view.place(at), [[0, 0], ...AROUND]);
      if (centre) return labels.push({ name, ...centre, pale: true });
    }
  });
  return labels;
}

/** @param {{x: number, y: number}} centre
 * @param {number} wide
 * @param {number} high
 * @returns {Box} */
const around = ({ x, y }, wide, high) => [x - wide, y - high, x + wide, y + high];

/** The map on screen, where names may be cut at its edges.
 * @param {Map} map
 * @param {Scene} data
 * @param {ShownPlace[]} places
 * @returns {View} */
function onScreen(map, { bounds }, places) {
  const view = map.getBounds().pad(0.05);
  const [{ x: left, y: top }, { x: right, y: bottom }] = [view.getNorthWest(), view.getSouthEast()].map((
    at,
  ) => map.latLngToLayerPoint(at));
  return {
    place: (at) => map.latLngToLayerPoint(at),
    width: (text) => 6.6 * text.length,
    frame: [left, top, right, bottom],
    symbols: places.map(({ at }) => map.latLngToLayerPoint(at)),
    closer: map.getZoom() - map.getBoundsZoom(bounds),
    first: null,
  };
}

/** @typedef {{name: string, x: number, y: number, pale?: boolean}} Label a pale one is no commune's
 * @typedef {import("leaflet").Layer & {draw: () => void, labels: (view: View) => Label[]}} NameLayer */

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
    /** What is named in a view, be it on screen or on a picture.
     * @param {View} view */
    labels: (view) => placed(view, data, order),
    /** @this {any} */
    draw() {
      const labels = this.labels(onScreen(this._map, data, places())).map((
        /** @type {Label} */ { name, x, y, pale },
      ) =>
        element("span", {
          class: pale ? "name-label pale" : "name-label",
          style: { left: x + "px", top: y + "px" },
        }, name)
      );
      this.holder.replaceChildren(...labels);
    },
  });
  return /** @type {any} */ (new Names());
}
