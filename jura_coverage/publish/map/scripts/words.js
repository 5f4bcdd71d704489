/* A simulation in words: each change, all of them, and what they make of the figures. */
import { add, close, move, thresholdsOf, unset, whole } from "./changes.js";
import { percent } from "./scales.js";
import { capital, count, least, MISSING, NBSP, percent as partOf, posts, rounded, shortest } from "./text.js";
/** @import { Changes, Measures, Scene, ShownPlace, Threshold, Thresholds } from "./types.d.ts" */

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

/** Posts of a host: where they are not its only one, it says how many, and of how many.
 * @param {Pick<Scene, "places">} data
 * @param {number} place
 * @param {number} number */
export function counted(data, place, number) {
  const { host } = data.places[place];
  const all = whole(data, place);
  if (number < all) return host + ", " + posts(number) + " sur " + shortest(all, 2);
  return all === 1 ? host : host + ", " + posts(all);
}

/** @param {Pick<Scene, "places">} data
 * @param {number} place
 * @param {number} number */
export const named = (data, place, number) =>
  counted(data, place, number) + " (" + data.places[place].commune + ")";

/** What a simulation does to a place, in words. */
const CHANGES = {
  added: "ajouté",
  closed: "fermé",
  fewer: "moins de postes",
  moved: "déplacé ici",
  gone: "parti d'ici",
};

/** The commune of a place, its posts, and what a simulation does to it.
 * @param {ShownPlace} place
 * @returns {string} */
export function where({ commune, presence, approximate, change }) {
  return commune + ", " + presence +
    (approximate && !change ? " (placé à la mairie)" : "") +
    (change ? " (" + CHANGES[change] + " dans la simulation)" : "");
}

/** @type {Record<Threshold, string>} */
const TRIED = {
  poor_share: "internet insuffisant à partir de {share} de locaux mal desservis",
  far_minutes: "conseiller éloigné au-delà de {minutes}",
};

/** Each change in words, with what is left of the changes when it is undone.
 * @param {Changes} changes
 * @param {Scene} data
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
    ...changes.added.map(([commune, number]) => ({
      text: (number === 1 ? "poste ajouté" : posts(number) + (number < 2 ? " ajouté" : " ajoutés")) + NBSP +
        ": " +
        name[commune],
      undone: add(changes, commune, -number),
    })),
    ...changes.closed.map(([place, number]) => ({
      text: "fermeture : " + named(data, place, number),
      undone: close(changes, place, -number),
    })),
    ...changes.moved.map(([place, commune, number]) => ({
      text: "déplacement : " + named(data, place, number) + " vers " + name[commune],
      undone: move(changes, place, commune, -number),
    })),
  ];
}

/** All changes in one sentence.
 * @param {Changes} changes
 * @param {Scene} data */
export function described(changes, data) {
  return capital(items(changes, data).map((item) => item.text).join(NBSP + "; ")) + ".";
}

// As many as a line or two above the map can name.
const MOST_LOST = 3;

export const FOREIGN = "Fait sur d'autres données ou d'autres choix : les chiffres peuvent différer ici.";

/** What of a link or a scenario has no effect here; empty where all has.
 * @param {"du lien" | "du scénario"} of
 * @param {string[]} lost
 * @returns {string} */
export function withoutEffect(of, lost) {
  if (!lost.length) return "";
  const more = lost.length - MOST_LOST;
  const others = more > 0 ? ["et " + count(more, "autre demande", "autres demandes")] : [];
  return "Sans effet ici, une partie " + of + NBSP + ": " +
    [...lost.slice(0, MOST_LOST), ...others].join(NBSP + "; ") + ".";
}

/** How each measure is said, in the order of Python's; `said` with "au moins" before it where it is
 * the least.
 * @type {{of: Exclude<keyof Measures, "access_by_epci">, heading: string, count: (total: number) => string,
 *   said: string, digits: number, unknown: string}[]} */
const SAID = [
  {
    of: "residents",
    heading: "Habitants à portée",
    count: (total) => count(total, "habitant"),
    said: "{} à portée",
    digits: 0,
    unknown: "nombre inconnu d'habitants à portée",
  },
  {
    of: "flagged",
    heading: "Communes signalées",
    count: (total) => count(total, "commune signalée", "communes signalées"),
    said: "{}",
    digits: 0,
    unknown: "signalement " + MISSING,
  },
  {
    of: "access",
    heading: "Accès",
    count: posts,
    said: "{} pour 10" + NBSP + "000 habitants",
    digits: 2,
    unknown: "accès " + MISSING,
  },
  {
    of: "served",
    heading: "Besoin servi",
    count: (total) => count(total, "personne"),
    said: "besoin servi : {} par an",
    digits: 0,
    unknown: "aucun besoin connu",
  },
];

/** A measure in words.
 * @param {typeof SAID[number]} measure
 * @param {Measures} measures */
function told({ of, count, said, unknown }, measures) {
  const { total, partly } = measures[of];
  return total === null ? unknown : said.replace("{}", least(partly && total > 0) + count(total));
}

/** The measures before and after, and how much more or less that is; empty where it is not known.
 * @param {Measures} before
 * @param {Measures} after
 * @returns {{heading: string, was: string, now: string, by: string}[]} */
export function compared(before, after) {
  return SAID.map((measure) => {
    const { of, heading, digits } = measure;
    const [was, now] = [before[of].total, after[of].total];
    const texts = { heading, was: told(measure, before), now: told(measure, after) };
    if (was === null || now === null) return { ...texts, by: "" };
    const more = Number(rounded(now, digits)) - Number(rounded(was, digits));
    const by = shortest(Math.abs(more), digits);
    return { ...texts, by: more ? by + (more < 0 ? " de moins" : " de plus") : "autant" };
  });
}

/** What posts bring about in the simulation, and how much more or less than published.
 * @param {Measures} before
 * @param {Measures} after
 * @returns {string} */
export const summary = (before, after) =>
  compared(before, after).map(({ now, by }) => now + (by && " (" + by + ")")).join(", ") +
  "." + loser(before, after);

/** The intercommunality that loses the largest share of its access, in a sentence; none if none does.
 * @param {Measures} before
 * @param {Measures} after */
function loser(before, after) {
  let [most, whose] = [1e-6, ""]; // sums round
  before.access_by_epci.forEach(({ name, access }, epci) => {
    const lost = access ? 1 - (after.access_by_epci[epci].access ?? 0) / access : 0;
    if (lost > most) [most, whose] = [lost, name || "intercommunalité non renseignée"];
  });
  return whose && ` «${NBSP}${whose}${NBSP}» perd le plus d'accès (${partOf(most, 0)}).`;
}
