/* What of the plane is seen: fitted, moved, zoomed. */
/** @import { Box, Plane, Size, View } from "./types.d.ts" */

/** The closest look, in metres a pixel; and which part of the whole picture a look from afar fills. */
const CLOSEST_M = 12;
const SMALLEST = 0.7;
/** Usually left free around what is fitted, in pixels. */
const AROUND = 10;

/** A view with a box in its middle, as large as fits.
 * @param {Box} box
 * @param {Size} size
 * @param {number} [around] pixels left free
 * @returns {View} */
export function fitted([west, south, east, north], { width, height }, around = AROUND) {
  const scale = Math.min(
    Math.max(1, width - 2 * around) / Math.max(1, east - west),
    Math.max(1, height - 2 * around) / Math.max(1, north - south),
  );
  return centred([(west + east) / 2, (south + north) / 2], Math.min(scale, 1 / CLOSEST_M), { width, height });
}

/** @param {[number, number]} at
 * @param {number} scale
 * @param {Size} size
 * @returns {View} */
const centred = ([east, north], scale, { width, height }) => ({
  west: east - width / 2 / scale,
  north: north + height / 2 / scale,
  scale,
});

/** The middle of a view, in metres.
 * @param {View} view
 * @param {Size} size
 * @returns {[number, number]} */
export const middle = ({ west, north, scale }, { width, height }) => [
  west + width / 2 / scale,
  north - height / 2 / scale,
];

/** A view moved by pixels, to the right and down.
 * @param {View} view
 * @param {number} right
 * @param {number} down
 * @returns {View} */
export const moved = ({ west, north, scale }, right, down) => ({
  west: west - right / scale,
  north: north + down / scale,
  scale,
});

/** A view closer by a factor, in which a pixel shows what it showed; no closer than one may look.
 * @param {View} view
 * @param {number} factor
 * @param {{x: number, y: number}} at
 * @param {number} least the scale of the whole
 * @returns {View} */
export function zoomed({ west, north, scale }, factor, { x, y }, least) {
  const to = Math.min(1 / CLOSEST_M, Math.max(SMALLEST * least, scale * factor));
  return { west: west + x / scale - x / to, north: north - y / scale + y / to, scale: to };
}

/** The view with its middle on the plane.
 * @param {View} view
 * @param {Size} size
 * @param {Pick<Plane, "extent">} plane
 * @returns {View} */
export function held(view, size, { extent: [west, south, east, north] }) {
  const [x, y] = middle(view, size);
  return centred([Math.min(east, Math.max(west, x)), Math.min(north, Math.max(south, y))], view.scale, size);
}
