/* The map of a picture: whatever lies on the map of the page, drawn again in other room. */
import { L } from "../leaflet.js";
import { node } from "../patterns.js";
import { NBSP, number } from "../text.js";
import { line, said, widthOf } from "./parts.js";
/** @import { LatLngBounds, LatLngExpression, Map, Path, Point } from "leaflet"
 * @import { Signs } from "../payload.d.ts"
 * @import { View } from "../names.js" */

/** Where something stands on a picture.
 * @typedef {{x: number, y: number, width: number, height: number}} Room
 * A line, surface or symbol of the map, and how the page draws it.
 * @typedef {{pane: string, path: Path, element: SVGElement}} Drawn */

const MARGIN = 14;
const NAMES = 12;
const CLOSER = 0.5; // zooms at which a part is shown, not all
const EDGE = 10; // within which no symbol stands, or it would be cut in two
export const BELOW = 20; // the room of the bar
const BAR = 110; // the longest

/** What is to be seen: the whole département, or what the map shows where it is closer.
 * @param {Map} map
 * @param {LatLngBounds} whole */
export const extent = (map, whole) =>
  map.getZoom() > map.getBoundsZoom(whole) + CLOSER ? map.getBounds() : whole;

/** How bounds lie in a room: where points stand, and how many units there are to a pixel of zoom 0.
 * @param {Map} map
 * @param {LatLngBounds} bounds
 * @param {Room} room */
export function fitted(map, bounds, { x, y, width, height }) {
  const [from, to] = [bounds.getNorthWest(), bounds.getSouthEast()].map((at) => map.project(at, 0));
  const size = to.subtract(from);
  const scale = Math.min((width - 2 * MARGIN) / size.x, (height - 2 * MARGIN) / size.y);
  const [centre, middle] = [L.point(x + width / 2, y + height / 2), from.add(to).divideBy(2)];
  /** @param {LatLngExpression} at */
  const place = (at) => map.project(at, 0).subtract(middle).multiplyBy(scale).add(centre);
  return { scale, place };
}

/** All that is drawn on the map, from below; what has no points is not.
 * @param {Map} map
 * @returns {Drawn[]} */
export function layers(map) {
  /** @type {globalThis.Map<Element | undefined, Path>} */
  const pathOf = new globalThis.Map();
  map.eachLayer((layer) => {
    const empty = layer instanceof L.Polyline && layer.isEmpty();
    if (layer instanceof L.Path && !empty) pathOf.set(layer.getElement(), layer);
  });
  const order = (/** @type {HTMLElement} */ pane) => Number(getComputedStyle(pane).zIndex);
  return Object.entries(map.getPanes())
    .filter(([pane]) => pane !== "mapPane") // that holds all others
    .sort(([, one], [, other]) => order(one) - order(other))
    .flatMap(([pane, holder]) =>
      [...holder.querySelectorAll("path")].flatMap((element) => {
        const path = pathOf.get(element);
        return path ? [{ pane, path, element }] : [];
      })
    );
}

/** The line of a path where its points stand elsewhere: each kind of path knows best how it is drawn.
 * @param {Path} path
 * @param {(at: LatLngExpression) => Point} place
 * @param {number} [radius] of a symbol
 * @returns {string} */
