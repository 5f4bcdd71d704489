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

/** A column: its heading on screen, null where only the file has it, whether rows can be sorted by
 * it, its heading in the file, how it is written, and its value for a commune.
 * @typedef {{heading: string | null, sorts: boolean, file: string, kind: Kind,
 *   of: (scene: Scene, commune: number) => string | number | null}} Column */

/** @type {Column[]} */
export const COLUMNS = [
  { heading: "Commune", sorts: true, file: "commune", kind: "text", of: (s, i) => s.communes.name[i] },
  { heading: "Code", sorts: true, file: "code_insee", kind: "text", of: (s, i) => s.communes.insee[i] },
  {
    heading: "Intercommunalité",
    sorts: true,
    file: "intercommunalite",
    kind: "text",
    of: ({ communes }, i) => communes.epci_names[communes.epci[i]],
  },
  {
    heading: "Habitants",
    sorts: true,
    file: "habitants",
    kind: "count",
    of: (s, i) => s.communes.residents[i],
  },
  { heading: "Locaux", sorts: true, file: "locaux", kind: "count", of: (s, i) => s.communes.premises[i] },
  {
    heading: "Mal desservis",
    sorts: true,
    file: "part_mal_desservie_pct",
    kind: "share",
    of: (s, i) => s.communes.share_without[i],
  },
  {
    heading: "Conseiller",
    sorts: true,
    file: "minutes_conseiller",
    kind: "minutes",
    of: (s, i) => s.communes.minutes[i],
  },
  {
    heading: "Fin du cuivre",
    sorts: true,
    file: "annee_fermeture_cuivre",
    kind: "year",
    of: (s, i) => s.communes.copper_closure_year[i],
  },
  {
    heading: "Situation",
    sorts: false,
    file: "situation",
    kind: "text",
    of: (s, i) => s.situations[s.communes.situation[i]],
  },
  { heading: null, sorts: false, file: "conseiller_le_plus_proche", kind: "text", of: nearestHost },
  { heading: null, sorts: false, file: "moteur_minutes", kind: "text", of: (s) => s.engine },
  { heading: null, sorts: false, file: "editions", kind: "text", of: (s) => s.editions },
  { heading: null, sorts: false, file: "empreinte_parametres", kind: "text", of: (s) => s.fingerprint },
];

/** @param {Scene} scene
 * @param {number} commune */
function nearestHost({ communes, places }, commune) {
  const place = communes.place[commune];
  return place === null ? null : places[place].host;
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
    COLUMNS.map(({ kind, of }) => {
      const [value, { file }] = [of(scene, commune), KINDS[kind]];
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
