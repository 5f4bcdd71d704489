/* A geography one can draw, as the page gets it: five squares of 4 km in a row, 1.5 min a kilometre.

   Town halls 4 km apart, so trips of 0 (counted as 2), 4, 8, 12 and 16 km take 5, 8, 14, 20 and 26
   minutes. A fixed post in A; a bus whose base in C receives nobody, and which stops in E. */
import { published } from "../../jura_coverage/publish/map/scripts/scene.js";
/** @import { Column, Payload, Places, Scale, Signs, Theme } from "../../jura_coverage/publish/map/scripts/payload.d.ts"
 * @import { Place, Scene } from "../../jura_coverage/publish/map/scripts/types.d.ts" */

/** Fail where what was found is not, written as JSON, what was expected.
 * @param {unknown} found
 * @param {unknown} expected */
export function equal(found, expected) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) throw new Error(`found ${left}, expected ${right}`);
}

/** @param {string} host
 * @param {number} commune
 * @param {number} base
 * @param {Partial<Place>} [more]
 * @returns {Place} */
export const place = (host, commune, base, more) => ({
  host,
  commune: "ABCDE"[commune],
  inside: commune,
  ours: true,
  base,
  posts: base === 2 ? 0 : 1,
  presence: "1\u00a0poste",
  at_stop: false,
  hours: "",
  address: "",
  fte: 1,
  approximate: true,
  at: [46, 5 + commune],
  ...more,
});

/** Places as the payload has them, a column a field.
 * @param {Place[]} places
 * @returns {Places} */
export const inColumns = (places) => {
  const names = /** @type {(keyof Place)[]} */ (Object.keys(place("", 0, 0)));
  return /** @type {any} */ (Object.fromEntries(
    names.map((name) => [name, places.map((each) => each[name])]),
  ));
};

/** @param {string} key
 * @param {Theme["follows"]} follows
 * @param {Partial<Theme>} [more]
 * @returns {Theme} */
const theme = (key, follows, more) => ({
  key,
  title: key,
  question: key,
  follows,
  note: "publié",
  finding: "",
  column: "",
  note_template: "{share}, {covered}, {minutes}",
  classes: [
    { label: "a", colour: "#111111", pattern: "" },
    { label: "sans donnée", colour: "#ffffff", pattern: "missing" },
  ],
  of: [0, 0, 0, 1, 1],
  quantity: 0,
  quantity_label: "habitants",
  in_part: [],
  scales: [],
  palette: [],
  grid: null,
  tried: [],
  ...more,
});

/** @param {string} name
 * @param {string} field
 * @param {Column["kind"]} kind
 * @param {Partial<Column>} [more]
 * @returns {Column} */
export const column = (name, field, kind, more) => ({
  name,
  field,
  kind,
  heading: name,
  factor: kind === "share" ? 100 : 1,
  decimals: null,
  sorts: true,
  values: null,
  ...more,
});

/** @type {Signs["place"]} */
const PLACE = {
  shape: "disc",
  fill: "#111111",
  ring: "#ffffff",
  ring_width: 2,
  radius: 5,
  radius_post: 1,
  posts_most: 8,
};
const HATCH = { angle: 45, spacing: 8, width: 2, opacity: 0.5, colour: "#ffffff" };
const DOTS = { spacing: 8, radius: 1, colour: "#111111" };

/** @type {Scale} */
const SHARE = {
  measure: "share",
  factors: [[1, 5], [1, 1], [2, 1], [4, 1]],
  labels: ["plus de {0}", "plus de {1} à {0}", "{0} ou moins"],
};
/** @type {Scale} */
const MINUTES = {
  measure: "minutes",
  factors: [[1, 2], [1, 1]],
  labels: ["≤ {0}", "{0} à {1}", "> {0}"],
};
const FIVE = [0, 1, 2, 3, 4];
const COUNTS = [
  column("residents", "habitants", "count"),
  column("premises", "locaux", "count"),
  column("share_without", "part_mal_desservie_pct", "share", { decimals: 3 }),
];

/** @type {Payload["topology"]} */
const NOWHERE = { transform: { scale: [1, 1], translate: [0, 0] }, arcs: [], communes: [] };

