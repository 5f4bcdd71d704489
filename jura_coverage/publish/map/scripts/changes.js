/* What the reader tries: other thresholds, and posts added, closed or moved. Each function gives the
   changes that follow from those before. */
/** @import { Changes, Place, Scene, Threshold, Thresholds } from "./types.d.ts" */

/** @type {Changes} */
export const NONE = { poor_share: null, far_minutes: null, added: [], closed: [], moved: [] };

/** @type {Threshold[]} */
export const THRESHOLDS = ["poor_share", "far_minutes"];

/** @param {Changes} changes */
export const changed = ({ poor_share, far_minutes, added, closed, moved }) =>
  poor_share !== null || far_minutes !== null || added.length + closed.length + moved.length > 0;

/** The thresholds with the changes.
 * @param {Pick<Scene, "travel">} data
 * @param {Changes} changes
 * @returns {Thresholds} */
export function thresholdsOf({ travel }, { poor_share, far_minutes }) {
  return { poor_share: poor_share ?? travel.poor_share, far_minutes: far_minutes ?? travel.far_minutes };
}

/** What a slider can show: tenths of a percent, half minutes, and the published value.
 * @param {Pick<Scene, "travel">} data
 * @param {Threshold} threshold
 * @returns {number[]} */
export function steps({ travel }, threshold) {
  const even = threshold === "poor_share"
    ? Array.from({ length: 200 }, (_, i) => (i + 1) / 1000)
    : Array.from({ length: 111 }, (_, i) => 5 + i / 2);
  return [...new Set([...even, travel[threshold]])].sort((a, b) => a - b);
}

/** Posts that can be closed or moved: ours, in a commune, and met by the public there or at stops.
 * @param {{places: Place[]}} data
 * @returns {number[]} */
export function movable({ places }) {
  const met = new Set(places.flatMap(({ base, fte }) => (fte > 0 ? [base] : [])));
  return places.flatMap(({ ours, base, inside }, i) =>
    ours && base === i && inside !== null && met.has(i) ? [i] : []
  );
}

// Less of a post than this is none: shares of one are rounded.
export const SOME = 0.005;

/** The posts of a host at its place, as published.
 * @param {Pick<Scene, "places">} data
 * @param {number} place */
export const whole = ({ places }, place) => places[place].posts;

/** Posts of a host that stay at its place with the changes.
 * @param {Pick<Scene, "places">} data
 * @param {Pick<Changes, "closed" | "moved">} changes
 * @param {number} place */
export function staying(data, { closed, moved }, place) {
  const [gone, went] = [closed, moved].map((list) => list.filter(([base]) => base === place));
  const left = [...gone, ...went].reduce((left, each) => left - each[each.length - 1], whole(data, place));
  return left < SOME ? 0 : left;
}

/** What is closed or moved at once: a post, or the part of one that is left.
 * @param {Pick<Scene, "places">} data
 * @param {Changes} changes
 * @param {number} place */
export const next = (data, changes, place) => Math.min(1, staying(data, changes, place));

/** A list in which one thing, named by all numbers but the last, has so many posts more or less.
 * @template {number[]} Item
 * @param {Item[]} list
 * @param {Item} item */
function counting(list, item) {
  const more = item[item.length - 1];
  /** @param {Item} each */
  const same = (each) => each.slice(0, -1).join() === item.slice(0, -1).join();
  const posts = (list.find(same)?.at(-1) ?? 0) + more;
  const others = list.filter((each) => !same(each));
  return posts < SOME ? others : [...others, /** @type {Item} */ ([...item.slice(0, -1), posts])];
}

/** A threshold; as published it is no change.
 * @param {Changes} changes
 * @param {Threshold} threshold
 * @param {number} value
 * @param {Pick<Scene, "travel">} data
 * @returns {Changes} */
export function set(changes, threshold, value, { travel }) {
  return { ...changes, [threshold]: value === travel[threshold] ? null : value };
}

/** @param {Changes} changes
 * @param {Threshold} threshold
 * @returns {Changes} */
export const unset = (changes, threshold) => ({ ...changes, [threshold]: null });

/** Posts more in a commune, or fewer of those added.
 * @param {Changes} changes
 * @param {number} commune
 * @param {number} posts
 * @returns {Changes} */
export const add = (changes, commune, posts) => ({
  ...changes,
  added: counting(changes.added, [commune, posts]),
});

/** Posts of a host that close, or fewer of those closed.
 * @param {Changes} changes
 * @param {number} place
 * @param {number} posts
 * @returns {Changes} */
export const close = (changes, place, posts) => ({
  ...changes,
  closed: counting(changes.closed, [place, posts]),
});

/** Posts of a host that go to another commune, or fewer of those that went.
 * @param {Changes} changes
 * @param {number} place
 * @param {number} commune
 * @param {number} posts
 * @returns {Changes} */
export const move = (changes, place, commune, posts) => ({
  ...changes,
  moved: counting(changes.moved, [place, commune, posts]),
});
