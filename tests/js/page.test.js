/* Unit tests of the page's scripts that need no page: `deno test --allow-read tests/js`. */
const folder = new URL("../../jura_coverage/publish/map/static/", import.meta.url);
for (const name of ["text.js", "geometry.js", "legend.js", "search.js", "table.js", "permalink.js"]) {
  // Classic scripts: run in the global scope, as a browser does.
  (0, eval)(Deno.readTextFileSync(new URL(name, folder)));
}

function equal(found, expected) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) throw new Error(`found ${left}, expected ${right}`);
}

Deno.test("names fold to what people type", () => {
  const { fold } = jura.text;
  equal(["Les Rousses", "L'Étoile", "L’Étoile", "Saint-Claude", "st  claude", "Ste-Agnès"].map(fold), [
    "rousses",
    "etoile",
    "etoile",
    "saint claude",
    "saint claude",
    "sainte agnes",
  ]);
  equal(["Cœur", "La", "Le-Lac", "Lavans", "Leschères"].map(fold), [
    "coeur",
    "la",
    "lac",
    "lavans",
    "lescheres",
  ]);
});

Deno.test("a part is never rounded to the whole or to nothing", () => {
  const plain = (share) => jura.text.percent(share).replace(/\s/g, " ");
  equal([0, 0.0001, 0.05, 0.9999, 1, null].map(plain), [
    "0 %",
    "moins de 0,1 %",
    "5,0 %",
    "plus de 99,9 %",
    "100 %",
    "non disponible",
  ]);
});

/* Two unit squares side by side: one shared arc, one arc for the rest of each. */
const topology = {
  transform: { scale: [1, 1], translate: [10, 20] },
  arcs: [
    [[1, 0], [0, 1]],
    [[1, 1], [-1, 0], [0, -1], [1, 0]],
    [[1, 0], [1, 0], [0, 1], [-1, 0]],
  ],
  communes: [
    { type: "Polygon", arcs: [[0, 1]] },
    { type: "MultiPolygon", arcs: [[[2, ~0]]] },
  ],
};

Deno.test("arcs are decoded, joined and reversed", () => {
  const [first, second] = jura.geometry.features(topology);
  equal(first.geometry.coordinates, [[[11, 20], [11, 21], [10, 21], [10, 20], [11, 20]]]);
  equal(second.geometry.coordinates, [[[[11, 20], [12, 20], [12, 21], [11, 21], [11, 20]]]]);
});

Deno.test("a border lies between groups, not within one", () => {
  equal(jura.geometry.borders(topology, [0, 0]).coordinates.length, 2);
  equal(jura.geometry.borders(topology, [0, 1]).coordinates.length, 3);
});

Deno.test("the legend counts communes and adds what is known", () => {
  const theme = { classes: [{}, {}, {}], of: [0, 1, 1, 2], quantity: [10, 5, null, 7] };
  equal(jura.legend.tally(theme), { communes: [1, 2, 1], quantity: [10, 5, 7] });
});

Deno.test("a class of which nothing is known adds up to nothing known", () => {
  const theme = { classes: [{}, {}, {}], of: [0, 1, 1], quantity: [null, 5, null] };
  equal(jura.legend.tally(theme), { communes: [1, 2, 0], quantity: [null, 5, 0] });
});

Deno.test("text on a colour has contrast", () => {
  equal(["#000000", "#ffffff", "#b36600", "#509dc2", "#376387"].map(jura.legend.inkOn), [
    "#fff",
    "#000",
    "#000", // 4.8 against 4.4 for white
    "#000",
    "#fff",
  ]);
});

Deno.test("search prefers the exact name, then beginnings, then words", () => {
  const communes = {
    name: ["Villers-les-Bois", "Bois-de-Gand", "Bois", "Dubois", "Dole"],
    insee: ["39575", "39060", "39999", "39998", "39198"],
  };
  const folded = communes.name.map(jura.text.fold);
  const names = (typed) =>
    jura.search.find(communes, folded, typed).map((position) => communes.name[position]);
  equal(names("bois"), ["Bois", "Bois-de-Gand", "Villers-les-Bois", "Dubois"]);
  equal(names("39198"), ["Dole"]);
  equal(names("3999"), ["Bois", "Dubois"]);
  equal(names("  "), []);
  equal(names("zzz"), []);
});

Deno.test("the downloaded table is inert and French", () => {
  const data = {
    communes: {
      name: ['=HYPERLINK("http://x")', "A;B"],
      insee: ["39001", "39002"],
      epciNames: ["@EPCI"],
      epci: [0, 0],
      residents: [1200, null],
      premises: [10, null],
      shareWithout: [0.125, null],
      minutes: [20.5, null],
      copperYear: [2030, null],
      situation: [0, 0],
      place: [0, null],
    },
    situations: ["signalée"],
    places: [{ host: "+Structure" }],
    engine: "e",
    editions: "m",
    fingerprint: "f",
  };
  const [head, first, second] = jura.table.csv(data, [0, 1]).split("\r\n");
  equal(head.startsWith("\ufeffcommune;code_insee;"), true);
  equal(
    first,
    `"'=HYPERLINK(""http://x"")";39001;'@EPCI;1200;10;12,5;20,5;2030;signalée;'+Structure;e;m;f`,
  );
  equal(second, `"A;B";39002;'@EPCI;;;;;;signalée;;e;m;f`);
});
