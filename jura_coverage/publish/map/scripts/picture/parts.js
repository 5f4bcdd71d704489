/* Parts of a picture, one below the other: texts in lines, since SVG breaks none by itself, in the fonts
   that computers have. */
import { node } from "../patterns.js";
import { typeset } from "../text.js";

export const FONT = "Arial, Helvetica, 'Liberation Sans', sans-serif";
const LEADING = 1.3;
// Programs that open a picture may have a font that is a little wider.
const RESERVE = 1.02;

/** How a text is set; a rim keeps it readable on a map.
 * @typedef {{size: number, fill: string, bold?: boolean, anchor?: "middle" | "end", rim?: string}} Style */

/** Something drawn from its top left corner, and its height.
 * @typedef {{nodes: SVGElement[], height: number}} Part */

/** @type {CanvasRenderingContext2D | null | undefined} made when a picture is */
let canvas;

/** @param {string} text
 * @param {Pick<Style, "size" | "bold">} style */
export function widthOf(text, { size, bold }) {
  canvas ??= document.createElement("canvas").getContext("2d");
  if (!canvas) return 0.6 * size * text.length;
  canvas.font = (bold ? "bold " : "") + size + "px " + FONT;
  return RESERVE * canvas.measureText(text).width;
}

/** The longest beginning of a text that fits, of one letter at least.
 * @param {string} text
 * @param {(text: string) => boolean} fits */
function beginning(text, fits) {
  const letters = [...text];
  while (letters.length > 1 && !fits(letters.join(""))) letters.pop();
  return letters.join("");
}

/** Break a text into lines, within a word if that is too long.
 * @param {string} text
 * @param {number} width
 * @param {Pick<Style, "size" | "bold">} style
 * @param {number} [most] lines; an ellipsis says that there is more
 * @returns {string[]} */
function broken(text, width, style, most = Infinity) {
  const fits = (/** @type {string} */ line) => widthOf(line, style) <= width;
  const lines = [""];
  for (let word of text.trim().split(/[ \n\t]+/)) {
    const longer = lines[lines.length - 1] + " " + word;
    if (lines[0] && fits(longer)) {
      lines[lines.length - 1] = longer;
      continue;
    }
    while (word) {
      const part = beginning(word, fits);
      lines.push(part);
      word = word.slice(part.length);
    }
    if (!lines[0]) lines.shift();
  }
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most - 1), beginning(lines[most - 1], (part) => fits(part + "…")) + "…"];
}

/** An element that holds a text, set as print has it.
 * @param {"text" | "title" | "desc"} name
 * @param {string} text
 * @param {Record<string, string | number>} [attributes] */
export function said(name, text, attributes = {}) {
  const made = node(name, attributes);
  made.textContent = typeset(text);
  return made;
}

/** A line around a height: programs know baselines alone.
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {Style} style */
export const line = (text, x, y, { size, fill, bold, anchor, rim }) =>
  said("text", text, {
    x: x.toFixed(1),
    y: (y + 0.35 * size).toFixed(1),
    "font-size": size,
    fill,
    ...(bold && { "font-weight": "bold" }),
    ...(anchor && { "text-anchor": anchor }),
    ...(rim && { stroke: rim, "stroke-width": 3.5, "stroke-linejoin": "round" }),
  });

/** @param {string} text
 * @param {number} width
 * @param {Style} style
 * @param {{x?: number, most?: number}} [more] where it is anchored, and how many lines it has at most
 * @returns {Part} */
export function paragraph(text, width, style, { x = 0, most } = {}) {
  const lines = text ? broken(typeset(text), width, style, most) : [];
  const high = LEADING * style.size;
  return {
    nodes: lines.map((each, i) => line(each, x, (i + 0.5) * high, style)),
    height: lines.length * high,
  };
}

/** @param {number} height
 * @returns {Part} */
export const gap = (height) => ({ nodes: [], height });

/** @param {Node[]} nodes
 * @param {number} x
 * @param {number} y
 * @param {number} [scale] */
export const moved = (nodes, x, y, scale = 1) =>
  node(
    "g",
    { transform: `translate(${x} ${y.toFixed(1)})` + (scale < 1 ? ` scale(${scale.toFixed(3)})` : "") },
    ...nodes,
  );

/** One part below the other.
 * @param {Part[]} parts
 * @returns {Part} */
export function stacked(parts) {
  let height = 0;
  const nodes = parts.map((part) => moved(part.nodes, 0, (height += part.height) - part.height));
  return { nodes, height };
}
