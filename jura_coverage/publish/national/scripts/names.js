/* The names of communes, where they are drawn large enough to bear them: the most populous first. */
import { typeset } from "../../map/scripts/text.js";
/** @import { Drawing } from "./lines.js"
 * @import { Scene } from "./types.d.ts" */

/** How wide a commune must be for its name, in pixels, and how high a name is. */
const WIDE = 56;
const HIGH = 15;
const FONT = '500 12.5px "Source Sans 3", system-ui, sans-serif';

/** Communes in the order in which they are named.
 * @param {Pick<Scene["communes"], "residents">} communes
 * @returns {number[]} */
export const inOrder = ({ residents }) =>
  residents.map((_, i) => i).sort((one, other) => (residents[other] ?? 0) - (residents[one] ?? 0));

/** Where names stand that fit: in the middle of a commune's box, in sight, beside no other.
 * @param {Pick<Drawing, "plane" | "view" | "size">} drawing
 * @param {string[]} names
 * @param {number[]} order
 * @param {(name: string) => number} width
 * @returns {{name: string, x: number, y: number}[]} */
export function placed({ plane: { boxes, usual }, view, size }, names, order, width) {
  /** @type {{name: string, x: number, y: number, half: number}[]} */
  const found = [];
  for (const commune of order) {
    const [west, south, east, north] = boxes.subarray(4 * commune, 4 * commune + 4);
    const x = ((west + east) / 2 - view.west) * view.scale;
    const y = (view.north - (south + north) / 2) * view.scale;
    if (usual[commune] * view.scale < WIDE || !(x > 0 && x < size.width && y > 0 && y < size.height)) {
      continue;
    }
    const half = width(names[commune]) / 2 + 4;
    const meets = found.some((other) =>
      Math.abs(other.x - x) < other.half + half && Math.abs(other.y - y) < HIGH
    );
    if (!meets) found.push({ name: names[commune], x, y, half });
  }
  return found.map(({ name, x, y }) => ({ name, x, y }));
}

/** @param {Drawing} drawing
 * @param {Scene} scene
 * @param {number[]} order */
export function draw(drawing, { communes, signs }, order) {
  const { context } = drawing;
  /** @param {string} name */
  const width = (name) => context.measureText(name).width;
  context.font = FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.strokeStyle = signs.paper;
  context.fillStyle = signs.ink;
  for (const { name, x, y } of placed(drawing, communes.name, order, width)) {
    context.strokeText(typeset(name), x, y);
    context.fillText(typeset(name), x, y);
  }
}
