/* What the reader tries: other thresholds, and posts added, closed or moved. Each function gives the
   changes that follow from those before. */
/** @import { Payload } from "./payload.d.ts"
 * @import { Changes, Simulable, Threshold, Thresholds } from "./types.d.ts" */

/** @type {Changes} */
export const NONE = { poor_share: null, far_minutes: null, added: [], closed: [], moved: [] };

/** @type {Threshold[]} */
export const THRESHOLDS = ["poor_share", "far_minutes"];

/** @param {Changes} changes */
export const changed = ({ poor_share, far_minutes, added, closed, moved }) =>
  poor_share !== null || far_minutes !== null || added.length + closed.length + moved.length > 0;

/** The thresholds with the changes.
 * @param {Pick<Simulable, "travel">} data
 * @param {Changes} changes
 * @returns {Thresholds} */
export function thresholdsOf({ travel }, { poor_share, far_minutes }) {
  return { poor_share: poor_share ?? travel.poor_share, far_minutes: far_minutes ?? travel.far_minutes };
}

/** What a slider can show: tenths of a percent, half minutes, and the published value.
 * @param {Pick<Simulable, "travel">} data
 * @param {Threshold} threshold
 * @returns {number[]} */
export function steps({ travel }, threshold) {
  const even = threshold === "poor_share"
    ? Array.from({ length: 200 }, (_, i) => (i + 1) / 1000)
    : Array.from({ length: 111 }, (_, i) => 5 + i / 2);
  return [...new Set([...even, travel[threshold]])].sort((a, b) => a - b);
}

/** Posts that can be closed or moved: ours, in a commune, and met by the public there or at stops.
 * @param {Pick<Payload, "places">} data
 * @returns {number[]} */
export function movable({ places }) {
  return places.flatMap(({ ours, base, inside }, i) => {
    const met = places.some((each) => each.base === i && each.fte > 0);
    return ours && base === i && inside !== null && met ? [i] : [];
  });
}

/** Whether trips can leave from a commune, and so a post can stand there.
 * @param {Pick<Simulable, "travel">} data
 * @param {number} commune */
export const standsSomewhere = ({ travel }, commune) => travel.east[commune] !== null;

/** @template Item
 * @param {Item[]} list
 * @param {Item} item */
const without = (list, item) => list.filter((each) => each !== item);

/** The moves of other places.
 * @param {Changes} changes
 * @param {number} place */
const others = (changes, place) => changes.moved.filter(([base]) => base !== place);

/** A threshold; as published it is no change.
 * @param {Changes} changes
 * @param {Threshold} threshold
 * @param {number} value
 * @param {Pick<Simulable, "travel">} data
 * @returns {Changes} */
export function set(changes, threshold, value, { travel }) {
  return { ...changes, [threshold]: value === travel[threshold] ? null : value };
}

/** @param {Changes} changes
 * @param {Threshold} threshold
 * @returns {Changes} */
export const unset = (changes, threshold) => ({ ...changes, [threshold]: null });

/** @param {Changes} changes
 * @param {number} commune
 * @returns {Changes} */
export const add = (changes, commune) => ({
  ...changes,
  added: [...without(changes.added, commune), commune],
});

/** @param {Changes} changes
 * @param {number} commune
 * @returns {Changes} */
export const remove = (changes, commune) => ({ ...changes, added: without(changes.added, commune) });

/** @param {Changes} changes
 * @param {number} place
 * @returns {Changes} */
export const close = (changes, place) => ({
  ...changes,
  closed: [...without(changes.closed, place), place],
  moved: others(changes, place),
});

/** @param {Changes} changes
 * @param {number} place
 * @returns {Changes} */
export const reopen = (changes, place) => ({ ...changes, closed: without(changes.closed, place) });

/** To its own commune, a post goes back to where it was.
 * @param {Changes} changes
 * @param {number} place
 * @param {number} commune
 * @param {Pick<Simulable, "places">} data
 * @returns {Changes} */
export function move(changes, place, commune, { places }) {
  const moved = others(changes, place);
  if (places[place].inside !== commune) moved.push([place, commune]);
  return { ...changes, closed: without(changes.closed, place), moved };
}

/** @param {Changes} changes
 * @param {number} place
 * @returns {Changes} */
export const stay = (changes, place) => ({ ...changes, moved: others(changes, place) });
