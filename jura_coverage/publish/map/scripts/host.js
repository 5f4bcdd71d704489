/* The card of a host: where it is, when it is open, what it has, and which communes need it. */
import { element } from "./dom.js";
import { lender } from "./matrix.js";
import { count, least, linked, NBSP, number } from "./text.js";
import { FLAGGED, where } from "./words.js";
/** @import { Scene, ShownPlace } from "./types.d.ts" */

/** The national map of places where digital help is given, by the State's agency for territories. */
const OFFICIAL = "https://cartographie.societenumerique.gouv.fr/cartographie";
const ROUTE = "https://www.openstreetmap.org/directions?to=";

/** The places at the address of one, that one first.
 * @param {ShownPlace[]} places
 * @param {number} chosen */
function together(places, chosen) {
  const there = places.flatMap(({ at }, i) => at.join() === places[chosen].at.join() ? [i] : []);
  return [chosen, ...there.filter((place) => place !== chosen)];
}

/** What each place is called in an address: its host and commune, and which of those called so.
 * @param {ShownPlace[]} places
 * @returns {string[]} */
export function names(places) {
  /** @type {Map<string, number>} */
  const met = new Map();
  return places.map(({ host, commune }) => {
    const name = host + ", " + commune;
    const nth = (met.get(name) ?? 0) + 1;
    met.set(name, nth);
    return nth > 1 ? name + " (" + nth + ")" : name;
  });
}

/** The communes of which one of the places is the nearest.
 * @param {Scene} scene
 * @param {number} chosen
 * @returns {number[]} */
export function dependants({ communes, places }, chosen) {
  const here = together(places, chosen);
  return communes.place.flatMap((place, commune) => place !== null && here.includes(place) ? [commune] : []);
}

/** Which communes need a place, in a sentence.
 * @param {Scene} scene
 * @param {number[]} needing
 * @returns {string} */
export function needed({ communes }, needing) {
  if (!needing.length) return "Ce n'est le lieu le plus proche d'aucune commune du département.";
  const known = needing.flatMap((commune) => communes.residents[commune] ?? []);
  const partly = known.length < needing.length ||
    needing.some((commune) => communes.residents_in_part.includes(commune));
  const residents = known.length
    ? least(partly) + count(known.reduce((sum, each) => sum + each, 0), "habitant")
    : "population inconnue";
  const flagged = needing.filter((commune) => communes.situation[commune] === FLAGGED).length;
  return "Le lieu le plus proche pour " + count(needing.length, "commune") + ", " + residents +
    (flagged ? ", dont " + count(flagged, "commune signalée", "communes signalées") : "") + ".";
}

/** @param {string} href
 * @param {string} text */
const away = (href, text) =>
  element("a", { href, target: "_blank", rel: "noopener noreferrer" }, text, " (autre site)");

/** Where a post goes, or comes from.
 * @param {ShownPlace[]} places
 * @param {number} place
 * @returns {[string, string][]} */
function rounds(places, place) {
  const { base } = places[place];
  if (base !== place) return [["Base", places[base].host + ", " + places[base].commune]];
  const stops = places.filter((each, i) => each.base === place && i !== place);
  return stops.length
    ? [["Étapes", stops.map(({ commune, presence }) => commune + " (" + presence + ")").join(NBSP + "; ")]]
    : [];
}

/** Whose minutes are those of a place at no point of the table.
 * @param {Scene} scene
 * @param {ShownPlace} place
 * @returns {[string, string][]} */
function lent({ communes, travel }, { metres }) {
  const by = metres && lender(travel, metres);
  if (!by || !travel.matrix) return [];
  const distance = number(by.metres / 1000, 1) + NBSP + "km";
  const said = travel.matrix.said.lender.replace("{whose}", linked("de", communes.name[by.commune]));
  return [["Minutes", said.replace("{distance}", distance)]];
}

/** @param {Scene} scene
 * @param {number} position
 * @returns {(Node | string)[]} */
function told(scene, position) {
  const { places } = scene;
  const place = places[position];
  /** @type {[string, string][]} */
  const rows = place.change ? [] : [
    [
      "Adresse",
      place.address || (place.approximate ? "inconnue" : "inconnue, mais la position est la sienne"),
    ],
    ["Horaires", place.hours || "inconnus"],
    ...rounds(places, position),
    ...lent(scene, place),
  ];
  const cells = rows.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]);
  return [
    element("p", { class: "where" }, where(place) + (place.ours ? "" : " (hors du département)")),
    cells.length ? element("dl", {}, ...cells) : "",
  ];
}

/** @param {HTMLElement} holder
 * @param {Scene} scene
 * @param {number} chosen
 * @param {(Node | string)[]} head */
export function draw(holder, scene, chosen, head) {
  const { places, communes } = scene;
  const needing = dependants(scene, chosen);
  const names = needing.map((commune) => communes.name[commune]).join(", ");
  const [first, ...others] = together(places, chosen);
  holder.replaceChildren(
    ...head,
    element("h2", {}, places[first].host),
    ...told(scene, first),
    ...others.flatMap((place) => [element("h3", {}, places[place].host), ...told(scene, place)]),
    element("h3", {}, "Qui en dépend"),
    element("p", {}, needed(scene, needing)),
    needing.length
      ? element("details", {}, element("summary", {}, "Lesquelles"), element("p", {}, names + "."))
      : "",
    element(
      "div",
      { class: "tools" },
      away(ROUTE + places[chosen].at.join(), "Itinéraire"),
      away(OFFICIAL, "Carte officielle"),
    ),
  );
}

/** One sentence for those who hear the page.
 * @param {Scene} scene
 * @param {number} chosen */
export const spoken = (scene, chosen) =>
  scene.places[chosen].host + ", " + scene.places[chosen].commune + ". " +
  needed(scene, dependants(scene, chosen));
