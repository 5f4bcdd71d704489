/* Two scenarios side by side: the four measures, and the communes gained and lost by name. */
import { byId, element, setText } from "./dom.js";
import { measured } from "./measures.js";
import { NBSP, number } from "./text.js";
import { compared, FLAGGED } from "./words.js";
/** @import { Scene } from "./types.d.ts" */

/** A scenario to be compared: what it is called, and the data with its changes.
 * @typedef {{name: string, scene: Scene}} Compared */

/** Communes with a place within reach.
 * @param {Scene} scene */
const near = ({ communes, travel }) =>
  communes.minutes.map((minutes) => minutes !== null && minutes <= travel.far_minutes);

/** @param {Scene} scene */
const flagged = ({ communes }) => communes.situation.map((each) => each === FLAGGED);

/** What changes for communes from one scenario to the other.
 * @param {Scene} before
 * @param {Scene} after
 * @returns {{heading: string, names: string[]}[]} */
export function changes(before, after) {
  const { name } = after.communes;
  /** @param {boolean[]} without
   * @param {boolean[]} having */
  const more = (without, having) => name.filter((_, i) => having[i] && !without[i]);
  const [reach, flags] = [near, flagged].map((of) => [of(before), of(after)]);
  return [
    { heading: "Communes qui gagnent un conseiller à portée", names: more(reach[0], reach[1]) },
    { heading: "Communes qui n'en ont plus à portée", names: more(reach[1], reach[0]) },
    { heading: "Communes qui ne sont plus signalées", names: more(flags[1], flags[0]) },
    { heading: "Communes nouvellement signalées", names: more(flags[0], flags[1]) },
  ];
}

/** @param {Compared} before
 * @param {Compared} after */
function table(before, after) {
  const heads = ["Mesure", before.name, after.name, "Écart"];
  const rows = compared(measured(before.scene), measured(after.scene)).map(({ heading, was, now, by }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, heading),
      ...[was, now, by].map((text, i) => element("td", { "data-of": heads[i + 1] }, text)),
    )
  );
  return element(
    "table",
    { class: "plain compared" },
    element("caption", { class: "sr-only" }, "Les quatre mesures de chaque scénario"),
    element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)))),
    element("tbody", {}, ...rows),
  );
}

/** Draw the comparison of a scenario with the one that is shown.
 * @param {Compared} before
 * @param {Compared} after */
export function draw(before, after) {
  const lists = changes(before.scene, after.scene).flatMap(({ heading, names }) => [
    element("h3", {}, heading + NBSP + ": " + (names.length ? number(names.length) : "aucune")),
    names.length ? element("p", {}, names.join(", ") + ".") : null,
  ]);
  setText(byId("comparison-title"), "Comparaison : " + before.name + " et " + after.name);
  byId("comparison-body").replaceChildren(
    table(before, after),
    ...lists.filter((each) => each !== null),
  );
}
