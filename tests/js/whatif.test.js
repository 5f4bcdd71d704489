/* What if, on a geography one can draw (drawn.js). */
import * as address from "../../jura_coverage/publish/map/scripts/address.js";
import * as change from "../../jura_coverage/publish/map/scripts/changes.js";
import { served } from "../../jura_coverage/publish/map/scripts/flow.js";
import { measured } from "../../jura_coverage/publish/map/scripts/measures.js";
import { simulated } from "../../jura_coverage/publish/map/scripts/scene.js";
import { described, items, summary, withoutEffect } from "../../jura_coverage/publish/map/scripts/words.js";
import { equal, place, scene as data } from "./drawn.js";
/** @import { Changes, Scene } from "../../jura_coverage/publish/map/scripts/types.d.ts" */

const { NONE } = change;
/** @param {Scene} scene
 * @param {string} key */
function themeOf(scene, key) {
  const theme = scene.themes.find((each) => each.key === key);
  if (!theme) throw new Error(`no theme ${key}`);
  return theme;
}
/** @param {string} text */
const plain = (text) => text.replace(/\s/g, " ");

Deno.test("nothing changed is the data themselves", () => {
  equal(simulated(data, NONE) === data, true);
  equal(simulated(data, change.set(NONE, "poor_share", 0.05, data)) === data, true);
  equal(address.write(NONE, data), "");
});

Deno.test("a share is a count divided by a count", () => {
  equal(data.communes.share_without, [0.05, 0.01, 0, null, null]);
  equal(Number(data.communes.share_without[0]) >= 0.05, true);
});

Deno.test("other thresholds leave the minutes and sort again", () => {
  const scene = simulated(data, change.set(NONE, "far_minutes", 8, data));
  equal(scene.communes.minutes, [5, 8, 14, 8, 5]);
  equal(scene.communes.place, [0, 0, 0, 2, 2]);
  // A is poor and near; B at 8 minutes is not beyond 8; C is well connected and far.
  equal(scene.communes.situation, [1, 3, 2, 4, 4]);
  const strict = simulated(data, { ...NONE, poor_share: 0.01, far_minutes: 7.5 });
  equal(strict.communes.situation, [1, 0, 2, 4, 4]);
});

Deno.test("of two equally near the first is the nearest", () => {
  const { communes: found } = simulated(data, { ...NONE, far_minutes: 30 });
  equal([found.place[2], found.place_second[2]], [0, 2]);
  equal([found.minutes[2], found.minutes_second[2]], [14, 14]);
  equal(found.minutes_second, [26, 20, 14, 20, 26]);
  const more = simulated(data, { ...NONE, added: [[2, 1], [1, 1], [3, 1]] });
  equal([more.communes.place[2], more.communes.place_second[2]], [3, 4]); // B and D as far from C
});

Deno.test("a post more serves its commune and its neighbours", () => {
  const scene = simulated(data, change.add(NONE, 2, 1));
  equal(scene.communes.minutes, [5, 8, 5, 8, 5]);
  equal(scene.communes.place, [0, 0, 3, 2, 2]);
  equal(scene.communes.place_second[3], 3);
  equal(scene.places[3].commune, "C");
  equal(scene.places.map((each) => each.change), [undefined, undefined, undefined, "added"]);
});

Deno.test("a base that closes or goes takes its stops along", () => {
  const closed = simulated(data, change.close(NONE, 1, 1));
  equal(closed.communes.minutes, [5, 8, 14, 20, 26]);
  equal(closed.places.map((each) => each.change), [undefined, "closed", "closed"]);
  const moved = simulated(data, change.move(NONE, 1, 3, 1));
  equal(moved.communes.minutes, [5, 8, 8, 5, 8]); // it receives where it went
  equal(moved.places.map((each) => each.change), [undefined, "gone", "closed", "moved"]);
  equal(moved.places[3].commune, "D");
  equal(moved.places.map(({ fte }) => fte), [1, 0, 0, 1]);
});

/** A has two posts, and the bus one and a half. */
const more = {
  ...data,
  places: data.places.map((each, i) => ({ ...each, posts: [2, 1.5, 0][i], fte: [2, 0, 1.5][i] })),
};

