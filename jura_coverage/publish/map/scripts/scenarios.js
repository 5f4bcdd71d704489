/* A scenario as a file, which names communes by their codes and posts by their hosts, so that it can be
   opened where the data are in another order, or are others. */
import * as asked from "./asked.js";
import { NONE } from "./changes.js";
import { NBSP, quoted } from "./text.js";
/** @import { Changes, Scene } from "./types.d.ts" */

const FORMAT = "jura-coverage scenario";
const VERSION = 1;
const MOST_CHANGES = 5_000;

const LONGEST_NAME = 80;

/** A larger file is none of ours. */
export const MOST_BYTES = 1_000_000;

/** A post in a file; of hosts of one name in a commune, `nth` says which.
 * @typedef {{insee: string, host: string, nth: number, posts: number}} Post
 * @typedef {{name: string, departement: string, fingerprint: string, changes: {
 *   poor_share: number | null,
 *   far_minutes: number | null,
 *   added: {insee: string, posts: number}[],
 *   closed: Post[],
 *   moved: (Post & {to: string})[],
 * }}} Scenario */

/** A name in one line, not longer than is shown.
 * @param {string} name
 * @returns {string} */
export const tidied = (name) =>
  [...name.replace(/[\p{C}\s]+/gu, " ").trim()].slice(0, LONGEST_NAME).join("").trim();

/** @param {string} name
 * @param {Changes} changes
 * @param {Scene} data
 * @returns {Scenario} */
export function scenario(name, { added, closed, moved, ...thresholds }, data) {
  const { insee } = data.communes;
  const found = places(data);
  /** @param {number} place
   * @param {number} posts
   * @returns {Post} */
  function post(place, posts) {
    const named = found.find((each) => each.place === place);
    if (!named) throw new Error("No post that can be changed stands at place " + place);
    return { insee: named.insee, host: named.host, nth: named.nth, posts };
  }
  return {
    name,
    departement: data.departement,
    fingerprint: data.fingerprint,
    changes: {
      ...thresholds,
      added: added.map(([commune, posts]) => ({ insee: insee[commune], posts })),
      closed: closed.map(([place, posts]) => post(place, posts)),
      moved: moved.map(([place, commune, posts]) => ({ ...post(place, posts), to: insee[commune] })),
    },
  };
}

/** The text of a file.
 * @param {Scenario} scenario */
export const written = (scenario) =>
  JSON.stringify({ format: FORMAT, version: VERSION, ...scenario }, null, 2) + "\n";

/** What a file holds, or in a sentence why it is none that this page can open.
 * @param {string} text
 * @param {string} departement
 * @returns {Scenario | string} */
export function read(text, departement) {
  const file = parsed(text);
  if (file?.format !== FORMAT) return "n'est pas un scénario enregistré par cette carte.";
  if (file.version !== VERSION) {
    return "vient d'une autre version de la carte : ouvrez-le avec celle qui l'a écrit.";
  }
  if (!isScenario(file)) return "est abîmé : téléchargez-le de nouveau depuis la carte.";
  if (file.departement !== departement) {
    return "est celui du département " + quoted(file.departement) + NBSP + "; cette carte montre le " +
      departement + ".";
  }
  return { ...file, name: tidied(file.name) };
}

/** What of a scenario the data have, and the names of what they do not.
 * @param {Scenario} scenario
 * @param {Scene} data
 * @returns {{changes: Changes, lost: string[]}} */
export function opened({ changes: { poor_share, far_minutes, added, closed, moved } }, data) {
  const found = places(data);
  /** @param {Post} post */
  function post({ insee, host, nth, posts }) {
    const there = found.find((each) => each.insee === insee && each.host === host && each.nth === nth);
    const commune = data.communes.name[data.communes.insee.indexOf(insee)] ?? insee;
    return { place: there?.place ?? null, called: quoted(host) + " (" + commune + ")", number: posts };
  }
  const wishes = [
    ...(poor_share === null ? [] : [asked.threshold(data, "poor_share", poor_share)]),
    ...(far_minutes === null ? [] : [asked.threshold(data, "far_minutes", far_minutes)]),
    ...added.map(({ insee, posts }) => asked.added(data, insee, posts)),
    ...closed.map((each) => asked.closed(data, post(each))),
    ...moved.map((each) => asked.moved(data, post(each), each.to)),
  ];
  return asked.granted(wishes, NONE);
}

/** The places whose posts can be changed, by the names of a file.
 * @param {Scene} data */
function places(data) {
  return [...asked.postsOf(data)].flatMap(([commune, list]) =>
    list.map((place, i) => {
      const { host } = data.places[place];
      const nth = list.slice(0, i).filter((each) => data.places[each].host === host).length + 1;
      return { place, insee: data.communes.insee[commune], host, nth };
    })
  );
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @param {unknown} value
 * @returns {value is string} */
const isText = (value) => typeof value === "string" && value.length <= 500;

/** @param {unknown} value
 * @returns {value is number} */
const isNumber = (value) => typeof value === "number" && Number.isFinite(value) && value >= 0;

/** @param {unknown} value
 * @param {(item: any) => boolean} isItem */
const isList = (value, isItem) =>
  Array.isArray(value) && value.length <= MOST_CHANGES && value.every((item) => item && isItem(item));

/** @param {any} post */
const isPost = ({ insee, host, nth, posts }) =>
  isText(insee) && isText(host) && isNumber(nth) && isNumber(posts);

/** @param {any} file
 * @returns {file is Scenario} */
function isScenario({ name, departement, fingerprint, changes }) {
  return [name, departement, fingerprint].every(isText) && Boolean(changes) &&
    [changes.poor_share, changes.far_minutes].every((each) => each === null || isNumber(each)) &&
    isList(changes.added, ({ insee, posts }) => isText(insee) && isNumber(posts)) &&
    isList(changes.closed, isPost) &&
    isList(changes.moved, (move) => isPost(move) && isText(move.to));
}
