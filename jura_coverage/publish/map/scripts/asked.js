/* What an address or a file asks for, granted as far as the data have it, and the rest named. */
import { add, close, movable, move, set, SOME, staying, steps, whole } from "./changes.js";
import { percent } from "./scales.js";
import { siteOf } from "./sites.js";
import { NBSP, posts, quoted, shortest } from "./text.js";
import { named } from "./words.js";
/** @import { Changes, Scene, Threshold } from "./types.d.ts" */

/** A wish: the changes with it, null where the data do not have what it asks for; and its name then.
 * @typedef {{granted: (changes: Changes) => Changes | null, named: string}} Wish */

/** @param {Wish[]} wishes
 * @param {Changes} before
 * @returns {{changes: Changes, lost: string[]}} */
export function granted(wishes, before) {
  /** @type {string[]} */
  const lost = [];
  const changes = wishes.reduce((changes, wish) => {
    const after = wish.granted(changes);
    if (!after) lost.push(wish.named);
    return after ?? changes;
  }, before);
  return { changes, lost };
}

const MOST_ADDED = 99;

/** What nobody understands.
 * @param {string} text
 * @returns {Wish} */
export const nonsense = (text) => ({ granted: () => null, named: quoted(text) });

/** @type {Record<Threshold, {digits: number, said: (value: number) => string}>} */
const THRESHOLD = {
  poor_share: { digits: 5, said: (value) => percent(value) + " de locaux mal desservis" },
  far_minutes: { digits: 3, said: (value) => shortest(value, 3) + NBSP + "min" },
};

/** A threshold that a slider can show.
 * @param {Scene} data
 * @param {Threshold} threshold
 * @param {number} value
 * @returns {Wish} */
export function threshold(data, threshold, value) {
  const { digits, said } = THRESHOLD[threshold];
  const step = steps(data, threshold).find((each) => each.toFixed(digits) === value.toFixed(digits));
  return {
    granted: (changes) => step === undefined ? null : set(changes, threshold, step, data),
    named: "seuil de " + said(value),
  };
}

/** A commune by its code, where a post can stand.
 * @param {Scene} data
 * @param {string} code */
function site(data, code) {
  const commune = data.communes.insee.indexOf(code);
  return {
    commune: commune >= 0 && siteOf(data, commune) ? commune : null,
    called: data.communes.name[commune] ?? "la commune " + quoted(code),
  };
}

/** @param {Scene} data
 * @param {string} code
 * @param {number} number
 * @returns {Wish} */
export function added(data, code, number) {
  const { commune, called } = site(data, code);
  /** @param {Changes} changes */
  function granted(changes) {
    const after = commune === null || !(number >= SOME) ? null : add(changes, commune, number);
    const all = after?.added.find(([each]) => each === commune)?.[1] ?? 0;
    return all <= MOST_ADDED ? after : null;
  }
  return { granted, named: "ajout de " + posts(number) + " (" + called + ")" };
}

/** A post by its host, null where it is not known, then by what it is called; null is all its posts.
 * @typedef {{place: number | null, called: string, number: number | null}} Post */

/** @param {Scene} data
 * @param {Post} post */
function taken(data, { place, called, number }) {
  const asked = number ?? (place === null ? 0 : whole(data, place));
  return {
    asked,
    called: place === null ? called : named(data, place, asked),
    /** @param {Changes} changes */
    there: (changes) => place !== null && asked >= SOME && asked < staying(data, changes, place) + SOME,
  };
}

/** @param {Scene} data
 * @param {Post} post
 * @returns {Wish} */
export function closed(data, post) {
  const { asked, called, there } = taken(data, post);
  return {
    granted: (changes) => post.place !== null && there(changes) ? close(changes, post.place, asked) : null,
    named: "fermeture de " + called,
  };
}

/** @param {Scene} data
 * @param {Post} post
 * @param {string} code
 * @returns {Wish} */
export function moved(data, post, code) {
  const { asked, called, there } = taken(data, post);
  const to = site(data, code);
  const stays = post.place !== null && data.places[post.place].inside === to.commune;
  return {
    granted: (changes) =>
      post.place !== null && to.commune !== null && !stays && there(changes)
        ? move(changes, post.place, to.commune, asked)
        : null,
    named: "déplacement de " + called + " vers " + to.called,
  };
}

/** The places whose posts can be asked for, those of each commune in their order.
 * @param {Scene} data
 * @returns {Map<number, number[]>} */
export function postsOf(data) {
  /** @type {Map<number, number[]>} */
  const places = new Map();
  for (const place of movable(data)) {
    const commune = /** @type {number} */ (data.places[place].inside); // a movable post is in one
    places.set(commune, [...(places.get(commune) ?? []), place]);
  }
  return places;
}
