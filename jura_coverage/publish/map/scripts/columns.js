/* What the table says of each commune, on screen and in its file. Which columns there are, and what
   they are called, the payload tells; here is how values of each kind are found and written. */
import { least, minutes, MISSING, NBSP, number, percent, shortest } from "./text.js";
/** @import { Column } from "./payload.d.ts"
 * @import { Scene } from "./types.d.ts" */

/** @param {string | null} value */
const plain = (value) => value ?? MISSING;

/** How values are written on screen, and whether they are numbers: to the right, the largest first.
 * @typedef {{numeric: boolean, write: (value: any) => string}} Writing
 * @type {Record<Column["kind"], Writing>} */
export const KINDS = {
  text: { numeric: false, write: plain },
  flag: { numeric: false, write: plain },
  date: {
    numeric: false,
    write: (value) => plain(value).replace(/^(\d{4})-(\d\d)-(\d\d)$/, "$3/$2/$1"),
  },
  count: { numeric: true, write: number },
  posts: { numeric: true, write: (value) => (value === null ? MISSING : shortest(value, 2)) },
  weighted: { numeric: true, write: (value) => number(value, 1) },
  share: { numeric: true, write: percent },
  minutes: { numeric: true, write: minutes },
  year: { numeric: true, write: (value) => (value === null ? MISSING : String(value)) },
  euros: { numeric: true, write: (value) => (value === null ? MISSING : number(value) + NBSP + "€") },
  index: { numeric: true, write: (value) => number(value, 2) },
  degrees: { numeric: true, write: (value) => number(value, 5) },
  kilometres: {
    numeric: true,
    write: (value) => (value === null ? MISSING : number(value, 1) + NBSP + "km"),
  },
  metres: { numeric: true, write: (value) => (value === null ? MISSING : number(value) + NBSP + "m") },
};
/** Numbers that are whole in every file; others have a decimal even where it is zero.
 * @type {Column["kind"][]} */
const WHOLE = ["count", "year", "euros"];

/** What a page holds of communes: of the page of a département, all.
 * @typedef {Pick<Scene, "secret"> & {communes: Pick<Scene["communes"],
 *   "residents_in_part" | "median_income" | "income_secret">}} Held */

/** Values that the payload holds by their numbers, or once for all communes.
 * @type {Record<string, (scene: Scene, commune: number) => string | null>} */
const DERIVED = {
  epci_name: ({ communes }, i) => communes.epci_names[communes.epci[i]],
  situation: ({ communes, situations }, i) => situations[communes.situation[i]],
  host({ communes, places }, i) {
    const place = communes.place[i];
    return place === null ? null : places[place].host;
  },
  income_said({ communes, secret }, i) {
    const euros = communes.median_income[i];
    return communes.income_secret.includes(i) ? secret : euros === null ? null : KINDS.euros.write(euros);
  },
  residents_in_part: ({ communes }, i) => communes.residents_in_part.includes(i) ? "oui" : "non",
  engine: ({ engine }) => engine,
  editions: ({ editions }) => editions,
  fingerprint: ({ fingerprint }) => fingerprint,
};

/** The value of a column for a commune, null where it is not known.
 * @param {Column} column
 * @param {Held} held
 * @param {number} commune
 * @returns {string | number | null} */
export function valueOf({ name, values }, held, commune) {
  if (values) return values[commune];
  const scene = /** @type {Scene} */ (held); // a column asks only for what its page holds
  const derived = DERIVED[name];
  return derived ? derived(scene, commune) : /** @type {any} */ (scene.communes)[name][commune];
}

/** The value of a column for a commune, as the page shows it.
 * @param {Column} column
 * @param {Held} scene
 * @param {number} commune
 * @returns {string} */
export function written(column, scene, commune) {
  const inPart = column.name === "residents" && scene.communes.residents_in_part.includes(commune);
  return least(inPart) + KINDS[column.kind].write(valueOf(column, scene, commune));
}

/** The columns on screen, in their order.
 * @param {Pick<Scene, "columns">} scene */
export const onScreen = ({ columns }) => columns.filter(({ heading }) => heading !== null);

/** Round as Python's tables do: a half that is left after the shift goes to the even side.
 * @param {number} value
 * @param {number | null} decimals */
function shifted(value, decimals) {
  if (decimals === null) return value;
  const units = value * 10 ** decimals;
  const below = Math.floor(units);
  const half = units - below === 0.5;
  return (half ? below + (below % 2) : Math.round(units)) / 10 ** decimals;
}

/** A number as the file holds it, with a decimal comma.
 * @param {number} value
 * @param {Column} column */
function figure(value, { kind, factor, decimals }) {
  if (WHOLE.includes(kind)) return String(value);
  const text = String(shifted(factor * value, decimals));
  return (text.includes(".") ? text : text + ".0").replace(".", ",");
}

/** A cell that a spreadsheet would run is kept as text; some read the wide signs too.
 * @param {string} text
 * @returns {string} */
function inert(text) {
  const safe = /^[=+\-@＝＋－＠\t\r\n]/.test(text) ? "'" + text : text;
  return /[";\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}

/** The table as a file for spreadsheets.
 * @param {Scene} scene
 * @param {number[]} positions
 * @returns {string} */
export function csv(scene, positions) {
  const lines = positions.map((commune) =>
    scene.columns.map((column) => {
      const value = valueOf(column, scene, commune);
      return typeof value === "number" ? figure(value, column) : inert(value ?? "");
    })
  );
  const rows = [scene.columns.map(({ field }) => field), ...lines].map((line) => line.join(";"));
  return "\ufeff" + rows.join("\r\n") + "\r\n";
}

/** The name of that file: not the export's, which has other columns; and another where other posts,
 * a simulation or a part of the communes is in it.
 * @param {Pick<Scene, "departement" | "simulation" | "list">} scene
 * @param {boolean} filtered */
export const fileName = ({ departement, simulation, list }, filtered) =>
  [
    "tableau-" + departement,
    ...(list ? ["liste"] : []),
    ...(simulation !== list ? ["simulation"] : []),
    ...(filtered ? ["extrait"] : []),
  ].join("-") + ".csv";
