/* From the shared TopoJSON to shapes and to the borders of intercommunalities. */
/** @import { Feature, MultiLineString, MultiPolygon } from "geojson"
 * @import { Point } from "./types.d.ts"
 * @import { Topology } from "./payload.d.ts" */

/** Whole numbers from the text that Python wrote of them: five bits a character, the low ones first.
 * @param {string} text
 * @returns {number[]} */
export function steps(text) {
  const found = [];
  let bits = 0;
  let read = 0;
  for (let i = 0; i < text.length; i++) {
    const part = text.charCodeAt(i) - 63;
    bits += (part & 31) << read;
    read += 5;
    if (part & 32) continue; // another follows
    found.push(bits & 1 ? ~(bits >> 1) : bits >> 1);
    bits = read = 0;
  }
  return found;
}

/** Arcs are stored as steps between whole numbers.
 * @param {Topology} topology
 * @returns {[number, number][][]} */
function decodedArcs(topology) {
  const { scale, translate } = topology.transform;
  return topology.arcs.map((text) => {
    const arc = steps(text);
    let x = 0;
    let y = 0;
    return Array.from({ length: arc.length / 2 }, (_, point) => {
      x += arc[2 * point];
      y += arc[2 * point + 1];
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
}

/** The shape of each commune, with its position.
 * @param {Topology} topology
 * @returns {Feature<MultiPolygon, {position: number}>[]} */
export function features(topology) {
  const arcs = decodedArcs(topology);
  /** @param {number} index */
  const line = (index) => (index < 0 ? arcs[~index].slice().reverse() : arcs[index]);
  /** @param {number[]} indices */
  const ring = (indices) => indices.flatMap((index, position) => line(index).slice(position ? 1 : 0));
  return topology.communes.map((polygons, position) => ({
    type: "Feature",
    properties: { position },
    geometry: { type: "MultiPolygon", coordinates: polygons.map((polygon) => polygon.map(ring)) },
  }));
}

/** Arcs of no shape: lines by themselves.
 * @param {Topology} topology
 * @returns {MultiLineString} */
export function lines(topology) {
  const bounding = new Set(topology.communes.flat(3).map((index) => (index < 0 ? ~index : index)));
  const coordinates = decodedArcs(topology).filter((_, index) => !bounding.has(index));
  return { type: "MultiLineString", coordinates };
}

/** Arcs that two communes of one group share are inside it; all others are its border.
 * @param {Topology} topology
 * @param {number[]} groupOf
 * @returns {MultiLineString} */
export function borders(topology, groupOf) {
  /** @type {number[][]} */
  const groupsOfArc = topology.arcs.map(() => []);
  topology.communes.forEach((polygons, position) => {
    for (const index of polygons.flat(2)) groupsOfArc[index < 0 ? ~index : index].push(groupOf[position]);
  });
  return {
    type: "MultiLineString",
    coordinates: decodedArcs(topology).filter((_, index) => {
      const [first, second] = groupsOfArc[index];
      return second === undefined || first !== second;
    }),
  };
}

/** A point in metres.
 * @param {number | null} east
 * @param {number | null} north
 * @returns {Point | null} */
export const point = (east, north) => (east === null || north === null ? null : [east, north]);
