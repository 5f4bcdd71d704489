/* What the table says of each commune, on screen and in its file: every column as the
   payload describes it. */
import { minutes, MISSING, number, percent, rounded } from "./text.js";
/** @import { Column } from "./payload.d.ts"
 * @import { Scene } from "./types.d.ts" */

/** How values are written: on screen, and in the file where that is another number.
 * @typedef {{numeric: boolean, write: (value: any) => string, file?: (value: number) => number}} Writing
 * @type {Record<Column["kind"], Writing>} */
export const KINDS = {
  text: { numeric: false, write: (value) => value ?? MISSING },
  count: { numeric: true, write: number },
  share: { numeric: true, write: percent, file: (value) => 100 * value },
  minutes: { numeric: true, write: minutes, file: (value) => Number(rounded(value, 2)) },
  year: { numeric: true, write: (value) => (value === null ? MISSING : String(value)) },
};

/** Values that the payload holds by their numbers, or once for all communes.
 * @type {Record<string, (scene: Scene, commune: number) => string | null>} */
const DERIVED = {
  epci_name: ({ communes }, i) => communes.epci_names[communes.epci[i]],
  situation: ({ communes, situations }, i) => situations[communes.situation[i]],
  host({ communes, places }, i) {
    const place = communes.place[i];
    return place === null ? null : places[place].host;
  },
  engine: ({ engine }) => engine,
  editions: ({ editions }) => editions,
  fingerprint: ({ fingerprint }) => fingerprint,
};

/** The value of a column for a commune, null where it is not known.
 * @param {Column} column
 * @param {Scene} scene
 * @param {number} commune
 * @returns {string | number | null} */
export function valueOf({ name }, scene, commune) {
  const derived = DERIVED[name];
  return derived ? derived(scene, commune) : /** @type {any} */ (scene.communes)[name][commune];
}

/** The text of a value on screen.
 * @param {Column} column
 * @param {Scene} scene
 * @param {number} commune
 * @returns {string} */
export const written = (column, scene, commune) => KINDS[column.kind].write(valueOf(column, scene, commune));

/** A cell that a spreadsheet would run is kept as text; numbers get a decimal comma.
 * @param {string | number | null} value
 * @returns {string} */
function cell(value) {
  if (value === null) return "";
  if (typeof value === "number") return String(Math.round(value * 1000) / 1000).replace(".", ",");
  const inert = /^[=+\-@\t\r\n]/.test(value) ? "'" + value : value;
  return /[";\r\n]/.test(inert) ? '"' + inert.replace(/"/g, '""') + '"' : inert;
}

/** The table as a file for spreadsheets.
 * @param {Scene} scene
 * @param {number[]} positions
 * @returns {string} */
export function csv(scene, positions) {
  const lines = positions.map((commune) =>
    scene.columns.map((column) => {
      const [value, { file }] = [valueOf(column, scene, commune), KINDS[column.kind]];
      return typeof value === "number" && file ? file(value) : value;
    })
  );
  const rows = [scene.columns.map(({ file }) => file), ...lines].map((line) => line.map(cell).join(";"));
  return "\ufeff" + rows.join("\r\n") + "\r\n";
}

/** The name of that file: not the export's, which has other columns.
 * @param {Scene} scene */
export const fileName = ({ departement, simulation }) =>
  "tableau-" + departement + (simulation ? "-simulation" : "") + ".csv";
