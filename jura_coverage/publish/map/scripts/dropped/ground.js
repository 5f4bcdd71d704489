/* The ground of the communes: which one a position lies in, and how far from one it is. */
import { features } from "../geometry.js";
import { projected } from "./projection.js";
/** @import { Position } from "geojson"
 * @import { Projection } from "../payload.d.ts"
 * @import { Point, Scene } from "../types.d.ts" */

/** @param {Pick<Scene, "topology" | "travel">} scene
 * @param {Projection} projection */
export function ground({ topology, travel }, projection) {
  const degrees = features(topology).map(({ geometry }) => geometry.coordinates.flat());
  const project = projected(projection);
  /** Metres from where those of the page are counted.
   * @param {Position} at
   * @returns {Point} */
  function metres([longitude, latitude]) {
    const [east, north] = project(longitude, latitude);
    return [east - travel.west, north - travel.south];
  }
  /** @type {Map<number, {rings: Position[][], box: Box}>} */
  const shapes = new Map();
  /** @param {number} commune */
  function shape(commune) {
    const known = shapes.get(commune);
    if (known) return known;
    const rings = degrees[commune].map((ring) => ring.map(metres));
    const made = { rings, box: boxOf(rings.flat()) };
    shapes.set(commune, made);
    return made;
  }
  /** How many metres a point lies outside a commune: none inside, and none if it has no boundary.
   * @param {Point} at
   * @param {number} commune */
  function away(at, commune) {
    const { rings } = shape(commune);
    if (!rings.length || inside(at, rings)) return 0;
    return Math.min(...rings.flatMap((ring) => ring.slice(1).map((end, i) => toSegment(at, ring[i], end))));
  }
  return {
    metres,
    away,
    /** The position of the commune that a position in degrees lies in, if any.
     * @param {Position} at
     * @returns {number | null} */
    commune(at) {
      const found = degrees.findIndex((each) => inside(at, each));
      return found < 0 ? null : found;
    },
    /** Whether a point lies so many metres from a commune, or nearer.
     * @param {Point} at
     * @param {number} most */
    near: (at, most) =>
      degrees.some((each, commune) =>
        each.length > 0 && toBox(at, shape(commune).box) <= most && away(at, commune) <= most
      ),
  };
}

/** @typedef {{west: number, south: number, east: number, north: number}} Box */

/** @param {Position[]} points
 * @returns {Box} */
function boxOf(points) {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return { west: Math.min(...xs), south: Math.min(...ys), east: Math.max(...xs), north: Math.max(...ys) };
}

/** How far a point is from a box, which is no farther than what lies in it.
 * @param {Position} at
 * @param {Box} box */
const toBox = ([x, y], { west, south, east, north }) =>
  Math.hypot(Math.max(west - x, 0, x - east), Math.max(south - y, 0, y - north));

/** Whether a ray to the east crosses the rings an odd number of times.
 * @param {Position} at
 * @param {Position[][]} rings */
function inside([x, y], rings) {
  let within = false;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [[x0, y0], [x1, y1]] = [ring[i - 1], ring[i]];
      if (y0 > y !== y1 > y && x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)) within = !within;
    }
  }
  return within;
}

/** @param {Position} at
 * @param {Position} start
 * @param {Position} end */
function toSegment([x, y], [x0, y0], [x1, y1]) {
  const [along, up] = [x1 - x0, y1 - y0];
  const length = along * along + up * up;
  const part = length && Math.max(0, Math.min(1, ((x - x0) * along + (y - y0) * up) / length));
  return Math.hypot(x - x0 - part * along, y - y0 - part * up);
}
