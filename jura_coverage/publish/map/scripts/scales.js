/* How measures are cut into classes at other thresholds, as Python cuts them at those published. */
import { NBSP, shortest } from "./text.js";
/** @import { Scale } from "./payload.d.ts"
 * @import { Measure, ShownTheme, Threshold, Thresholds, Values } from "./types.d.ts" */

/** @type {Record<Measure, Threshold>} */
const THRESHOLD_OF = { share: "poor_share", minutes: "far_minutes" };

/** Write a chosen share (0 to 1), such as a break, without idle zeros.
 * @param {number} share */
export const percent = (share) => shortest(100 * share, 3) + NBSP + "%";

/** The breaks of a scale; a share above the whole is none.
 * @param {Pick<Scale, "measure" | "factors">} scale
 * @param {Thresholds} thresholds */
function breaks({ measure, factors }, thresholds) {
  return factors
    .map(([over, under]) => (thresholds[THRESHOLD_OF[measure]] * over) / under)
    .filter((value) => measure !== "share" || value <= 1);
}

/** The labels of the classes, the best first.
 * @param {Scale} scale
 * @param {Thresholds} thresholds
 * @returns {string[]} */
export function names(scale, thresholds) {
  const edges = breaks(scale, thresholds).map((value) =>
    scale.measure === "share" ? percent(1 - value) : shortest(value, 3)
  );
  const [first, between, last] = scale.labels;
  /** @param {string} template
   * @param {string[]} at */
  const filled = (template, ...at) =>
    at.reduce((text, edge, i) => text.replace("{" + i + "}", edge), template);
  return [
    filled(first, edges[0]),
    ...edges.slice(1).map((edge, i) => filled(between, edges[i], edge)),
    filled(last, edges[edges.length - 1]),
  ];
}

/** The positions of classes: a share on a break is in the worse class, minutes on a break stay in
 * the nearer one.
 * @param {Pick<Scale, "measure" | "factors">} scale
 * @param {Thresholds} thresholds
 * @param {Values} values
 * @returns {Values} */
export function positions(scale, thresholds, values) {
  const edges = breaks(scale, thresholds);
  /** @type {(value: number, edge: number) => boolean} */
  const passed = scale.measure === "share" ? (value, edge) => value >= edge : (value, edge) => value > edge;
  return values.map((value) => value === null ? null : edges.filter((edge) => passed(value, edge)).length);
}

/** Sort a theme again by its scales: one, or the rows and the columns of its square.
 * @param {ShownTheme} theme
 * @param {Thresholds} thresholds
 * @param {Record<Measure, Values>} measures
 * @returns {Pick<ShownTheme, "classes" | "of" | "grid">} */
export function sorted(theme, thresholds, measures) {
  const labels = theme.scales.map((scale) => names(scale, thresholds));
  const placed = theme.scales.map((scale) => positions(scale, thresholds, measures[scale.measure]));
  const cells = labels.reduce((left, right) => left.flatMap((a) => right.map((b) => a + ", " + b)));
  const colours = theme.palette.slice(-cells.length);
  // Of fewer or more classes the worst stay, as colours do; after them is "no data".
  const patternOf = (/** @type {number} */ i) => theme.classes.at(i - cells.length - 1)?.pattern ?? "";
  /** @param {Values} at */
  const cell = (at) =>
    at.reduce((/** @type {number} */ sum, each, i) => sum * labels[i].length + (each || 0), 0);
  return {
    classes: [
      ...cells.map((label, i) => ({ label, colour: colours[i], pattern: patternOf(i) })),
      theme.classes[theme.classes.length - 1],
    ],
    of: placed[0].map((_, commune) => {
      const at = placed.map((each) => each[commune]);
      return at.includes(null) ? cells.length : cell(at);
    }),
    grid: labels.length > 1 ? [labels[0], labels[1]] : null,
  };
}
