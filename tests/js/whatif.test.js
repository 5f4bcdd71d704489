/* What if, on a geography one can draw: five squares of 4 km in a row, 1.5 min a kilometre. */
const folder = new URL("../../jura_coverage/publish/map/static/", import.meta.url);
for (const name of ["text.js", "whatif.js"]) {
  // Classic scripts: run in the global scope, as a browser does.
  (0, eval)(Deno.readTextFileSync(new URL(name, folder)));
}
const whatif = jura.whatif;

function equal(found, expected) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (left !== right) throw new Error(`found ${left}, expected ${right}`);
}

/* Town halls 4 km apart, so trips of 0 (counted as 2), 4, 8, 12 and 16 km take 5, 8, 14, 20 and 26
   minutes. A fixed post in A; a bus whose base in C receives nobody, and which stops in E. */
const place = (host, commune, base, more) => ({
  host,
  commune: "ABCDE"[commune],
  in: commune,
  ours: true,
  base,
  posts: base === 2 ? 0 : 1,
  presence: "1\u00a0poste",
  receives: true,
  approximate: true,
  at: [46, 5 + commune],
  ...more,
});
const theme = (key, follows, more) => ({
  key,
  follows,
  note: "publié",
  noteTemplate: "{share}, {covered}, {minutes}",
  classes: [{ label: "a", colour: "#111111", pattern: "" }, { label: "sans donnée", pattern: "missing" }],
  of: [0, 0, 0, 1, 1],
  scales: [],
  palette: [],
  grid: null,
  ...more,
});
const SHARE = {
  measure: "share",
  factors: [[1, 5], [1, 1], [2, 1], [4, 1]],
  labels: ["plus de {0}", "plus de {1} à {0}", "{0} ou moins"],
};
const MINUTES = {
  measure: "minutes",
  factors: [[1, 2], [1, 1]],
  labels: ["≤ {0}", "{0} à {1}", "> {0}"],
};
const communes = {
  name: ["A", "B", "C", "D", "E"],
  insee: ["39001", "39002", "39003", "39004", "39005"],
  at: [[46, 5], [46, 6], [46, 7], [46, 8], [46, 9]],
  residents: [1000, 200, 30, 4, null],
  premises: [200, 200, 200, 200, 0],
  without: [10, 2, 0, null, 0],
  minutes: [5, 8, 14, 8, 5],
  place: [0, 0, 0, 2, 2],
  situation: [1, 3, 3, 4, 4],
};
const data = {
  communes: { ...communes, shareWithout: whatif.shares(communes) },
  travel: {
    fixed: 2,
    perKm: 1.5,
    poorShare: 0.05,
    farMinutes: 20,
    east: [0, 4000, 8000, 12000, 16000],
    north: [0, 0, 0, 0, 0],
    least: [2000, 2000, 2000, 2000, 2000],
    placesEast: [0, null, 16000],
    placesNorth: [0, null, 0],
  },
  places: [
    place("Fixe", 0, 0),
    place("Bus", 2, 1, { receives: false }),
    place("Bus", 4, 1, { posts: 0 }),
  ],
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
  fingerprint: "abc",
};
const NONE = whatif.NONE;
const themeOf = (scene, key) => scene.themes.find((each) => each.key === key);
const plain = (text) => text.replace(/\s/g, " ");

Deno.test("nothing changed is the data themselves", () => {
  equal(whatif.scene(data, NONE) === data, true);
  equal(whatif.scene(data, whatif.set(NONE, "share", 0.05, data)) === data, true);
  equal(whatif.write(NONE, data), "");
});

Deno.test("a share is a count divided by a count", () => {
  equal(data.communes.shareWithout, [0.05, 0.01, 0, null, null]);
  equal(data.communes.shareWithout[0] >= 0.05, true);
});

Deno.test("other thresholds leave the minutes and sort again", () => {
  const scene = whatif.scene(data, whatif.set(NONE, "minutes", 8, data));
  equal(scene.communes.minutes, [5, 8, 14, 8, 5]);
  equal(scene.communes.place, [0, 0, 0, 2, 2]);
  // A is poor and near; B at 8 minutes is not beyond 8; C is well connected and far.
  equal(scene.communes.situation, [1, 3, 2, 4, 4]);
  const strict = whatif.scene(data, { ...NONE, share: 0.01, minutes: 7.5 });
  equal(strict.communes.situation, [1, 0, 2, 4, 4]);
});

