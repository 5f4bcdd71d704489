/* How a class is drawn: with a pattern, so that colour is never the only sign, and edges that show. */
import { clearer } from "./contrast.js";
/** @import { Signs, ThemeClass } from "./payload.d.ts"
 * @import { ShownTheme } from "./types.d.ts" */
const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {Node[]} children
 * @returns {SVGElement} */
export function node(name, attributes, ...children) {
  const made = /** @type {SVGElement} */ (document.createElementNS(SVG, name));
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** A theme has each pattern once, whatever the number of its classes.
 * @param {ShownTheme} theme
 * @param {ThemeClass} each */
const id = (theme, { pattern }) => "pattern-" + theme.key + "-" + pattern;

/** @param {ShownTheme} theme
 * @param {ThemeClass} each
 * @param {Signs} signs
 * @returns {SVGElement[]} */
function drawn(theme, each, { patterns }) {
  if (!each.pattern) return [];
  const sign = patterns[each.pattern];
  const size = { width: sign.spacing, height: sign.spacing };
  const frame = { id: id(theme, each), patternUnits: "userSpaceOnUse", ...size };
  const ground = node("rect", { ...size, fill: each.colour });
  if ("radius" in sign) {
    const [middle, fill] = [sign.spacing / 2, sign.colour];
    return [node("pattern", frame, ground, node("circle", { cx: middle, cy: middle, r: sign.radius, fill }))];
  }
  const ink = { fill: sign.colour, "fill-opacity": sign.opacity };
  const stripe = node("rect", { width: sign.spacing, height: sign.width, ...ink });
  return [node("pattern", { ...frame, patternTransform: "rotate(" + -sign.angle + ")" }, ground, stripe)];
}

/** Put the patterns of all themes into the page, once.
 * @param {ShownTheme[]} themes
 * @param {Signs} signs */
export function install(themes, signs) {
  const made = themes.flatMap((theme) => theme.classes.flatMap((each) => drawn(theme, each, signs)));
  const holder = node(
    "svg",
    { width: 0, height: 0, "aria-hidden": "true", focusable: "false" },
    node("defs", {}, ...made),
  );
  holder.style.position = "absolute";
  document.body.append(holder);
}

/** @param {ShownTheme} theme
 * @param {number} position
 * @returns {string} */
export function fill(theme, position) {
  const each = theme.classes[position];
  return each.pattern ? "url(#" + id(theme, each) + ")" : each.colour;
}

/** The edge of a commune: one within a block of its class shows too, however dark the class is or
 * whatever pattern it has.
 * @param {ThemeClass} each
 * @param {Signs} signs */
export const edge = ({ colour, pattern }, { line, paper, border }) => {
  const color = clearer(colour, line, paper);
  return pattern ? { color: color === line ? border : color, weight: 0.8 } : { color, weight: 0.7 };
};

/** @param {ShownTheme} theme
 * @param {number} position */
export function swatch(theme, position) {
  return node(
    "svg",
    {
      class: "swatch",
      viewBox: "0 0 24 16",
      preserveAspectRatio: "xMidYMid slice",
      "aria-hidden": "true",
      focusable: "false",
    },
    node("rect", { width: 24, height: 16, fill: fill(theme, position) }),
  );
}
