/* Unit tests of what pictures say: `deno test --allow-read tests/js`. */
import { headline } from "../../jura_coverage/publish/map/scripts/picture/headline.js";
import { fileName } from "../../jura_coverage/publish/map/scripts/picture/panel.js";
import { rows } from "../../jura_coverage/publish/map/scripts/picture/plain.js";
import { equal, scene } from "./drawn.js";
/** @import { Scene, ShownTheme } from "../../jura_coverage/publish/map/scripts/types.d.ts" */

const [flags, wired, , copper] = scene.themes;

/** @param {Scene} shown
 * @param {ShownTheme} theme
 * @param {Scene | null} [before] */
const said = (shown, theme, before = null) => headline(shown, theme, before).replace(/\u00a0/g, " ");

/** The five squares with other situations.
 * @param {number[]} situation
 * @returns {Scene} */
const of = (situation) => ({ ...scene, communes: { ...scene.communes, situation } });

/** A theme with a class of each commune, the last of which is no data.
 * @param {ShownTheme} theme
 * @param {number[]} of
 * @param {string[]} labels
 * @returns {ShownTheme} */
const sorted = (theme, of, labels) => ({
  ...theme,
  of,
  classes: labels.map((label) => ({ label, colour: "#111111", pattern: "" })),
});

Deno.test("the title counts the flagged communes and who lives there", () => {
  const known = { ...flags, of: [0, 0, 0, 0, 0] };
  equal(said(of([0, 0, 3, 3, 3]), known), "2 communes signalées, 1 200 habitants");
  equal(said(of([0, 3, 3, 3, 0]), known), "2 communes signalées, au moins 1 000 habitants");
  equal(said(of([3, 3, 3, 3, 3]), known), "0 commune signalée");
  // Of two communes nothing is known.
  equal(said(of([0, 3, 3, 4, 4]), flags), "Au moins 1 commune signalée, 1 000 habitants");
});

Deno.test("in a simulation the title says how many more or fewer there are", () => {
  const known = { ...flags, of: [0, 0, 0, 0, 0] };
  const [none, one, two] = [of([3, 3, 3, 3, 3]), of([3, 0, 3, 3, 3]), of([0, 0, 3, 3, 3])];
  equal(said(one, known, two), "1 commune signalée (1 de moins), 200 habitants");
  equal(said(two, known, none), "2 communes signalées (2 de plus), 1 200 habitants");
  equal(said(one, known, one), "1 commune signalée (autant), 200 habitants");
});

Deno.test("the title of a scale counts what is beyond its threshold", () => {
  // The factors of the share are 1/5, 1, 2 and 4: from the third class on, premises are poor.
  const labels = ["a", "b", "c", "d", "e", "sans donnée"];
  equal(
    said(scene, sorted(wired, [0, 1, 2, 4, 5], labels)),
    "Au moins 2 communes mal desservies, 34 habitants",
  );
  const minutes = { ...wired, scales: [{ ...scene.themes[2].scales[1] }] };
  const three = ["≤ 10", "10 à 20", "> 20", "sans donnée"];
  equal(
    said(scene, sorted(minutes, [2, 2, 1, 0, 0], three)),
    "2 communes à plus de 20 minutes d'un conseiller, 1 200 habitants",
  );
  equal(said(scene, sorted(wired, [0, 0, 2, 0, 0], labels)), "1 commune mal desservie, 30 habitants");
});

Deno.test("the title of any other theme says where most communes are", () => {
  const labels = ["En 2027", "En 2029", "sans donnée"];
  equal(said(scene, sorted(copper, [1, 1, 1, 0, 2], labels)), "cuivre : en 2029 pour 3 communes sur 5");
  equal(said(scene, sorted(copper, [2, 2, 2, 2, 2], labels)), "cuivre : non disponible");
  equal(said(scene, { ...copper, finding: "5 postes de plus" }), "5 postes de plus");
});

Deno.test("the name of the file tells what is shown, on which day, and that it is tried", () => {
  const [other, tried] = [{ ...scene, simulation: "postes du fichier" }, {
    ...scene,
    simulation: "Poste ajouté.",
  }];
  const shown = { data: scene, base: scene, scene, theme: flags, name: "", selected: null };
  const day = new Date(2026, 10, 8);
  equal(fileName(shown, "a4", day), "carte-39-signalees-a4-2026-11-08");
  equal(fileName({ ...shown, scene: tried }, "16x9", day), "carte-39-signalees-simulation-16x9-2026-11-08");
  equal(
    fileName({ ...shown, scene: tried, name: "Été, l'un / l'autre" }, "a4", day),
    "carte-39-signalees-simulation-ete-l-un-l-autre-a4-2026-11-08",
  );
  equal(
    fileName({ ...shown, base: other, scene: other }, "a4", day),
    "carte-39-signalees-liste-a4-2026-11-08",
  );
});

Deno.test("rows of a pattern lie in a shape, not in its holes", () => {
  /** @param {number} from
   * @param {number} to
   * @returns {[number, number][]} */
  const square = (from, to) => [[from, from], [to, from], [to, to], [from, to]];
  const pattern = { spacing: 4, middle: 1 };
  equal(rows([square(0, 10)], pattern), [1, 5, 9].map((y) => ({ y, from: 0, to: 10 })));
  equal(rows([square(0, 10), square(3, 7)], pattern), [
    { y: 1, from: 0, to: 10 },
    { y: 5, from: 0, to: 3 },
    { y: 5, from: 7, to: 10 },
    { y: 9, from: 0, to: 10 },
  ]);
  // Rows go on from shape to shape, whichever side of zero they lie on.
  equal(rows([square(-10, 0)], pattern).map(({ y }) => y), [-7, -3]);
});
