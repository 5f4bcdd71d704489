/* A simulation in words: each change, all of them, and what they make of the figures. */
import { remove, reopen, stay, thresholdsOf, unset } from "./changes.js";
import { percent } from "./scales.js";
import { capital, count, least, MISSING, NBSP, number, posts, shortest } from "./text.js";
/** @import { Changes, Scene, Simulable, Threshold, Thresholds, Values } from "./types.d.ts" */

export const FLAGGED = 0;
export const NO_DATA = 4;

/** Write the thresholds into a text.
 * @param {string} template
 * @param {Thresholds} thresholds
 * @returns {string} */
export function noted(template, { poor_share, far_minutes }) {
  return template
    .replace("{share}", percent(poor_share))
    .replace("{covered}", percent(1 - poor_share))
    .replace("{minutes}", shortest(far_minutes, 2) + NBSP + (far_minutes < 2 ? "minute" : "minutes"));
}

/** A structure closes or moves with all its posts: where there is not just one, it says so.
 * @param {Pick<Scene, "places">} data
 * @param {number} place */
export function counted({ places }, place) {
  const { host, posts: number } = places[place];
  return number === 1 ? host : host + ", " + posts(number);
}

/** @param {Pick<Scene, "places">} data
 * @param {number} place */
export const named = (data, place) => counted(data, place) + " (" + data.places[place].commune + ")";

/** @type {Record<Threshold, string>} */
const TRIED = {
  poor_share: "internet insuffisant à partir de {share} de locaux mal desservis",
  far_minutes: "conseiller éloigné au-delà de {minutes}",
};

/** Each change in words, with what is left of the changes when it is undone.
 * @param {Changes} changes
 * @param {Simulable} data
 * @returns {{text: string, undone: Changes}[]} */
export function items(changes, data) {
  const { name } = data.communes;
  const thresholds = thresholdsOf(data, changes);
  /** @param {Threshold} threshold */
  const threshold = (threshold) =>
    changes[threshold] === null
      ? []
      : [{ text: noted(TRIED[threshold], thresholds), undone: unset(changes, threshold) }];
  return [
    ...threshold("poor_share"),
    ...threshold("far_minutes"),
    ...changes.added.map((commune) => ({
      text: "poste ajouté" + NBSP + ": " + name[commune],
      undone: remove(changes, commune),
    })),
    ...changes.closed.map((place) => ({
      text: "fermeture" + NBSP + ": " + named(data, place),
      undone: reopen(changes, place),
    })),
    ...changes.moved.map(([place, commune]) => ({
      text: "déplacement" + NBSP + ": " + named(data, place) + " vers " + name[commune],
      undone: stay(changes, place),
    })),
  ];
}

/** All changes in one sentence.
 * @param {Changes} changes
 * @param {Simulable} data */
export function described(changes, data) {
  return capital(items(changes, data).map((item) => item.text).join(NBSP + "; ")) + ".";
}

/** What is flagged: communes, their residents, and their premises without good internet; null where
 * nothing of it is known, and the least that it can be where something is not.
 * @param {Pick<Scene, "communes">} scene */
function totals({ communes }) {
  const unsure = communes.situation.includes(NO_DATA);
  const inPart = communes.residents_in_part.some((i) => communes.situation[i] === FLAGGED);
  /** @param {Values} values */
  const sum = (values) => {
    const flagged = values.filter((_, i) => communes.situation[i] === FLAGGED);
    const known = flagged.filter((value) => value !== null);
    const total = flagged.length && !known.length ? null : known.reduce((all, value) => all + value, 0);
    return { total, partly: unsure || known.length < flagged.length };
  };
  const residents = sum(communes.residents);
  return {
    communes: sum(communes.situation.map(() => 1)),
    residents: { ...residents, partly: residents.partly || inPart },
    premises: sum(communes.premises_without),
  };
}

/** What the simulation flags, and how many more or fewer than published.
 * @param {Scene} data
 * @param {Scene} simulated
 * @returns {string} */
export function summary(data, simulated) {
  if (simulated.communes.situation.every((each) => each === NO_DATA)) {
    return simulated.places.some(({ receives }) => receives)
      ? "Signalement " + MISSING + "."
      : "plus aucun conseiller, le signalement n'est pas calculé.";
  }
  const [before, after] = [totals(data), totals(simulated)];
  /** @param {keyof typeof after} key
   * @param {string} noun
   * @param {string} plural */
  const compared = (key, noun, plural) => {
    const [was, now] = [before[key].total, after[key].total];
    if (now === null) return "population " + MISSING;
    const said = least(after[key].partly) + count(now, noun, plural);
    if (was === null) return said;
    const more = now - was;
    const change = more ? number(Math.abs(more)) + (more < 0 ? " de moins" : " de plus") : "autant";
    return said + " (" + change + ")";
  };
  return [
    compared("communes", "commune signalée", "communes signalées"),
    compared("residents", "habitant", "habitants"),
    compared("premises", "local mal desservi", "locaux mal desservis"),
  ].join(", ") + ".";
}
