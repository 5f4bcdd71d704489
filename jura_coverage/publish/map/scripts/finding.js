/* What is meant by what is typed: communes of today and before, intercommunalities, hosts; with up to
   two typing errors where nothing bears the name. */
import { fold, NBSP } from "./text.js";
/** @import { Scene } from "./types.d.ts" */

/** Something that can be found: a commune, an EPCI or a place by its position; `more` tells it from
 * others of its name, `codes` are other ways to write it, `chosen` what stands in the field then.
 * @typedef {{kind: "commune" | "epci" | "host", position: number, name: string, more: string,
 *   folded: string, codes: string[], chosen: string}} Entry */

/** @param {Entry["kind"]} kind
 * @param {number} position
 * @param {string} name
 * @param {{more: string, codes?: string[], chosen?: string}} about
 * @returns {Entry} */
export const entry = (kind, position, name, { more, codes = [], chosen = name }) => ({
  kind,
  position,
  name,
  more,
  folded: fold(name),
  codes,
  chosen,
});

/** The postcodes of each of so many communes.
 * @param {[string, number[]][]} postcodes
 * @param {number} communes
 * @returns {string[][]} */
export function posted(postcodes, communes) {
  /** @type {string[][]} */
  const found = Array.from({ length: communes }, () => []);
  for (const [code, positions] of postcodes) positions.forEach((i) => found[i].push(code));
  return found;
}

/** All that can be found, in the order in which equals are shown.
 * @param {Pick<Scene, "communes" | "former" | "postcodes" | "places">} data
 * @returns {Entry[]} */
export function entries({ communes, former, postcodes, places }) {
  const posts = posted(postcodes, communes.name.length);
  return [
    ...communes.name.map((name, i) => {
      const [insee, post] = [communes.insee[i], posts[i]];
      const more = post.length ? post.join(", ") + " · Insee " + insee : insee;
      return entry("commune", i, name, { more, codes: [insee, ...post] });
    }),
    ...former.map(([name, i]) =>
      entry("commune", i, name, { more: "aujourd'hui " + communes.name[i], chosen: communes.name[i] })
    ),
    ...communes.epci_names.flatMap((name, i) =>
      name ? [entry("epci", i, name, { more: "intercommunalité" })] : []
    ),
    ...places.map(({ host, commune }, i) => entry("host", i, host, { more: "structure, " + commune })),
  ];
}

/** The communes that a table shows: those found by their names; else those of the EPCI found.
 * @param {Pick<Scene["communes"], "epci">} communes
 * @param {Entry[]} found
 * @returns {Set<number> | null} */
export function shown(communes, found) {
  /** @param {Entry["kind"]} wanted */
  const positions = (wanted) => found.flatMap(({ kind, position }) => kind === wanted ? [position] : []);
  const [named, groups] = [positions("commune"), positions("epci")];
  if (named.length || !found.length) return new Set(named);
  return groups.length
    ? new Set(communes.epci.flatMap((epci, commune) => groups.includes(epci) ? [commune] : []))
    : null;
}

/** @param {string} typed */
const codeOf = (typed) => typed.trim().toUpperCase();

/** How well an entry fits, from 0 on; nothing where it does not.
 * @param {Entry} entry
 * @param {string} key
 * @param {string} code */
function rank({ folded, codes }, key, code) {
  if (folded === key || codes[0] === code) return 0; // a code of one before one that others share
  if (codes.includes(code)) return 1;
  if (folded.startsWith(key) || (/\d/.test(code) && codes.some((each) => each.startsWith(code)))) return 2;
  if ((" " + folded).includes(" " + key)) return 3;
  return folded.includes(key) ? 4 : null;
}

/** Errors between two texts: letters left out, put in, put for others or exchanged with the next
 * (optimal string alignment).
 * @param {string} one
 * @param {string} other
 * @returns {number} */
