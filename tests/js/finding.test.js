/* Unit tests of the search: `deno test --allow-read tests/js`. */
import {
  doubled,
  entries,
  errors,
  find,
  proposed,
  said,
} from "../../jura_coverage/publish/map/scripts/finding.js";
import { equal, scene } from "./drawn.js";
/** @import { Scene } from "../../jura_coverage/publish/map/scripts/types.d.ts" */

/** @param {string[]} name
 * @param {Partial<Scene>} [more] */
function all(name, more) {
  const insee = name.map((_, i) => String(39001 + i));
  const communes = { ...scene.communes, name, insee, epci_names: ["", "CC Bresse Haute Seille"] };
  return entries({ ...scene, communes, places: [], ...more });
}

/** @param {ReturnType<typeof all>} entries
 * @param {string} typed */
const names = (entries, typed) => find(entries, typed).found.map(({ name }) => name);

Deno.test("search prefers the exact name, then beginnings, then words", () => {
  const there = all(["Villers-les-Bois", "Bois-de-Gand", "Bois", "Dubois", "Dole"]);
  equal(names(there, "bois"), ["Bois", "Bois-de-Gand", "Villers-les-Bois", "Dubois"]);
  equal(names(there, "39005"), ["Dole"]);
  equal(names(there, "3900"), ["Villers-les-Bois", "Bois-de-Gand", "Bois", "Dubois", "Dole"]);
  equal(names(there, "  "), []);
  equal(names(there, "zzzzzz"), []);
});

Deno.test("a former name leads to the commune of today, and says so", () => {
  const there = all(["Arlay", "Dole"], { former: [["Saint-Germain-lès-Arlay", 0], ["Arlay-le-Vieux", 0]] });
  const [first, ...others] = find(there, "st germain").found;
  equal([first.position, first.name, first.more], [0, "Saint-Germain-lès-Arlay", "aujourd'hui Arlay"]);
  equal(others, []);
  // Where both fit, the commune stands once, by its name of today.
  equal(names(there, "arlay"), ["Arlay"]);
});

Deno.test("a postcode finds every commune that shares it, and all are proposed", () => {
  const name = Array.from({ length: 12 }, (_, i) => "Commune " + i);
  /** @type {[string, number[]][]} */
  const postcodes = [["39100", [...name.keys()].slice(1)], ["39220", [0, 1]]];
  const there = all(name, { postcodes });
  equal(names(there, "39100"), name.slice(1));
  equal(proposed("39100", find(there, "39100").found).length, 11);
  equal(proposed("391", find(there, "391").found).length, 8); // not yet one code
  equal(names(there, " 39220 "), name.slice(0, 2));
  equal(there[1].more, "39100, 39220 · Insee 39002");
  equal(names(there, "39002"), ["Commune 1"]);
  // An Insee code comes before the same as a postcode, and that is said.
  const twice = all(["Lons", "Dole"], { postcodes: [["39002", [0]]] });
  equal(names(twice, "39002"), ["Dole", "Lons"]);
  equal(doubled("39002", find(twice, "39002").found)?.name, "Dole");
  equal(said("39002", find(twice, "39002")).includes("code Insee"), true);
  equal(doubled("39001", find(twice, "39001").found), null);
});

Deno.test("intercommunalities and hosts are found, after communes of the name", () => {
  const places = [{ ...scene.places[0], host: "Mairie de Bresse", commune: "Bresse" }];
  const found = find(all(["Dole", "Bresse"], { places }), "bresse").found;
  equal(found.map(({ kind, more }) => [kind, more]), [
    ["commune", "39002"],
    ["epci", "intercommunalité"],
    ["host", "structure, Bresse"],
  ]);
});

Deno.test("errors are letters left out, put in, put for others, or exchanged", () => {
  equal(errors("dole", "dole"), 0);
  for (const typed of ["dle", "dolle", "dale", "dloe", ""]) equal(errors(typed, "dole"), typed ? 1 : 4);
  equal(errors("olde", "dole"), 2);
});

Deno.test("up to two errors are forgiven, fewer in short names, and the guess is said", () => {
  const there = all(["Foncine-le-Haut", "Champagnole", "Dole", "Ney"]);
  /** @param {string} typed */
  const guess = (typed) => {
    const { found, guessed } = find(there, typed);
    return [found.map(({ name }) => name), guessed];
  };
  equal(guess("chapmagnol"), [["Champagnole"], true]); // exchanged, and the last left out
  equal(guess("fonsine"), [["Foncine-le-Haut"], true]); // the first word is enough
  equal(guess("dloe"), [["Dole"], true]);
  equal(guess("dolaa"), [[], false]); // two errors in five letters
  equal(guess("nay"), [[], false]); // three letters tell too little
  equal(guess("champagnole"), [["Champagnole"], false]);
  const told = (/** @type {string} */ typed) => said(typed, find(there, typed)).replace(/\u00a0/g, " ");
  equal(told("fonsine"), "Aucun nom exact : le plus proche est « Foncine-le-Haut ».");
  equal([told("dole"), told("zzzzzz"), told(" ")], ["1 résultat", "Aucun résultat", ""]);
});
