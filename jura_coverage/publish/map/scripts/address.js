/* A simulation in the address: part:4.6,minutes:15,ajout:39228,ferme:39043.1,vers:39300.1:39333:1.

   A post is named by its commune and its place among those of that commune. The number at the end is
   that of posts: without it one is added, and a host closes or moves with all it has. The same is
   written by Python's publish/map/address.py. */
import * as asked from "./asked.js";
import { NONE, SOME, THRESHOLDS, whole } from "./changes.js";
import { quoted } from "./text.js";
/** @import { Wish } from "./asked.js"
 * @import { Changes, Scene, Threshold } from "./types.d.ts" */

/** @type {Record<Threshold, {name: string, factor: number}>} */
const WRITTEN = { poor_share: { name: "part", factor: 100 }, far_minutes: { name: "minutes", factor: 1 } };

/** How many names stand before the number of posts. */
const NAMES = new Map([["ajout", 1], ["ferme", 1], ["vers", 2]]);

/** @param {number} value
 * @param {number} decimals */
const short = (value, decimals) => String(Number(value.toFixed(decimals)));

/** @param {Scene} data
 * @returns {Map<number, string>} */
function codes(data) {
  const each = [...asked.postsOf(data)].flatMap(([commune, places]) =>
    places.map((place, i) => /** @type {[number, string]} */ (
      [place, data.communes.insee[commune] + "." + (i + 1)]
    ))
  );
  return new Map(each);
}

/** @param {Changes} changes
 * @param {Scene} data
 * @returns {string} */
export function write(changes, data) {
  const { insee } = data.communes;
  const code = codes(data);
  /** @param {number} number
   * @param {number} usual */
  const counted = (number, usual) => Math.abs(number - usual) < SOME ? [] : [short(number, 4)];
  return [
    ...THRESHOLDS.flatMap((threshold) => {
      const [{ name, factor }, value] = [WRITTEN[threshold], changes[threshold]];
      return value === null ? [] : [[name, short(factor * value, 3)]];
    }),
    ...changes.added.map(([commune, number]) => ["ajout", insee[commune], ...counted(number, 1)]),
    ...changes.closed.map(([place, number]) => [
      "ferme",
      code.get(place),
      ...counted(number, whole(data, place)),
    ]),
    ...changes.moved.map(([place, commune, number]) => [
      "vers",
      code.get(place),
      insee[commune],
      ...counted(number, whole(data, place)),
    ]),
  ].map((parts) => parts.join(":")).join(",");
}

/** What an address asks for, each thing once, and the names of what the data do not have.
 * @param {string | null} text
 * @param {Scene} data
 * @returns {{changes: Changes, lost: string[]}} */
export function read(text, data) {
  const places = new Map([...codes(data)].map(([place, code]) => [code, place]));
  const parts = text ? [...new Set(text.split(","))] : [];
  return asked.granted(parts.map((part) => wish(part, data, places)), NONE);
}

/** @param {string | undefined} text
 * @returns {number} */
const number = (text = "") => /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : NaN;

/** @param {string} part
 * @param {Scene} data
 * @param {Map<string, number>} places
 * @returns {Wish} */
function wish(part, data, places) {
  const [kind, ...named] = part.split(":");
  const threshold = THRESHOLDS.find((each) => WRITTEN[each].name === kind);
  const many = NAMES.get(kind);
  const last = number(named.at(-1));
  if (threshold && named.length === 1 && last >= 0) {
    return asked.threshold(data, threshold, last / WRITTEN[threshold].factor);
  }
  const counted = many !== undefined && named.length === many + 1;
  if (named.length !== many && !(counted && last >= 0)) return asked.nonsense(part);
  const posts = counted ? last : null;
  if (kind === "ajout") return asked.added(data, named[0], posts ?? 1);
  const post = { place: places.get(named[0]) ?? null, called: called(named[0], data), number: posts };
  return kind === "ferme" ? asked.closed(data, post) : asked.moved(data, post, named[1]);
}

/** What a post is called of which only the code is known.
 * @param {string} code
 * @param {Scene} data */
function called(code, data) {
  const commune = data.communes.name[data.communes.insee.indexOf(code.split(".")[0])];
  return "la structure " + quoted(code) + (commune ? " (" + commune + ")" : "");
}
