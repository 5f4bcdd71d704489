/* The legend of the theme shown: classes, signs, and what each of them counts. */
import { element, simulated } from "./dom.js";
import { swatch } from "./patterns.js";
import { least, NBSP, number } from "./text.js";
/** @import { Signs } from "./payload.d.ts"
 * @import { ShownTheme, Values } from "./types.d.ts" */

/** @typedef {{communes: number[], quantity: Values, partly: boolean[]}} Counts */

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

/** @param {ShownTheme} theme
 * @param {Counts} counts */
function list(theme, counts) {
  const rows = theme.classes.map(({ label }, position) => {
    const communes = counts.communes[position];
    const kind = communes ? "class" : "class empty";
    const quantity = written(counts.quantity[position], counts.partly[position]);
    return row({ label, sign: swatch(theme, position), communes, quantity, kind });
  });
  const total = whole(counts.quantity);
  const partly = total !== null && (counts.partly.includes(true) || counts.quantity.includes(null));
  const all = { communes: sum(counts.communes), quantity: written(total, partly) };
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
    element("tfoot", {}, row({ label: "ensemble", sign: null, kind: "total", ...all })),
  );
}

/** White or black, whichever stands out more (WCAG 2.2 relative luminance).
 * @param {string} colour
 * @param {Pick<Signs, "paper" | "darkest">} signs */
export function inkOn(colour, { paper, darkest }) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const level = parseInt(colour.slice(at, at + 2), 16) / 255;
    return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 ? paper : darkest;
}

/** Two measures: a square of classes with the worst at the top right, and "no data" below.
 * @param {ShownTheme} theme
 * @param {[string[], string[]]} grid
 * @param {Counts} counts
 * @param {Signs} signs */
function square(theme, [rows, columns], counts, signs) {
  const last = theme.classes.length - 1;
  const missing = counts.communes[last];
  const body = rows.map((head, row) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, head),
      ...columns.map((_, column) => cell(theme, row * columns.length + column, counts, signs)),
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
    element(
      "p",
      { class: "axes" },
      element("span", {}, "↑ moins bien desservi"),
      element("span", {}, "conseiller plus loin →"),
    ),
    element(
      "p",
      { class: "note" },
      "Dans chaque case, le nombre de communes et, en petit, d'" + theme.quantity_label + ".",
    ),
    element(
      "p",
      { class: "note", "data-count": missing },
      theme.classes[last].label + NBSP + ": " + number(missing),
    ),
  );
}

/** @param {ShownTheme} theme
 * @param {number} position
 * @param {Counts} counts
 * @param {Signs} signs */
function cell(theme, position, counts, signs) {
  const { colour, label } = theme.classes[position];
  return element(
    "td",
    {
      "data-count": counts.communes[position],
      title: label,
      style: { background: colour, color: inkOn(colour, signs) },
    },
    number(counts.communes[position]),
    element("small", {}, written(counts.quantity[position], counts.partly[position])),
  );
}

/** @param {HTMLElement} holder
 * @param {ShownTheme} theme
 * @param {Signs} signs */
export function draw(holder, theme, signs) {
  const counts = tally(theme);
  holder.replaceChildren(
    theme.simulated ? simulated() : "",
    element("h2", { id: "legend-title" }, theme.question),
    theme.grid ? square(theme, theme.grid, counts, signs) : list(theme, counts),
    element("p", { class: "note" }, theme.note),
  );
}