export function errors(one, other) {
  const rows = [Array.from({ length: other.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const least = Math.min(
        rows[i - 1][j] + 1,
        row[j - 1] + 1,
        rows[i - 1][j - 1] + Number(one[i - 1] !== other[j - 1]),
      );
      const exchanged = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(exchanged ? Math.min(least, rows[i - 2][j - 2] + 1) : least);
    }
    rows.push(row);
  }
  return rows[one.length][other.length];
}

/** How many errors are forgiven: none in what is too short to tell names apart.
 * @param {string} key */
const forgiven = (key) => key.length < 4 ? 0 : key.length < 7 ? 1 : 2;

/** Errors against a name, against its beginning up to the end of a word, or against one of its words.
 * @param {string} key
 * @param {string} folded
 * @param {number} most
 * @returns {number | null} null where there are more than allowed */
function nearest(key, folded, most) {
  const words = folded.split(" ");
  const begun = words.map((_, i) => words.slice(0, i + 1).join(" "));
  const alike = [...begun, ...words].filter(({ length }) => Math.abs(length - key.length) <= most);
  const found = Math.min(...alike.map((part) => errors(key, part)));
  return found <= most ? found : null;
}

/** The entries that have a rank, the best first; of those that lead to the same, the first.
 * @param {Entry[]} all
 * @param {(entry: Entry) => number | null} ranked
 * @returns {Entry[]} */
function sorted(all, ranked) {
  const seen = new Set();
  return all
    .flatMap((entry) => {
      const at = ranked(entry);
      return at === null ? [] : [{ entry, at }];
    })
    .sort((one, other) => one.at - other.at) // stable
    .map(({ entry }) => entry)
    .filter(({ kind, position }) => {
      const key = kind + position;
      return !seen.has(key) && seen.add(key);
    });
}

/** What fits, the best first; what nearly does where nothing fits: then it is a guess.
 * @param {Entry[]} all
 * @param {string} typed
 * @returns {{found: Entry[], guessed: boolean}} */
export function find(all, typed) {
  const [key, code] = [fold(typed), codeOf(typed)];
  if (!key) return { found: [], guessed: false };
  const found = sorted(all, (entry) => rank(entry, key, code));
  if (found.length) return { found, guessed: false };
  const near = sorted(all, (entry) => nearest(key, entry.folded, forgiven(key)));
  return { found: near, guessed: near.length > 0 };
}

// As many as can be looked over.
const SHOWN = 8;

/** What is proposed of all that is found: the first, and every one that has the very code or name.
 * @param {string} typed
 * @param {Entry[]} found
 * @returns {Entry[]} */
export function proposed(typed, found) {
  const coded = found.filter(({ codes }) => codes.includes(codeOf(typed)));
  const named = found.filter(({ folded }) => folded === fold(typed));
  return coded.length ? coded : found.slice(0, Math.max(SHOWN, named.length));
}

/** The commune whose Insee code others have as their postcode; null where the digits mean one thing.
 * @param {string} typed
 * @param {Entry[]} found
 * @returns {Entry | null} */
export function doubled(typed, found) {
  const code = codeOf(typed);
  const own = found.find(({ codes }) => codes[0] === code);
  return own && found.some(({ codes }) => codes.indexOf(code) > 0) ? own : null;
}

/** What to say of a search.
 * @param {string} typed
 * @param {ReturnType<typeof find>} search */
export function said(typed, { found, guessed }) {
  if (!typed.trim()) return "";
  if (!found.length) return "Aucun résultat";
  if (guessed) {
    return "Aucun nom exact : le plus proche est «" + NBSP + found[0].name + NBSP + "».";
  }
  const own = doubled(typed, found);
  if (own) {
    return typed.trim() + " est le code Insee de «" + NBSP + own.name + NBSP +
      "», et un code postal : choisissez dans la liste.";
  }
  return found.length + NBSP + (found.length < 2 ? "résultat" : "résultats");
}