Deno.test("of a host with several posts one closes or moves at a time", () => {
  equal(change.next(more, NONE, 0), 1);
  const one = change.close(NONE, 0, 1);
  equal(change.staying(more, one, 0), 1);
  const scene = simulated(more, change.move(one, 1, 3, 1));
  equal(scene.places.map(({ fte }) => fte), [1, 0, 0.5, 1]); // the bus goes round with what it has left
  equal(scene.places.map(({ presence }) => plain(presence)), ["1 poste", "0,5 poste", "1 poste", "1 poste"]);
  equal(scene.places.map((each) => each.change), ["fewer", "fewer", "fewer", "moved"]);
  equal(
    plain(described(change.move(one, 1, 3, 1), more)),
    "Fermeture : Fixe, 1 poste sur 2 (A) ; déplacement : Bus, 1 poste sur 1,5 (C) vers D.",
  );
  const both = change.close(one, 0, 1);
  equal([both.closed, change.staying(more, both, 0)], [[[0, 2]], 0]);
  equal(plain(described(both, more)), "Fermeture : Fixe, 2 postes (A).");
  equal(change.close(both, 0, -2), NONE);
  const half = change.close(NONE, 1, 1);
  equal(change.next(more, half, 1), 0.5);
});

Deno.test("several posts come to a commune, and are taken back one by one", () => {
  const two = change.add(change.add(NONE, 2, 1), 2, 1);
  equal(simulated(data, two).places[3].fte, 2);
  equal(plain(described(two, data)), "2 postes ajoutés : C.");
  equal(change.add(change.add(two, 2, -1), 2, -1), NONE);
});

Deno.test("without any post there are no minutes, and all is far", () => {
  const scene = simulated(data, change.close(change.close(NONE, 0, 1), 1, 1));
  equal(scene.communes.minutes, [null, null, null, null, null]);
  // A is poor and flagged; of D and E internet is not known.
  equal(scene.communes.situation, [0, 2, 2, 4, 4]);
  const unlisted = simulated(
    { ...data, travel: { ...data.travel, listed: false } },
    change.close(change.close(NONE, 0, 1), 1, 1),
  );
  equal(unlisted.communes.situation, [4, 4, 4, 4, 4]);
  // Published, all of 1234 residents share two posts, and of 617 in need all can be helped.
  equal(
    plain(summary(measured(data), measured(scene))),
    "0 habitant à portée (1 234 de moins), au moins 1 commune signalée (1 de plus), 0 poste pour 10 000 " +
      "habitants (16,21 de moins), besoin servi : 0 personne par an (617 de moins). « EPCI » perd le plus " +
      "d'accès (100 %).",
  );
});

Deno.test("a post that meets nobody, or is a neighbour's, is nobody's to close", () => {
  equal(change.movable(data), [0, 1]);
  const vacant = place("Vacant", 1, 3, { fte: 0 });
  const abroad = place("Voisin", 1, 4, { ours: false });
  const outside = place("Ailleurs", 1, 5, { inside: null });
  equal(change.movable({ ...data, places: [...data.places, vacant, abroad, outside] }), [0, 1]);
});

Deno.test("a commune that trips cannot leave from has no minutes and takes no post", () => {
  const travel = {
    ...data.travel,
    east: [0, null, 8000, 12000, 16000],
    least: [2000, 2000, null, 2000, 2000],
  };
  const found = simulated({ ...data, travel }, { ...NONE, far_minutes: 15 }).communes.minutes;
  equal(found, [5, null, null, 8, 5]);
  equal(address.read("ajout:39002", { ...data, travel }), {
    changes: NONE,
    lost: ["ajout de 1\u00a0poste (B)"],
  });
});

Deno.test("a value on a break: a share goes to the worse class, minutes stay in the nearer", () => {
  const scene = simulated(data, { ...NONE, far_minutes: 16 });
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
  equal(both.grid?.map((labels) => labels.map(plain)), [
    ["plus de 95 %", "95 % ou moins"],
    ["≤ 8", "8 à 16", "> 16"],
  ]);
  equal(both.of, [3, 0, 1, 6, 6]); // 5, 8 and 14 minutes
  equal(plain(both.note), "5 %, 95 %, 16 minutes");
});