Deno.test("of two equally near the first is the nearest", () => {
  const { communes: found } = whatif.scene(data, { ...NONE, minutes: 30 });
  equal([found.place[2], found.placeSecond[2]], [0, 2]);
  equal([found.minutes[2], found.minutesSecond[2]], [14, 14]);
  equal(found.minutesSecond, [26, 20, 14, 20, 26]);
  const more = whatif.scene(data, { ...NONE, added: [2, 1, 3] });
  equal([more.communes.place[2], more.communes.placeSecond[2]], [3, 4]); // B and D as far from C
});

Deno.test("a post more serves its commune and its neighbours", () => {
  const scene = whatif.scene(data, whatif.add(NONE, 2));
  equal(scene.communes.minutes, [5, 8, 5, 8, 5]);
  equal(scene.communes.place, [0, 0, 3, 2, 2]);
  equal(scene.communes.placeSecond[3], 3);
  equal(scene.places[3].commune, "C");
  equal(scene.places.map((each) => each.change), [undefined, undefined, undefined, "added"]);
});

Deno.test("a base that closes or goes takes its stops along", () => {
  const closed = whatif.scene(data, whatif.close(NONE, 1));
  equal(closed.communes.minutes, [5, 8, 14, 20, 26]);
  equal(closed.places.map((each) => each.change), [undefined, "closed", "closed"]);
  const moved = whatif.scene(data, whatif.move(NONE, 1, 3, data));
  equal(moved.communes.minutes, [5, 8, 8, 5, 8]); // it receives where it went
  equal(moved.places[1].commune, "D");
  equal(moved.places[1].left.commune, "C");
  equal(moved.places[2].receives, false);
});

Deno.test("without any post there are no minutes", () => {
  const scene = whatif.scene(data, whatif.close(whatif.close(NONE, 0), 1));
  equal(scene.communes.minutes, [null, null, null, null, null]);
  equal(scene.communes.situation, [4, 4, 4, 4, 4]);
  equal(whatif.summary(data, scene), "plus aucun conseiller, le signalement n'est pas calculé.");
});

Deno.test("a post that meets nobody, or is a neighbour's, is nobody's to close", () => {
  equal(whatif.movable(data), [0, 1]);
  const vacant = place("Vacant", 1, 3, { receives: false });
  const abroad = place("Voisin", 1, 4, { ours: false });
  const outside = place("Ailleurs", 1, 5, { in: null });
  equal(whatif.movable({ ...data, places: [...data.places, vacant, abroad, outside] }), [0, 1]);
});

Deno.test("a post moved to its own commune is where it was", () => {
  const moved = whatif.move(NONE, 0, 3, data);
  equal(whatif.move(moved, 0, 0, data), NONE);
  equal(whatif.close(moved, 0).moved, []);
  equal(whatif.move(whatif.close(NONE, 0), 0, 3, data).closed, []);
});

Deno.test("a commune that trips cannot leave from has no minutes and takes no post", () => {
  const travel = {
    ...data.travel,
    east: [0, null, 8000, 12000, 16000],
    least: [2000, 2000, null, 2000, 2000],
  };
  const found = whatif.scene({ ...data, travel }, { ...NONE, minutes: 15 }).communes.minutes;
  equal(found, [5, null, null, 8, 5]);
  equal(whatif.read("ajout:39002", { ...data, travel }), NONE);
});

Deno.test("a value on a break: a share goes to the worse class, minutes stay in the nearer", () => {
  const scene = whatif.scene(data, { ...NONE, minutes: 16 });
  const wired = themeOf(scene, "filaire");
  equal(wired.classes.map(({ label }) => plain(label)), [
    "plus de 99 %",
    "plus de 95 % à 99 %",
    "plus de 90 % à 95 %",
    "plus de 80 % à 90 %",
    "80 % ou moins",
    "sans donnée",
  ]);
  equal(wired.of, [2, 1, 0, 5, 5]); // 5 %, 1 % and nothing
  const both = themeOf(scene, "deux");
  equal(both.grid.map((labels) => labels.map(plain)), [
    ["plus de 95 %", "95 % ou moins"],
    ["≤ 8", "8 à 16", "> 16"],
  ]);
  equal(both.of, [3, 0, 1, 6, 6]); // 5, 8 and 14 minutes
  equal(plain(both.note), "5 %, 95 %, 16 minutes");
});

