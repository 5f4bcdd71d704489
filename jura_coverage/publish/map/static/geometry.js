/* From the shared TopoJSON to shapes and to the borders of intercommunalities. */
jura.geometry = (function () {
  "use strict";

  /* Arcs are stored as steps between whole numbers. */
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

  function features(topology) {
    const arcs = decodedArcs(topology);
    const line = (index) => (index < 0 ? arcs[~index].slice().reverse() : arcs[index]);
    const ring = (indices) => indices.flatMap((index, position) => line(index).slice(position ? 1 : 0));
    return topology.communes.map((shape, position) => ({
      type: "Feature",
      properties: { position },
      geometry: {
        type: shape.type,
        coordinates: shape.type === "Polygon"
          ? shape.arcs.map(ring)
          : shape.arcs.map((polygon) => polygon.map(ring)),
      },
    }));
  }

  /* Arcs that two communes of one group share are inside it; all others are its border. */
  function borders(topology, groupOf) {
    const groupsOfArc = topology.arcs.map(() => []);
    topology.communes.forEach((shape, position) => {
      shape.arcs.flat(Infinity).forEach((index) => {
        groupsOfArc[index < 0 ? ~index : index].push(groupOf[position]);
      });
    });
    const arcs = decodedArcs(topology);
    return {
      type: "MultiLineString",
      coordinates: arcs.filter((_, index) => {
        const [first, second] = groupsOfArc[index];
        return second === undefined || first !== second;
      }),
    };
  }

  return { features, borders };
})();