Deno.test("breaks above the whole are none, and the worst class keeps its colour", () => {
  const wired = themeOf(simulated(data, { ...NONE, poor_share: 0.3 }), "filaire");
  equal(wired.classes.map(({ colour }) => colour), ["#b", "#c", "#d", "#e", "#ffffff"]);
  equal(wired.of, [0, 0, 0, 4, 4]);
});

Deno.test("themes follow, are independent, or say that they do not follow", () => {
  const scene = simulated(data, { ...NONE, far_minutes: 10 });
  equal(themeOf(scene, "signalees").of, scene.communes.situation);
  equal(themeOf(scene, "cuivre") === themeOf(data, "cuivre"), true);
  equal(themeOf(scene, "robustesse").note, "Ce thème ne suit pas la simulation. publié");
  equal(scene.themes.map((each) => Boolean(each.simulated)), [true, true, true, false, false]);
});

/** @type {Changes} */
const ALL = { poor_share: 0.046, far_minutes: 12.5, added: [[1, 1]], closed: [[0, 1]], moved: [[1, 3, 1]] };

Deno.test("an address keeps every change, in any order", () => {
  const text = "part:4.6,minutes:12.5,ajout:39002,ferme:39001.1,vers:39003.1:39004";
  equal(address.write(ALL, data), text);
  equal(address.read(text, data), { changes: ALL, lost: [] });
  equal(address.read(text.split(",").reverse().join(","), data), { changes: ALL, lost: [] });
  equal(address.read(null, data), { changes: NONE, lost: [] });
});

/** What the data do not have, and what it is called.
 * @type {[text: string, lost: string][]} */
const LOST = [
  ["part:4.65", "seuil de 4,65 % de locaux mal desservis"],
  ["part:99", "seuil de 99 % de locaux mal desservis"],
  ["minutes:99", "seuil de 99 min"],
  ["ajout:75056", "ajout de 1 poste (la commune « 75056 »)"],
  ["ajout:39002:100", "ajout de 100 postes (B)"], // more than anybody adds
  ["ajout:39002:0", "ajout de 0 poste (B)"],
  ["ferme:39001.2", "fermeture de la structure « 39001.2 » (A)"],
  ["ferme:39005.1", "fermeture de la structure « 39005.1 » (E)"], // a stop
  ["ferme:39001", "fermeture de la structure « 39001 » (A)"],
  ["ferme:39001.1:3", "fermeture de Fixe (A)"],
  ["vers:39001.1:75056", "déplacement de Fixe (A) vers la commune « 75056 »"],
  ["vers:39001.1:39001", "déplacement de Fixe (A) vers A"],
  ["vers:99999.1:39002", "déplacement de la structure « 99999.1 » vers B"],
  ...[
    "part",
    "part:",
    "part:NaN",
    "part:-4",
    "minutes:1e9",
    "minutes:20:1",
    "ajout",
    "ajout:39002:x",
    "ajout:39002:",
  ]
    .map((text) => /** @type {[string, string]} */ ([text, "« " + text + " »"])),
  ["vers:39001.1", "« vers:39001.1 »"],
  ["constructor:1", "« constructor:1 »"],
  ["__proto__:1", "« __proto__:1 »"],
];

Deno.test("what the data do not have is left out, and named", () => {
  for (const [text, lost] of LOST) {
    const found = address.read(text, data);
    equal([text, found.changes, found.lost.map(plain)], [text, NONE, [lost]]);
  }
  equal(address.read("part:5,minutes:20", data), { changes: NONE, lost: [] }); // as published
  equal(address.read("part:4.6,zut,ajout:39002,ajout:39002", data), {
    changes: { ...NONE, poor_share: 0.046, added: [[1, 1]] },
    lost: ["«\u00a0zut\u00a0»"],
  });
});

Deno.test("no more posts close and move than a host has", () => {
  const { changes, lost } = address.read("ferme:39001.1:1,vers:39001.1:39002,vers:39001.1:39003:1", more);
  equal(changes, { ...NONE, closed: [[0, 1]], moved: [[0, 2, 1]] });
  equal(lost.map(plain), ["déplacement de Fixe, 2 postes (A) vers B"]);
});

