/* What the table says of each commune, on screen and in its file: one description of every column. */
import { minutes, MISSING, number, percent, rounded } from "./text.js";
/** @import { Scene } from "./types.d.ts" */

/** How values are written: on screen, and in the file where that is another number.
 * @typedef {"text" | "count" | "share" | "minutes" | "year"} Kind
 * @typedef {{numeric: boolean, write: (value: any) => string, file?: (value: number) => number}} Writing
 * @type {Record<Kind, Writing>} */
export const KINDS = {
  text: { numeric: false, write: String },
  count: { numeric: true, write: number },
  share: { numeric: true, write: percent, file: (value) => 100 * value },
  minutes: { numeric: true, write: minutes, file: (value) => Number(rounded(value, 2)) },
  year: { numeric: true, write: (value) => (value === null ? MISSING : String(value)) },
};

/** A column: its name in the payload or in `DERIVED`, its heading on screen (none where only the file
 * has it), its heading in the file, how it is written, and whether rows can be sorted by it.
 * @typedef {{name: string, heading: string | null, file: string, kind: Kind, sorts: boolean}} Column
 * @type {Column[]} */
export const COLUMNS = [
  { name: "name", heading: "Commune", file: "commune", kind: "text", sorts: true },
  { name: "insee", heading: "Code", file: "code_insee", kind: "text", sorts: true },
  { name: "epci_name", heading: "Intercommunalité", file: "intercommunalite", kind: "text", sorts: true },
  { name: "residents", heading: "Habitants", file: "habitants", kind: "count", sorts: true },
  { name: "premises", heading: "Locaux", file: "locaux", kind: "count", sorts: true },
  {
    name: "share_without",
    heading: "Mal desservis",
    file: "part_mal_desservie_pct",
    kind: "share",
    sorts: true,
  },
  { name: "minutes", heading: "Conseiller", file: "minutes_conseiller", kind: "minutes", sorts: true },
  {
    name: "copper_closure_year",
    heading: "Fin du cuivre",
    file: "annee_fermeture_cuivre",
    kind: "year",
    sorts: true,
  },
  { name: "situation", heading: "Situation", file: "situation", kind: "text", sorts: false },
  { name: "host", heading: null, file: "conseiller_le_plus_proche", kind: "text", sorts: false },
  { name: "engine", heading: null, file: "moteur_minutes", kind: "text", sorts: false },
  { name: "editions", heading: null, file: "editions", kind: "text", sorts: false },
  { name: "fingerprint", heading: null, file: "empreinte_parametres", kind: "text", sorts: false },
];

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
    COLUMNS.map((column) => {
      const [value, { file }] = [valueOf(column, scene, commune), KINDS[column.kind]];
      return typeof value === "number" && file ? file(value) : value;
    })
  );
  const rows = [COLUMNS.map(({ file }) => file), ...lines].map((line) => line.map(cell).join(";"));
  return "\ufeff" + rows.join("\r\n") + "\r\n";
}

/** The name of that file: not the export's, which has other columns.
 * @param {Scene} scene */
export const fileName = ({ departement, simulation }) =>
  "tableau-" + departement + (simulation ? "-simulation" : "") + ".csv";
