/* Which commune a name or a code means. */
import { enumeration, fold } from "../text.js";
import { filled } from "./faults.js";
/** @import { Dropped } from "../payload.d.ts"
 * @import { Scene } from "../types.d.ts" */

const LIKE = 0.6;
const PROPOSED = 3;

/** The communes by code, those of today by the codes of former ones, and all by their folded names:
 * the own ones first; a name that several bear means none of them.
 * @param {Pick<Scene, "communes" | "former">} scene
 * @param {Pick<Dropped, "former_codes">} dropped */
export function naming({ communes, former }, { former_codes }) {
  const { insee, name } = communes;
  const [own, names, codes] = [
    once(name.map((each, i) => [fold(each), i])),
    once(former.map(([each, i]) => [fold(each), i])),
    once(former_codes.map(([code, i]) => [fold(code), i])),
  ];
  return {
    byCode: new Map(insee.map((code, i) => [code, i])),
    byFormer: new Map(former_codes),
    byName: new Map([...codes, ...names, ...own]),
  };
}
/** @typedef {ReturnType<typeof naming>} Naming */

/** @param {[string, number][]} pairs
 * @returns {Map<string, number>} */
function once(pairs) {
  const times = new Map();
  for (const [key] of pairs) times.set(key, (times.get(key) ?? 0) + 1);
  return new Map(pairs.filter(([key]) => times.get(key) === 1));
}

/** The communes that a name may mean, in words; empty if none is like it.
 * @param {string} wanted
 * @param {Pick<Scene, "communes">} scene
 * @param {string} perhaps
 * @returns {string} */
export function proposals(wanted, { communes }, perhaps) {
  const key = fold(wanted);
  const like = [...new Set(communes.name.map(fold))]
    .map((name) => ({ name, ratio: likeness(name, key) }))
    .filter(({ ratio }) => ratio >= LIKE)
    .sort((a, b) => b.ratio - a.ratio || (a.name < b.name ? 1 : -1))
    .slice(0, PROPOSED)
    .map(({ name }) => name);
  const meant = communes.name.flatMap((name, i) =>
    like.includes(fold(name)) ? [name + " (" + communes.insee[i] + ")"] : []
  );
  return meant.length ? filled(perhaps, { communes: enumeration(meant, "ou") }) : "";
}

/** How much of two texts is in the same blocks, as Python's difflib counts it.
 * @param {string} a
 * @param {string} b */
function likeness(a, b) {
  const all = a.length + b.length;
  // No more can fit than the shorter one has.
  if (!all || 2 * Math.min(a.length, b.length) / all < LIKE) return 0;
  return 2 * matching(a, b) / all;
}

/** The letters in the longest common block, and in those before and behind it.
 * @param {string} a
 * @param {string} b
 * @returns {number} */
function matching(a, b) {
  let [at, to, size] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      let length = 0;
      while (i + length < a.length && j + length < b.length && a[i + length] === b[j + length]) length += 1;
      if (length > size) [at, to, size] = [i, j, length];
    }
  }
  if (!size) return 0;
  return size + matching(a.slice(0, at), b.slice(0, to)) + matching(a.slice(at + size), b.slice(to + size));
}
