/* Unit tests of the page's modules that need no page: `deno test --allow-read tests/js`. */
import {
  csv,
  fileName,
  KINDS,
  onScreen,
  valueOf,
  written,
} from "../../jura_coverage/publish/map/scripts/columns.js";
import { borders, features, steps } from "../../jura_coverage/publish/map/scripts/geometry.js";
import { inkOn, tally } from "../../jura_coverage/publish/map/scripts/legend.js";
import { column, equal, scene } from "./drawn.js";
/** @import { Topology } from "../../jura_coverage/publish/map/scripts/payload.d.ts" */

/** Two unit squares side by side: one shared arc, one arc for the rest of each.
 * @type {Topology} */
const topology = {
  transform: { scale: [1, 1], translate: [10, 20] },
  arcs: [
    "A??A", // 1, 0, 0, 1: of n, from 0 to 15, the character is the 2 n-th from "?" on
    "AA@??@A?", // 1, 1, -1, 0, 0, -1, 1, 0: of -1 it is the first
    "A?A??A@?", // 1, 0, 1, 0, 0, 1, -1, 0
  ],
  communes: [
    [[[0, 1]]],
    [[[2, ~0]]],
  ],
};

Deno.test("arcs are decoded, joined and reversed", () => {
  const [first, second] = features(topology);
  equal(first.geometry.coordinates, [[[[11, 20], [11, 21], [10, 21], [10, 20], [11, 20]]]]);
  equal(second.geometry.coordinates, [[[[11, 20], [12, 20], [12, 21], [11, 21], [11, 20]]]]);
});

Deno.test("steps are read as they are written", () => {
  equal(steps("?@]^_@"), [0, -1, 15, -16, 16]); // as in the docstring of steps_text in Python
  equal(steps("`~oia@"), [-17998321]); // the example that Google gives of its encoding
});

Deno.test("a border lies between groups, not within one", () => {
  equal(borders(topology, [0, 0]).coordinates.length, 2);
  equal(borders(topology, [0, 1]).coordinates.length, 3);
});

Deno.test("the legend counts communes and adds what is known", () => {
  const theme = { classes: [{}, {}, {}], of: [0, 1, 1, 2], quantity: [10, 5, null, 7], in_part: [] };
  equal(tally(theme), { communes: [1, 2, 1], quantity: [10, 5, 7], partly: [false, true, false] });
  // Of the fourth commune only a part is known, and counted.
  equal(tally({ ...theme, in_part: [3] }).partly, [false, true, true]);
});

Deno.test("residents of a part of a commune are the least that it has", () => {
  const part = { ...scene, communes: { ...scene.communes, residents_in_part: [0] } };
  const residents = column("residents", "habitants", "count");
  const told = column("residents_in_part", "habitants_en_partie", "flag");
  equal([0, 1, 4].map((commune) => written(residents, part, commune).replace("\u00a0", " ")), [
    "au moins 1\u00a0000",
    "200",
    "non disponible",
  ]);
  equal([0, 1].map((commune) => valueOf(told, part, commune)), ["oui", "non"]);
});

Deno.test("a class of which nothing is known adds up to nothing known", () => {
  const theme = { classes: [{}, {}, {}], of: [0, 1, 1], quantity: [null, 5, null], in_part: [] };
  equal(tally(theme), { communes: [1, 2, 0], quantity: [null, 5, 0], partly: [false, true, false] });
});

Deno.test("text on a colour has contrast", () => {
  equal(["#000000", "#ffffff", "#b36600", "#509dc2", "#376387"].map((colour) => inkOn(colour, scene.signs)), [
    "#ffffff",
    "#000000",
    "#000000", // 4.8 against 4.4 for white
    "#000000",
    "#ffffff",
  ]);
});