Deno.test("breaks above the whole are none, and the worst class keeps its colour", () => {
  const wired = themeOf(whatif.scene(data, { ...NONE, share: 0.3 }), "filaire");
  equal(wired.classes.map(({ colour }) => colour), ["#b", "#c", "#d", "#e", undefined]);
  equal(wired.of, [0, 0, 0, 4, 4]);
});

Deno.test("themes follow, are independent, or say that they do not follow", () => {
  const scene = whatif.scene(data, { ...NONE, minutes: 10 });
  equal(themeOf(scene, "signalees").of, scene.communes.situation);
  equal(themeOf(scene, "cuivre") === themeOf(data, "cuivre"), true);
  equal(themeOf(scene, "robustesse").note, "Ce thème ne suit pas la simulation. publié");
  equal(scene.themes.map((each) => Boolean(each.simulated)), [true, true, true, false, false]);
});

const ALL = { share: 0.046, minutes: 12.5, added: [1], closed: [0], moved: [[1, 3]] };

Deno.test("an address keeps every change", () => {
  equal(whatif.write(ALL, data), "part:4.6,minutes:12.5,ajout:39002,ferme:39001.1,vers:39003.1:39004");
  equal(whatif.read(whatif.write(ALL, data), data), ALL);
});

Deno.test("nonsense in an address is left out", () => {
  for (
    const text of [
      null,
      "",
      ",,",
      "part",
      "part:",
      "part:NaN",
      "part:-4",
      "part:4.65", // between the steps of the slider
      "part:99",
      "part:5", // as published
      "minutes:1e9",
      "minutes:20",
      "ajout:75056",
      "ajout",
      "ferme:39001",
      "ferme:39001.2",
      "ferme:39005.1", // a stop
      "vers:39001.1",
      "vers:39001.1:75056",
      "vers:39001.1:39001",
      "constructor:1",
      "__proto__:1",
    ]
  ) {
    equal([text, whatif.read(text, data)], [text, NONE]);
  }
  equal(whatif.read("part:4.6,zut,ajout:39002,ajout:39002", data), { ...NONE, share: 0.046, added: [1] });
});

Deno.test("every change is said, and can be undone alone", () => {
  equal(
    plain(whatif.described(ALL, data)),
    "Internet insuffisant à partir de 4,6 % de locaux mal desservis ; conseiller éloigné au-delà de 12,5 " +
      "minutes ; poste ajouté : B ; fermeture : Fixe (A) ; déplacement : Bus (C) vers D.",
  );
  for (const { undone } of whatif.items(ALL, data)) equal(whatif.items(undone, data).length, 4);
  const left = whatif.items(ALL, data).reduce((changes) => whatif.items(changes, data)[0].undone, ALL);
  equal(left, NONE);
});

Deno.test("the summary compares with what is published", () => {
  const near = { ...data, communes: { ...data.communes, situation: [0, 3, 3, 4, 4] } };
  const scene = whatif.scene(near, { ...NONE, share: 0.01, minutes: 7.5 });
  // B alone: 200 residents and 2 premises, where A had 1000 and 10.
  equal(
    plain(whatif.summary(near, scene)),
    "1 commune signalée (autant), 200 habitants (800 de moins), 2 locaux mal desservis (8 de moins).",
  );
});

Deno.test("a slider shows the published value, whatever it is", () => {
  equal(whatif.steps(data, "share").length, 200);
  const odd = { travel: { poorShare: 0.0467, farMinutes: 73.3 } };
  equal(whatif.steps(odd, "share").slice(45, 48), [0.046, 0.0467, 0.047]);
  equal(whatif.steps(odd, "minutes").slice(-2), [60, 73.3]);
});
