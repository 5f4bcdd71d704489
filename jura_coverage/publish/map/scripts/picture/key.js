/* The legend of a picture: classes as the page's legend counts them, and the signs that the map has. */
import { L } from "../leaflet.js";
import { ALL, AXES, inkOn, NO_DATA_AT_ALL, ofCells, told } from "../legend.js";
import { fill, node } from "../patterns.js";
import { NBSP, number } from "../text.js";
import { copied, layers, outline } from "./chart.js";
import { gap, line, moved, paragraph, stacked, widthOf } from "./parts.js";
/** @import { Map } from "leaflet"
 * @import { Signs } from "../payload.d.ts"
 * @import { ShownTheme } from "../types.d.ts"
 * @import { Part, Style } from "./parts.js" */

const [WIDE, HIGH] = [24, 16]; // a sample
const [TEXT, SMALL] = [12.5, 10.5];
const HEADS = 76; // the heads of a square's rows
const CELL = 44;

/** @param {string} fill
 * @param {string} stroke
 * @param {number} [width]
 * @param {number} [height] */
const box = (fill, stroke, width = WIDE, height = HIGH) => node("rect", { width, height, fill, stroke });

/** Parts side by side, each around the middle of all.
 * @param {Part[]} parts
 * @returns {Part} */
function row(parts) {
  const height = Math.max(...parts.map((part) => part.height));
  return { nodes: parts.map((part) => moved(part.nodes, 0, (height - part.height) / 2)), height: height + 5 };
}

/** A sample and what it means.
 * @param {SVGElement} sign
 * @param {string} label
 * @param {number} width
 * @param {Style} style
 * @returns {Part[]} */
const sample = (sign, label, width, style) => [
  { nodes: [sign], height: HIGH },
  paragraph(label, width - WIDE - 9, style, { x: WIDE + 9 }),
];

/** The classes below each other; those without data alone where there are no others.
 * @param {ShownTheme} theme
 * @param {number} width
 * @param {Signs} signs
 * @returns {Part[]} */
function list(theme, width, signs) {
  const { classes, all, unknown } = told(theme);
  const first = unknown ? classes.length - 1 : 0;
  const heads = ["communes", theme.quantity_label];
  const figures = [...classes, all].map(({ communes, quantity }) => [number(communes), quantity]);
  const columns = heads.map((head, i) =>
    12 + Math.max(
      ...head.split(" ").map((word) => widthOf(word, { size: SMALL })),
      ...figures.map((each) => widthOf(each[i], { size: TEXT })),
    )
  );
  const [ink, muted] = [signs.ink, signs.muted].map((colour) => ({ size: TEXT, fill: colour }));
  /** @param {string[]} texts
   * @param {Style} style */
  const right = (texts, style) =>
    texts.map((text, i) =>
      paragraph(text, columns[i], { ...style, anchor: "end" }, { x: width - (i ? 0 : columns[1]) })
    );
  const room = width - columns[0] - columns[1];
  const rule = node("path", { d: `M0 -2H${width}`, stroke: signs.line, "stroke-width": 0.5 });
  return [
    ...(unknown ? [paragraph(NO_DATA_AT_ALL, width, ink), gap(6)] : []),
    row(right(heads, { ...muted, size: SMALL })),
    ...classes.map(({ label, communes }, i) => {
      const style = communes ? ink : muted;
      return row([
        ...sample(box(fill(theme, i), signs.line), label, room, style),
        ...right(figures[i], style),
      ]);
    }).slice(first),
    { nodes: [rule], height: 0 },
    row([paragraph(ALL, room, muted), ...right(figures[classes.length], muted)]),
  ];
}

/** Two measures: a square of classes with the worst at the top right.
 * @param {ShownTheme} theme
 * @param {[string[], string[]]} grid
 * @param {number} width
 * @param {Signs} signs
 * @returns {Part[]} */
function square(theme, [rows, columns], width, signs) {
  const { classes } = told(theme);
  const [missing] = classes.slice(-1);
  /** @type {Style} */
  const muted = { size: SMALL, fill: signs.muted };
  /** @type {Style} */
  const middle = { ...muted, anchor: "middle" };
  const wide = (width - HEADS) / columns.length;
  const centre = (/** @type {number} */ column) => ({ x: HEADS + (column + 0.5) * wide });
  const lines = rows.map((head, row) => {
    const label = paragraph(head, HEADS - 6, muted);
    const cells = columns.map((_, column) => {
      const position = row * columns.length + column;
      const { communes, quantity } = classes[position];
      const style = { ...middle, fill: inkOn(theme.classes[position].colour, signs) };
      return moved(
        [
          box(fill(theme, position), signs.paper, wide, CELL),
          box(theme.classes[position].colour, "none", wide - 2, CELL - 6), // no pattern covers figures
          line(number(communes), wide / 2, 16, { ...style, size: TEXT + 1 }),
          line(quantity, wide / 2, 32, style),
        ],
        HEADS + column * wide,
        0,
      );
    });
    return { nodes: [moved(label.nodes, 0, (CELL - label.height) / 2), ...cells], height: CELL };
  }).reverse();
  return [
    ...lines,
    row(columns.map((head, column) => paragraph(head, wide - 4, middle, centre(column)))),
    row([
      paragraph(AXES[0], width, muted),
      paragraph(AXES[1], width, { ...muted, anchor: "end" }, { x: width }),
    ]),
    paragraph(ofCells(theme), width, muted),
    paragraph(missing.label + NBSP + ": " + number(missing.communes), width, muted),
  ];
}

/** What the signs of the map mean: symbols by their shapes, lines by where they lie.
 * @param {Signs} signs
 * @returns {[sign: {shape?: string, radius?: number, pane?: string}, meaning: string][]} */
const meanings = ({ place, stop, came, went, other }) => [
  [place, "Structure d'accueil (taille : postes, jusqu'à " + place.posts_most + ")"],
  [stop, "Arrêt d'un conseiller itinérant"],
  [came, "Poste ajouté ou arrivé"],
  [went, "Poste fermé ou parti"],
  [other, "Espace France services"],
  [{ pane: "borders" }, "Limite d'intercommunalité"],
  [{ pane: "ways" }, "Vers son conseiller le plus proche"],
];

/** The signs of the map, those that it shows.
 * @param {Map} map
 * @param {number} width
 * @param {Signs} signs
 * @returns {Part[]} */
function shown(map, width, signs) {
  const all = layers(map);
  return meanings(signs).flatMap(([{ shape, radius, pane }, label]) => {
    const found = all.find(({ path, ...each }) =>
      pane ? each.pane === pane : /** @type {any} */ (path.options).shape === shape
    );
    if (!found) return [];
    const d = pane
      ? `M0 ${HIGH / 2}h${WIDE}`
      : outline(found.path, () => L.point(WIDE / 2, HIGH / 2), radius);
    return [row(sample(copied(found.element, d), label, width, { size: TEXT, fill: signs.ink }))];
  });
}

/** The legend of a theme, and of what lies on the map.
 * @param {Map} map
 * @param {ShownTheme} theme
 * @param {number} width
 * @param {Signs} signs
 * @returns {Part} */
export const key = (map, theme, width, signs) =>
  stacked([
    paragraph(theme.question, width, { size: 14, fill: signs.ink, bold: true }),
    gap(6),
    ...(theme.grid && !told(theme).unknown
      ? square(theme, theme.grid, width, signs)
      : list(theme, width, signs)),
    gap(10),
    ...shown(map, width, signs),
    gap(4),
    paragraph(theme.note, width, { size: SMALL, fill: signs.muted }),
  ]);
