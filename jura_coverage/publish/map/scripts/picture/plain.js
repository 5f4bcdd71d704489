/* Patterns as plain lines: programs for slides and texts draw shapes filled with a pattern black, or not
   at all. */
import { node } from "../patterns.js";

/** @typedef {[x: number, y: number]} At */

/** The rows of a pattern within a shape: from where to where each lies, by the rule of even and odd.
 * @param {At[][]} rings
 * @param {{spacing: number, middle: number}} pattern how far rows are apart, and the first from zero
 * @returns {{y: number, from: number, to: number}[]} */
export function rows(rings, { spacing, middle }) {
  const edges = rings.flatMap((ring) => ring.map((at, i) => [at, ring[(i + 1) % ring.length]]));
  const heights = rings.flat().map(([, y]) => y);
  const [top, bottom] = [Math.min(...heights), Math.max(...heights)];
  const found = [];
  for (let y = middle + spacing * Math.ceil((top - middle) / spacing); y < bottom; y += spacing) {
    const crossed = edges.filter(([[, a], [, b]]) => a <= y !== b <= y)
      .map(([[x, a], [other, b]]) => x + (other - x) * (y - a) / (b - a))
      .sort((one, other) => one - other);
    for (let i = 0; i + 1 < crossed.length; i += 2) found.push({ y, from: crossed[i], to: crossed[i + 1] });
  }
  return found;
}

/** The corners of what is filled.
 * @param {Element} shape
 * @returns {At[][]} */
function ringsOf(shape) {
  const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => Number(shape.getAttribute(name)));
  if (shape.tagName === "rect") return [[[x, y], [x + width, y], [x + width, y + height], [x, y + height]]];
  return (shape.getAttribute("d") ?? "").split("M").slice(1).map((ring) =>
    ring.split("L").map((at) => /** @type {At} */ (at.split(" ").map(parseFloat)))
  );
}

/** One of the marks of a pattern, a stripe or a dot, wherever it lies within a shape.
 * @param {Element} mark
 * @param {{spacing: number, angle: number}} pattern
 * @param {At[][]} rings */
function repeated(mark, { spacing, angle }, rings) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const dot = mark.tagName === "circle";
  const width = Number(mark.getAttribute("height")) || 2 * Number(mark.getAttribute("r"));
  const middle = dot ? spacing / 2 : width / 2;
  const level = rings.map((ring) =>
    ring.map(([x, y]) => /** @type {At} */ ([x * cos + y * sin, y * cos - x * sin]))
  );
  /** @param {number} x
   * @param {number} y */
  const at = (x, y) => (x * cos - y * sin).toFixed(1) + " " + (x * sin + y * cos).toFixed(1);
  const d = rows(level, { spacing, middle }).flatMap(({ y, from, to }) => {
    if (!dot) return ["M" + at(from, y) + "L" + at(to, y)];
    const dots = [];
    for (let x = middle + spacing * Math.ceil((from - middle) / spacing); x < to; x += spacing) {
      dots.push("M" + at(x, y) + "h.01");
    }
    return dots;
  });
  return node("path", {
    d: d.join(""),
    fill: "none",
    stroke: mark.getAttribute("fill") ?? "",
    "stroke-opacity": mark.getAttribute("fill-opacity") ?? 1,
    "stroke-width": width,
    ...(dot && { "stroke-linecap": "round" }),
  });
}

/** Draw the patterns of a drawing: a ground, and marks on it.
 * @param {Element} root */
export function plain(root) {
  for (const shape of root.querySelectorAll("[fill^=url]")) {
    const pattern = document.getElementById((shape.getAttribute("fill") ?? "").slice(5, -1));
    if (!pattern) continue;
    const [ground, ...marks] = pattern.children;
    shape.setAttribute("fill", ground.getAttribute("fill") ?? "");
    const spacing = Number(pattern.getAttribute("height"));
    const turned = /rotate\((.+)\)/.exec(pattern.getAttribute("patternTransform") ?? "");
    const angle = turned ? Number(turned[1]) * Math.PI / 180 : 0;
    const rings = ringsOf(shape);
    shape.after(...marks.map((mark) => repeated(mark, { spacing, angle }, rings)));
  }
}