/** @type {Payload} */
export const payload = {
  departement: "39",
  bounds: [[46, 5], [46, 9]],
  topology: NOWHERE,
  around: { topology: NOWHERE, names: [], at: [] },
  hamlets: null,
  communes: {
    name: ["A", "B", "C", "D", "E"],
    insee: ["39001", "39002", "39003", "39004", "39005"],
    epci_names: ["EPCI"],
    epci: FIVE.map(() => 0),
    at: [[46, 5], [46, 6], [46, 7], [46, 8], [46, 9]],
    residents: [1000, 200, 30, 4, null],
    residents_in_part: [],
    without_boundary: [],
    of_city: [],
    premises: [200, 200, 200, 200, 0],
    best: [],
    premises_without: [10, 2, 0, null, 0],
    minutes: [5, 8, 14, 8, 5],
    place: [0, 0, 0, 2, 2],
    minutes_second: [26, 20, 14, 20, 26],
    place_second: [2, 2, 2, 0, 0],
    copper_closure_year: [2030, null, null, null, null],
    copper_closed: FIVE.map(() => 0),
    copper_dates: [""],
    copper_date: FIVE.map(() => 0),
    situation: [1, 3, 3, 4, 4],
    share_65_plus: [0.1, 0.2, 0.3, null, 0.5],
    median_income: [23160, null, null, 20000, 21000],
    income_secret: [1],
    minutes_france_services: [5, 8, 14, null, 5],
  },
  columns: [
    column("name", "commune", "text"),
    column("insee", "code_insee", "text"),
    column("epci_name", "intercommunalite", "text"),
    ...COUNTS,
    column("minutes", "minutes_conseiller", "minutes", { decimals: 2 }),
    column("copper_closure_year", "annee_fermeture_cuivre", "year"),
    column("situation", "situation", "text", { sorts: false }),
    column("host", "conseiller_le_plus_proche", "text", { heading: null }),
    column("fingerprint", "empreinte_parametres", "text", { heading: null }),
  ],
  card: COUNTS,
  signs: {
    ink: "#111111",
    muted: "#555555",
    line: "#777777",
    border: "#222222",
    ground: "#eeeeee",
    paper: "#ffffff",
    darkest: "#000000",
    trial: "#550099",
    patterns: { hatched: HATCH, fragile: HATCH, lined: { ...HATCH, angle: 0 }, dotted: DOTS, missing: DOTS },
    place: PLACE,
    stop: { ...PLACE, shape: "plus" },
    other: { ...PLACE, shape: "square" },
    came: { ...PLACE, shape: "diamond" },
    went: { ...PLACE, shape: "crossed" },
  },
  sheets: [""],
  former: [],
  postcodes: [],
  technologies: [],
  secret: "secret statistique",
  copper: { closed: "déjà fermé", undated: "{year} au plus tard" },
  lacking: "sans accès filaire",
  of_whole_city: "moyenne de la ville entière",
  not_drawn: "La carte ne la dessine pas.",
  situations: ["signalée", "mal desservie", "éloignée", "aucune", "sans donnée"],
  travel: {
    fixed_minutes: 2,
    minutes_per_km: 1.5,
    distance_exponent: 1,
    poor_share: 0.05,
    far_minutes: 20,
    errors: [[10, 2], [20, 4]],
    east: [0, 4000, 8000, 12000, 16000],
    north: [0, 0, 0, 0, 0],
    least: [2000, 2000, 2000, 2000, 2000],
    places_east: [0, null, 16000],
    places_north: [0, null, 0],
    west: 0,
    south: 0,
    belt: { east: [], north: [], least: [], residents: [] },
    listed: true,
  },
  dropped: /** @type {any} */ ({}), // lists.json, where a test reads a list
  capacity: { people_a_year: 600, need_share: 0.5, need: null },
  places: inColumns([
    place("Fixe", 0, 0),
    place("Bus", 2, 1, { fte: 0 }),
    place("Bus", 4, 1, { posts: 0 }),
  ]),
  others: [],
  themes: [
    theme("signalees", "situation"),
    theme("filaire", "scales", { scales: [SHARE], palette: ["#a", "#b", "#c", "#d", "#e"] }),
    theme("deux", "scales", {
      scales: [{ ...SHARE, factors: [[1, 1]] }, MINUTES],
      palette: ["#0", "#1", "#2", "#3", "#4", "#5"],
    }),
    theme("cuivre", "same"),
    theme("robustesse", "today"),
  ],
  quantities: [[1000, 200, 30, 4, null]],
  first: "signalees",
  attribution: "",
  editions: "",
  engine: "",
  fingerprint: "abc",
};

export const scene = /** @type {Scene} */ (published(payload));
