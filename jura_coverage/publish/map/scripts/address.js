/* A simulation in the address: part:4.6,minutes:15,ajout:39228,ferme:39043.1,vers:39478.1:39333. */
import { add, close, movable, move, NONE, set, standsSomewhere, steps, THRESHOLDS } from "./changes.js";
/** @import { Changes, Simulable, Threshold } from "./types.d.ts" */

/** @type {Record<Threshold, {name: string, write: (value: number) => string}>} */
const WRITTEN = {
  poor_share: { name: "part", write: (value) => String(Number((100 * value).toFixed(3))) },
  far_minutes: { name: "minutes", write: String },
};

/** A post is named by its commune and its place among those of that commune: 39300.1.
 * @param {Simulable} data
 * @returns {Map<number, string>} */
function codes(data) {
  const posts = movable(data);
  return new Map(posts.map((place, i) => {
    const commune = /** @type {number} */ (data.places[place].inside); // a movable post is in one
    const before = posts.slice(0, i).filter((each) => data.places[each].inside === commune);
    return [place, data.communes.insee[commune] + "." + (before.length + 1)];
  }));
}

/** @param {Changes} changes
 * @param {Simulable} data
 * @returns {string} */
export function write(changes, data) {
  const { insee } = data.communes;
  const code = codes(data);
  return [
    ...THRESHOLDS.flatMap((threshold) => {
      const value = changes[threshold];
      return value === null ? [] : [[WRITTEN[threshold].name, WRITTEN[threshold].write(value)]];
    }),
    ...changes.added.map((commune) => ["ajout", insee[commune]]),
    ...changes.closed.map((place) => ["ferme", code.get(place)]),
    ...changes.moved.map(([place, commune]) => ["vers", code.get(place), insee[commune]]),
  ].map((parts) => parts.join(":")).join(",");
}

/** What an address asks for; nonsense in it is left out.
 * @param {string | null} text
 * @param {Simulable} data
 * @returns {Changes} */
export function read(text, data) {
  const known = { data, posts: reversed(codes(data)), values: new Map(THRESHOLDS.map(valuesOf)) };
  /** @param {Threshold} threshold
   * @returns {[Threshold, Map<string, number>]} */
  function valuesOf(threshold) {
    const { write } = WRITTEN[threshold];
    return [threshold, new Map(steps(data, threshold).map((value) => [write(value), value]))];
  }
  return parts(text).reduce((changes, part) => withPart(changes, part, known), NONE);
}

/** Whether nothing of what an address asks for was left out.
 * @param {string | null} text
 * @param {Changes} changes
 * @param {Simulable} data */
export function isWhole(text, changes, data) {
  const kept = new Set(parts(write(changes, data)));
  return parts(text).every((part) => kept.has(part));
}

/** What an address asks for, each thing once.
 * @param {string | null} text */
const parts = (text) => text ? [...new Set(text.split(","))] : [];

/** @param {Map<number, string>} names
 * @returns {Map<string, number>} */
const reversed = (names) => new Map([...names].map(([place, code]) => [code, place]));

/** @param {Changes} changes
 * @param {string} part
 * @param {{data: Simulable, posts: Map<string, number>, values: Map<Threshold, Map<string, number>>}} known
 * @returns {Changes} */
function withPart(changes, part, { data, posts, values }) {
  const [kind, first, second] = part.split(":");
  const threshold = THRESHOLDS.find((each) => WRITTEN[each].name === kind);
  if (threshold) {
    const value = values.get(threshold)?.get(first);
    return value === undefined ? changes : set(changes, threshold, value, data);
  }
  const [post, here, there] = [posts.get(first), commune(first, data), commune(second, data)];
  if (kind === "ajout" && here !== undefined) return add(changes, here);
  if (kind === "ferme" && post !== undefined) return close(changes, post);
  if (kind === "vers" && post !== undefined && there !== undefined) return move(changes, post, there, data);
  return changes;
}

/** The position of a commune in which a post can stand.
 * @param {string} code
 * @param {Simulable} data */
function commune(code, data) {
  const position = data.communes.insee.indexOf(code);
  return position >= 0 && standsSomewhere(data, position) ? position : undefined;
}