export function outline(path, place, radius) {
  const tenth = (/** @type {LatLngExpression} */ at) => place(at).multiplyBy(10).round().divideBy(10);
  /** @param {any} points
   * @returns {Point[][]} */
  const parts = (points) => "lat" in points[0] ? [points.map(tenth)] : points.flatMap(parts);
  let drawn = "";
  const _renderer = {
    _setPath: (/** @type {Path} */ _, /** @type {string} */ line) => drawn = line,
    _updatePoly: (/** @type {any} */ { _parts }, /** @type {boolean} */ closed) =>
      drawn = /** @type {any} */ (L.SVG).pointsToPath(_parts, closed),
    _updateCircle: (/** @type {any} */ { _point: { x, y }, _radius: r }) =>
      drawn = `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  };
  const points = path instanceof L.CircleMarker
    ? { _point: tenth(path.getLatLng()), _radius: radius ?? path.getRadius() }
    : { _parts: parts(/** @type {any} */ (path).getLatLngs()) };
  Object.assign(Object.create(path), { _renderer }, points)._updatePath();
  return drawn;
}

/** A path as the page styles it, drawn elsewhere.
 * @param {SVGElement} element
 * @param {string} d */
export function copied(element, d) {
  const made = /** @type {SVGElement} */ (element.cloneNode());
  for (const { name } of [...element.attributes]) {
    if (!/^(stroke|fill)/.test(name)) made.removeAttribute(name);
  }
  made.setAttribute("d", d);
  return made;
}

/** A name with a rim below it: few programs paint a rim below its letters.
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Signs} signs */
function label(text, x, y, { ink, paper }) {
  /** @type {import("./parts.js").Style} */
  const style = { size: NAMES, fill: ink, anchor: "middle" };
  return [line(text, x, y, { ...style, fill: paper, rim: paper }), line(text, x, y, style)];
}

/** A bar of a round length, below the room of the map.
 * @param {Map} map
 * @param {LatLngBounds} whole
 * @param {Room} room
 * @param {Signs} signs */
export function bar(map, whole, room, signs) {
  const bounds = extent(map, whole);
  const { lat } = bounds.getCenter();
  const [from, to] = [[lat, 0], [lat, 1]].map((at) =>
    fitted(map, bounds, room).place(/** @type {any} */ (at))
  );
  const metres = map.distance([lat, 0], [lat, 1]) / from.distanceTo(to); // to a unit
  const most = metres * BAR;
  const power = 10 ** Math.floor(Math.log10(most));
  const length = power * (most < 2 * power ? 1 : most < 5 * power ? 2 : 5);
  const low = (room.y + room.height + BELOW).toFixed(1);
  const end = room.x + length / metres;
  const d = `M${room.x} ${low}v-5v5H${end.toFixed(1)}v-5`;
  const said = length < 1000 ? length + NBSP + "m" : number(length / 1000) + NBSP + "km";
  return [
    node("path", { d, fill: "none", stroke: signs.ink, "stroke-width": 1.2 }),
    line(said, (room.x + end) / 2, Number(low) - 9, { size: 11, fill: signs.ink, anchor: "middle" }),
  ];
}

/** A layer of the map that names things.
 * @typedef {{labels?: (view: View) => import("../names.js").Label[]}} Naming */

/** The map in its room.
 * @param {Map} map
 * @param {LatLngBounds} whole
 * @param {Room} room
 * @param {{signs: Signs, names: string[], first: number | null}} drawn names of communes, and the one that
 * is named before all others */
export function chart(map, whole, room, { signs, names, first }) {
  const bounds = extent(map, whole);
  const { place, scale } = fitted(map, bounds, room);
  const [left, top, right, bottom] = [room.x, room.y, room.x + room.width, room.y + room.height];
  const within = L.bounds([left + EDGE, top + EDGE], [right - EDGE, bottom - EDGE]);
  /** @type {Point[]} */
  const symbols = [];
  const paths = layers(map).flatMap(({ path, element }) => {
    if (path instanceof L.CircleMarker) {
      const at = place(path.getLatLng());
      if (!within.contains(at)) return [];
      symbols.push(at);
    }
    const made = copied(element, outline(path, place));
    const position = /** @type {any} */ (path).feature?.properties.position;
    if (position === undefined || made.getAttribute("fill") === "none") return [made];
    made.setAttribute("fill-opacity", "1"); // there is nothing to show through
    made.append(said("title", names[position]));
    return [made];
  });
  /** @type {View} */
  const view = {
    place,
    width: (text) => widthOf(text, { size: NAMES }),
    frame: [left, top, right, bottom],
    symbols,
    closer: Math.log2(scale / fitted(map, whole, room).scale),
    first,
  };
  /** @type {SVGElement[]} */
  const labels = [];
  map.eachLayer((layer) => {
    for (const { name, x, y, pale } of /** @type {Naming} */ (layer).labels?.(view) ?? []) {
      labels.push(...label(name, x, y, pale ? { ...signs, ink: signs.muted } : signs));
    }
  });
  return [...paths, ...labels];
}
