/* The legend of the theme shown: classes, signs, and what each of them counts. */
import { clearer } from "./contrast.js";
import { element, simulated } from "./dom.js";
import { swatch } from "./patterns.js";
import { least, NBSP, number } from "./text.js";
/** @import { Signs } from "./payload.d.ts"
 * @import { Scene, ShownTheme, Values } from "./types.d.ts" */

/** @typedef {{communes: number[], quantity: Values, partly: boolean[]}} Counts */

/** What is written in the legend, here and in pictures. */
export const ALL = "ensemble";
export const NO_DATA_AT_ALL = "Aucune donnée pour ce thème.";
export const AXES = ["↑ moins bien desservi", "conseiller plus loin →"];
/** @param {Pick<ShownTheme, "quantity_label">} theme */
export const ofCells = ({ quantity_label }) =>
  "Dans chaque case, le nombre de communes et, en petit, d'" + quantity_label + ".";

/** @param {Values} values
 * @returns {number} */
const sum = (values) => values.reduce((/** @type {number} */ total, value) => total + (value || 0), 0);

/** The sum of all classes; null, not zero, where nothing is known of any.
 * @param {Values} values */
const whole = (values) => values.includes(null) && !sum(values) ? null : sum(values);

/** For each class the number of communes and the sum of the theme's quantity; null, not zero, where
 * it is known of none of them, and the least that it can be where it is known of a part.
 * @param {{classes: unknown[], of: number[], quantity: Values, in_part: number[]}} theme
 * @returns {Counts} */
export function tally(theme) {
  const communes = theme.classes.map(() => 0);
  /** @type {number[][]} */
  const known = theme.classes.map(() => []);
  theme.of.forEach((position, commune) => {
    const quantity = theme.quantity[commune];
    communes[position] += 1;
    if (quantity !== null) known[position].push(quantity);
  });
  const quantity = known.map((values, i) => (communes[i] && !values.length ? null : sum(values)));
  const parts = theme.in_part.map((commune) => theme.of[commune]);
  const partly = known.map((values, i) =>
    values.length > 0 && (values.length < communes[i] || parts.includes(i))
  );
  return { communes, quantity, partly };
}

/** @param {number | null} quantity
 * @param {boolean} partly */
const written = (quantity, partly) => least(partly) + number(quantity);

/** @param {{label: string, sign: Node | null, communes: number, quantity: string, kind: string}} row */
function row({ label, sign, communes, quantity, kind }) {
  return element(
    "tr",
    { class: kind, "data-count": communes },
    element("th", { scope: "row" }, element("span", {}, sign, label)),
    element("td", { class: "n" }, number(communes)),
    element("td", { class: "n" }, quantity),
  );
}

/** What the legend tells of each class, in their order, and of all together; whether all are in the last
 * class, that of those without data.
 * @param {ShownTheme} theme
 * @returns {{classes: {label: string, communes: number, quantity: string}[],
 *   all: {communes: number, quantity: string}, unknown: boolean}} */
export function told(theme) {
  const { communes, quantity, partly } = tally(theme);
  const total = whole(quantity);
  const inPart = total !== null && (partly.includes(true) || quantity.includes(null));
  return {
    classes: theme.classes.map(({ label }, i) => ({
      label,
      communes: communes[i],
      quantity: written(quantity[i], partly[i]),
    })),
    all: { communes: sum(communes), quantity: written(total, inPart) },
    unknown: communes.every((each, i) => (i === communes.length - 1) === each > 0),
  };
}

/** @param {ShownTheme} theme
 * @param {ReturnType<typeof told>} told
 * @param {number} [first] the first class that is shown */
function list(theme, { classes, all }, first = 0) {
  const rows = classes.map((each, position) =>
    row({ ...each, sign: swatch(theme, position), kind: each.communes ? "class" : "class empty" })
  ).slice(first);
  const heads = [
    element("th", { scope: "col" }, element("span", { class: "sr-only" }, "Classe")),
    element("th", { scope: "col", class: "n" }, "communes"),
    element("th", { scope: "col", class: "n" }, theme.quantity_label),
  ];
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows),
    element("tfoot", {}, row({ label: ALL, sign: null, kind: "total", ...all })),
  );
}

/** White or black, whichever stands out more.
 * @param {string} colour
 * @param {Pick<Signs, "paper" | "darkest">} signs */
export const inkOn = (colour, { paper, darkest }) => clearer(colour, paper, darkest);

/** Two measures: a square of classes with the worst at the top right, and "no data" below.
 * @param {ShownTheme} theme
 * @param {[string[], string[]]} grid
 * @param {ReturnType<typeof told>} told
 * @param {Signs} signs */
function square(theme, [rows, columns], { classes }, signs) {
  const missing = classes[classes.length - 1];
  const body = rows.map((head, row) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, head),
      ...columns.map((_, column) => {
        const position = row * columns.length + column;
        return cell(theme, position, classes[position], signs);
      }),
    )
  ).reverse();
  const foot = columns.map((head) => element("th", { scope: "col" }, head));
  return element(
    "div",
    {},
    element(
      "table",
      { class: "grid" },
      element("tbody", {}, ...body),
      element("tfoot", {}, element("tr", {}, element("td", { class: "corner" }), ...foot)),
    ),
    element("p", { class: "axes" }, ...AXES.map((axis) => element("span", {}, axis))),
    element("p", { class: "note" }, ofCells(theme)),
    element(
      "p",
      { class: "note", "data-count": missing.communes },
      missing.label + NBSP + ": " + number(missing.communes),
    ),
  );
}

/** The sign of the map stands below the figures, which no pattern may cover.
 * @param {ShownTheme} theme
 * @param {number} position
 * @param {ReturnType<typeof told>["classes"][number]} told
 * @param {Signs} signs */
function cell(theme, position, { label, communes, quantity }, signs) {
  const { colour, pattern } = theme.classes[position];
  return element(
    "td",
    {
      "data-count": communes,
      title: label,
      style: { background: colour, color: inkOn(colour, signs) },
    },
    number(communes),
    element("small", {}, quantity),
    pattern && swatch(theme, position),
  );
}

/** @param {HTMLElement} holder
 * @param {ShownTheme} theme
 * @param {Pick<Scene, "signs" | "simulation" | "list">} scene */
export function draw(holder, theme, scene) {
  const counts = told(theme);
  const { unknown } = counts;
  holder.replaceChildren(
    theme.simulated ? simulated(scene) : "",
    element("h2", { id: "legend-title" }, theme.question),
    unknown ? element("p", {}, NO_DATA_AT_ALL) : "",
    theme.grid && !unknown
      ? square(theme, theme.grid, counts, scene.signs)
      : list(theme, counts, unknown ? counts.classes.length - 1 : 0),
    element("p", { class: "note" }, theme.note),
  );
}
