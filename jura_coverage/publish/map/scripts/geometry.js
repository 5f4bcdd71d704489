/* From the shared TopoJSON to shapes and to the borders of intercommunalities. */
/** @import { Feature, MultiLineString, MultiPolygon, Polygon } from "geojson"
 * @import { Topology } from "./payload.d.ts" */

/** Arcs are stored as steps between whole numbers.
 * @param {Topology} topology
 * @returns {[number, number][][]} */
function decodedArcs(topology) {
  const { scale, translate } = topology.transform;
  return topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  });
}

/** The shape of each commune, with its position.
 * @param {Topology} topology
 * @returns {Feature<Polygon | MultiPolygon, {position: number}>[]} */
export function features(topology) {
  const arcs = decodedArcs(topology);
  /** @param {number} index */
  const line = (index) => (index < 0 ? arcs[~index].slice().reverse() : arcs[index]);
  /** @param {number[]} indices */
  const ring = (indices) => indices.flatMap((index, position) => line(index).slice(position ? 1 : 0));
  return topology.communes.map((shape, position) => ({
    type: "Feature",
    properties: { position },
    geometry: shape.type === "Polygon"
      ? { type: "Polygon", coordinates: shape.arcs.map(ring) }
      : { type: "MultiPolygon", coordinates: shape.arcs.map((polygon) => polygon.map(ring)) },
  }));
}

/** Arcs that two communes of one group share are inside it; all others are its border.
 * @param {Topology} topology
 * @param {number[]} groupOf
 * @returns {MultiLineString} */
export function borders(topology, groupOf) {
  /** @type {number[][]} */
  const groupsOfArc = topology.arcs.map(() => []);
  topology.communes.forEach((shape, position) => {
    const used = shape.type === "Polygon" ? shape.arcs.flat() : shape.arcs.flat(2);
    for (const index of used) groupsOfArc[index < 0 ? ~index : index].push(groupOf[position]);
  });
  return {
    type: "MultiLineString",
    coordinates: decodedArcs(topology).filter((_, index) => {
      const [first, second] = groupsOfArc[index];
      return second === undefined || first !== second;
    }),
  };
}
