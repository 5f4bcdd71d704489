/* What is drawn over the colours: borders, the boxes of what lies overseas, the commune that is meant. */
/** @import { Signs } from "../../map/scripts/payload.d.ts"
 * @import { Plane, Size, View } from "./types.d.ts" */

/** How wide communes are, usually, where borders between them are drawn, in pixels. */
const WIDE = 24;
/** Corners nearer to the last than this many pixels are left out. */
const LEAST = 0.6;

/** @typedef {{context: CanvasRenderingContext2D, plane: Plane, view: View, size: Size}} Drawing */

/** Which arcs lie between two départements, or at the edge of all.
 * @param {Plane} plane
 * @param {number[]} departement of each commune
 * @returns {Uint8Array} 1 where it does */
export function outer({ between }, departement) {
  const found = new Uint8Array(between.length / 2);
  for (let arc = 0; arc < found.length; arc++) {
    const [one, other] = [between[2 * arc], between[2 * arc + 1]];
    found[arc] = Number(one >= 0 && (other < 0 || departement[one] !== departement[other]));
  }
  return found;
}

/** Add an arc to the path, if it is in sight.
 * @param {Drawing} drawing
 * @param {number} arc */
function trace({ context, plane: { east, north, arcs, arcBoxes }, view, size }, arc) {
  const [begin, end] = [arcs[arc], arcs[arc + 1]];
  const { west, scale } = view;
  const reach = 4 / scale;
  if (arcBoxes[4 * arc + 2] + reach < west || arcBoxes[4 * arc] - reach > west + size.width / scale) return;
  if (arcBoxes[4 * arc + 1] - reach > view.north) return;
  if (arcBoxes[4 * arc + 3] + reach < view.north - size.height / scale) return;
  let [x, y] = [(east[begin] - west) * scale, (view.north - north[begin]) * scale];
  context.moveTo(x, y);
  for (let i = begin + 1; i < end; i++) {
    const [toX, toY] = [(east[i] - west) * scale, (view.north - north[i]) * scale];
    if (i + 1 < end && Math.abs(toX - x) + Math.abs(toY - y) < LEAST) continue;
    context.lineTo(toX, toY);
    x = toX;
    y = toY;
  }
}

/** @param {Drawing} drawing
 * @param {(arc: number) => boolean | number} chosen
 * @param {string} colour
 * @param {number} width */
function stroke(drawing, chosen, colour, width) {
  const { context, plane } = drawing;
  context.beginPath();
  for (let arc = 0; arc + 1 < plane.arcs.length; arc++) {
    if (chosen(arc)) trace(drawing, arc);
  }
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/** Draw borders and boxes.
 * @param {Drawing} drawing
 * @param {Uint8Array} outer
 * @param {Signs} signs */
export function borders(drawing, outer, { line, border, muted }) {
  const { context, view, plane: { between, usual } } = drawing;
  /** @param {number} arc */
  const near = (arc) => usual[between[2 * arc]] * view.scale >= WIDE;
  context.lineJoin = "round";
  stroke(drawing, (arc) => !outer[arc] && near(arc), line, 0.7);
  stroke(drawing, (arc) => outer[arc] && !near(arc), border, 0.7);
  stroke(drawing, (arc) => outer[arc] && near(arc), border, 1.4);
  context.font = '600 12px "Source Sans 3", system-ui, sans-serif';
  context.textBaseline = "top";
  for (const { name, box: [west, south, east, north] } of drawing.plane.insets) {
    const [x, y] = [(west - view.west) * view.scale, (view.north - north) * view.scale];
    const [wide, high] = [(east - west) * view.scale, (north - south) * view.scale];
    context.strokeStyle = line;
    context.lineWidth = 1;
    context.strokeRect(x + 2, y + 2, wide - 4, high - 4);
    context.fillStyle = muted;
    context.fillText(name, x + 6, y + 5, wide - 10);
  }
}

/** Draw the edge of a commune, so that it shows on every colour.
 * @param {Drawing} drawing
 * @param {number} commune
 * @param {Signs} signs
 * @param {number} width */
export function edge(drawing, commune, { ink, paper }, width) {
  const { context, plane: { by, bounded } } = drawing;
  context.beginPath();
  for (let i = bounded[commune]; i < bounded[commune + 1]; i++) trace(drawing, by[i]);
  for (const [colour, wide] of /** @type {[string, number][]} */ ([[paper, width + 2], [ink, width]])) {
    context.strokeStyle = colour;
    context.lineWidth = wide;
    context.stroke();
  }
}