Deno.test("what a link loses is told in a line or two", () => {
  equal(withoutEffect("du lien", []), "");
  equal(plain(withoutEffect("du lien", ["a"])), "Sans effet ici, une partie du lien : a.");
  equal(
    plain(withoutEffect("du scénario", ["a", "b", "c", "d", "e"])),
    "Sans effet ici, une partie du scénario : a ; b ; c ; et 2 autres demandes.",
  );
});

Deno.test("every change is said, and can be undone alone", () => {
  equal(
    plain(described(ALL, data)),
    "Internet insuffisant à partir de 4,6 % de locaux mal desservis ; conseiller éloigné au-delà de 12,5 " +
      "minutes ; poste ajouté : B ; fermeture : Fixe (A) ; déplacement : Bus (C) vers D.",
  );
  for (const { undone } of items(ALL, data)) equal(items(undone, data).length, 4);
  const left = items(ALL, data).reduce((changes) => items(changes, data)[0].undone, ALL);
  equal(left, NONE);
});

Deno.test("the summary compares with what is published", () => {
  const near = { ...data, communes: { ...data.communes, situation: [0, 3, 3, 4, 4] } };
  const scene = simulated(near, { ...NONE, poor_share: 0.01, far_minutes: 7.5 });
  // B alone is flagged, where A was. A alone is known to be near: one post for 1234, 500 in need.
  equal(
    plain(summary(measured(near), measured(scene))),
    "au moins 1 000 habitants à portée (234 de moins), au moins 1 commune signalée (autant), 8,1 postes " +
      "pour 10 000 habitants (8,11 de moins), besoin servi : au moins 500 personnes par an (117 de moins). " +
      "« EPCI » perd le plus d'accès (50 %).",
  );
});

Deno.test("a measure of which nothing is known says so", () => {
  const communes = {
    ...data.communes,
    residents: [null, null, null, null, null],
    share_without: [null, null, null, null, null],
  };
  const scene = measured(simulated({ ...data, communes }, { ...NONE, far_minutes: 30 }));
  equal(
    plain(summary(scene, scene)),
    "nombre inconnu d'habitants à portée, signalement non disponible, accès non disponible, aucun besoin connu.",
  );
});

Deno.test("residents of a part of a commune are the least, where it is near", () => {
  /** @param {number} i */
  const partly = (i) => {
    const communes = { ...data.communes, residents: [1000, 200, 30, 4, 5], residents_in_part: [i] };
    const { residents, served } = measured(simulated({ ...data, communes }, { ...NONE, far_minutes: 7 }));
    return [residents.partly, served.partly];
  };
  equal([partly(0), partly(1)], [[true, true], [false, true]]); // only A and E are near
});

/** Numbers from 0 to 1, the same for the same seed.
 * @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => (state = (state * 16807 + 12345) % 2147483647) / 2147483647;
}

Deno.test("no more is served than through the narrowest cut, and no less", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const next = numbers(seed);
    const posts = Array.from({ length: 1 + Math.floor(6 * next()) }, (_, i) => i);
    const reach = Array.from({ length: 8 }, () => posts.filter(() => next() < 0.4));
    const need = reach.map(() => (next() < 0.2 ? 0 : 100 * next()));
    const capacity = posts.map(() => (next() < 0.2 ? 0 : 150 * next()));
    // Whatever posts are cut off by their capacity, who reaches another is by the need.
    const cuts = Array.from({ length: 2 ** posts.length }, (_, cut) => {
      const of = posts.filter((post) => cut & (1 << post));
      const others = need.filter((_, i) => reach[i].some((post) => !of.includes(post)));
      return [...of.map((post) => capacity[post]), ...others].reduce((sum, each) => sum + each, 0);
    });
    const found = served(reach, need, capacity);
    equal([seed, found.toFixed(6)], [seed, Math.min(...cuts).toFixed(6)]);
  }
});

Deno.test("a slider shows the published value, whatever it is", () => {
  equal(change.steps(data, "poor_share").length, 200);
  const odd = { travel: { ...data.travel, poor_share: 0.0467, far_minutes: 73.3 } };
  equal(change.steps(odd, "poor_share").slice(45, 48), [0.046, 0.0467, 0.047]);
  equal(change.steps(odd, "far_minutes").slice(-2), [60, 73.3]);
});
