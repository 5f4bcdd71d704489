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
  const posts = new Map([...codes(data)].map(([place, code]) => [code, place]));
  return (text || "").split(",").reduce((changes, part) => withPart(changes, part, { data, posts }), NONE);
}

/** @param {Changes} changes
 * @param {string} part
 * @param {{data: Simulable, posts: Map<string, number>}} known
 * @returns {Changes} */
function withPart(changes, part, { data, posts }) {
  const [kind, first, second] = part.split(":");
  const threshold = THRESHOLDS.find((each) => WRITTEN[each].name === kind);
  if (threshold) {
    const value = steps(data, threshold).find((each) => WRITTEN[threshold].write(each) === first);
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