Deno.test("the downloaded table is inert and French", () => {
  const { communes, places } = scene;
  const hostile = {
    ...scene,
    communes: {
      ...communes,
      name: ['=HYPERLINK("http://x")', "＝A;B", ...communes.name.slice(2)],
      epci_names: ["@EPCI"],
      epci: communes.epci.map(() => 0),
      share_without: [0.125, null, ...communes.share_without.slice(2)],
      minutes: [20.5, null, ...communes.minutes.slice(2)],
      residents: [1200, null, ...communes.residents.slice(2)],
      premises: [10, null, ...communes.premises.slice(2)],
      copper_closure_year: [2030, null, ...communes.copper_closure_year.slice(2)],
      place: [0, null, ...communes.place.slice(2)],
    },
    situations: scene.situations.map(() => "signalée"),
    places: [{ ...places[0], host: "+Structure" }, ...places.slice(1)],
    fingerprint: "f",
  };
  const [head, first, second] = csv(hostile, [0, 1]).split("\r\n");
  equal(head.startsWith("\ufeffcommune;code_insee;"), true);
  equal(
    first,
    `"'=HYPERLINK(""http://x"")";39001;'@EPCI;1200;10;12,5;20,5;2030;signalée;'+Structure;f`,
  );
  equal(second, `"'＝A;B";39002;'@EPCI;;;;;;signalée;;f`);
});

Deno.test("a number in the file is rounded and written as Python's tables are", () => {
  const values = [7, 0.125, 0.375, 1.005, -0.5];
  /** @param {import("../../jura_coverage/publish/map/scripts/payload.d.ts").Column} each */
  const cells = (each) => csv({ ...scene, columns: [each] }, [0, 1, 2, 3, 4]).split("\r\n").slice(1, -1);
  // Halves go to the even side; a number that is not whole by its nature has a decimal.
  equal(cells(column("a", "a", "minutes", { values, decimals: 2 })), ["7,0", "0,12", "0,38", "1,0", "-0,5"]);
  equal(cells(column("a", "a", "share", { values, decimals: 1 }))[1], "12,5");
  equal(cells(column("a", "a", "count", { values: [7, 1200, null, 0, 5] })), ["7", "1200", "", "0", "5"]);
  equal(cells(column("a", "a", "flag", { values: ["oui", null, "non", "oui", null] }))[1], "");
});

Deno.test("each kind is written the French way on screen", () => {
  /** @param {import("../../jura_coverage/publish/map/scripts/payload.d.ts").Column["kind"]} kind
   * @param {string | number | null} value */
  const said = (kind, value) => KINDS[kind].write(value).replace(/\u00a0/g, " ");
  equal(said("date", "2029-01-31"), "31/01/2029");
  equal(said("euros", 42500), "42 500 €");
  equal(said("year", 2030), "2030");
  equal(said("flag", null), "non disponible");
  for (const kind of Object.keys(KINDS)) {
    equal(said(/** @type {keyof typeof KINDS} */ (kind), null), "non disponible");
  }
});

Deno.test("columns that only the file has are not on screen", () => {
  equal(onScreen(scene).length, scene.columns.length - 2);
});

Deno.test("every column has a way to be written", () => {
  for (const column of [...scene.columns, ...scene.card]) {
    for (const commune of [0, 1, 2, 3, 4]) {
      equal(typeof KINDS[column.kind].write(valueOf(column, scene, commune)), "string");
    }
  }
});

Deno.test("the file of the table is not the export's, and says that it is a simulation", () => {
  equal(fileName(scene, false), "tableau-39.csv");
  equal(fileName(scene, true), "tableau-39-extrait.csv");
  const tried = { ...scene, simulation: "Poste ajouté." };
  equal(fileName(tried, false), "tableau-39-simulation.csv");
  equal(fileName(tried, true), "tableau-39-simulation-extrait.csv");
  const own = { ...scene, simulation: "postes", list: "postes" };
  equal(fileName(own, false), "tableau-39-liste.csv");
  equal(fileName({ ...own, simulation: "Poste ajouté." }, false), "tableau-39-liste-simulation.csv");
});

Deno.test("an income that is secret is told apart from one that is not known", () => {
  const said = [0, 1, 2].map((i) => valueOf(column("income_said", "niveau_de_vie", "text"), scene, i));
  equal(said, ["23\u00a0160\u00a0€", "secret statistique", null]);
});
