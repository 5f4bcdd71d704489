/* From the numbers of communes to colours: a change of theme only looks up other ones. */
/** @import { Dots, Hatch, Signs, ThemeClass } from "../../map/scripts/payload.d.ts" */

/** What a class is painted with: a square of pixels that repeats.
 * @typedef {{side: number, pixels: Uint32Array}} Tile */

/** @param {string} colour
 * @returns {number[]} */
const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

/** A pixel of a colour, and so much (0 to 1) of another over it.
 * @param {number[]} ground
 * @param {number[]} over
 * @param {number} share */
function pixel(ground, over, share) {
  const mixed = ground.map((part, i) => Math.round(part + share * (over[i] - part)));
  return new Uint32Array(Uint8Array.of(...mixed, 255).buffer)[0];
}

/** How much (0 to 1) of the pixel at x and y a pattern covers, in a tile of this side.
 * @param {Hatch | Dots} sign
 * @param {number} side
 * @param {number} ratio
 * @returns {(x: number, y: number) => number} */
function cover(sign, side, ratio) {
  if ("radius" in sign) {
    const middle = (side - 1) / 2;
    return (x, y) => Math.min(1, Math.max(0, sign.radius * ratio - Math.hypot(x - middle, y - middle) + 0.5));
  }
  const wide = sign.width * side / sign.spacing; // along a row or a column, as the side is
  return (x, y) => sign.opacity * Math.min(1, Math.max(0, wide - (sign.angle ? (x + y) % side : y)));
}

/** The tile of a class. Stripes are level or, where they have an angle, go up at half a right one.
 * @param {ThemeClass} each
 * @param {Signs} signs
 * @param {number} ratio pixels of the picture to one of the page
 * @returns {Tile} */
export function tile({ colour, pattern }, { patterns }, ratio) {
  const ground = parts(colour);
  if (!pattern) return { side: 1, pixels: Uint32Array.of(pixel(ground, ground, 0)) };
  const sign = patterns[pattern];
  const across = "angle" in sign && sign.angle ? Math.SQRT2 : 1;
  const side = Math.max(2, Math.round(sign.spacing * across * ratio));
  const [over, covered] = [parts(sign.colour), cover(sign, side, ratio)];
  const pixels = new Uint32Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) pixels[y * side + x] = pixel(ground, over, covered(x, y));
  }
  return { side, pixels };
}

/** Paint what communes are seen; what shows none stays clear.
 * @param {Int32Array} numbers
 * @param {number} width
 * @param {{of: number[], tiles: Tile[]}} theme
 * @param {Uint32Array} picture is painted on */
export function paint(numbers, width, { of, tiles }, picture) {
  for (let i = 0, x = 0, y = 0; i < numbers.length; i++) {
    const number = numbers[i];
    if (number) {
      const { side, pixels } = tiles[of[number - 1]];
      picture[i] = side === 1 ? pixels[0] : pixels[(y % side) * side + x % side];
    } else picture[i] = 0;
    if (++x === width) {
      x = 0;
      y++;
    }
  }
}
