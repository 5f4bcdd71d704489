/* Unit tests of what cards say: `deno test --allow-read tests/js`. */
import { dependants, needed } from "../../jura_coverage/publish/map/scripts/host.js";
import { spoken } from "../../jura_coverage/publish/map/scripts/card.js";
import { change, values } from "../../jura_coverage/publish/map/scripts/reasons.js";
import { shares } from "../../jura_coverage/publish/map/scripts/scene.js";
import { equal, scene } from "./drawn.js";

/** @param {string} text */
const plain = (text) => text.replace(/\u00a0/g, " ");

/** The five squares with other situations and minutes.
 * @param {Partial<typeof scene.communes>} more */
const drawn = (more) => ({ ...scene, communes: { ...scene.communes, ...more } });

Deno.test("values stand beside their thresholds, with what minutes may be off", () => {
  equal(values(scene, 0).map(plain), [
    "5,0 % des locaux sans accès filaire : 10 sur 200 ; seuil 5 %",
    "5,0 min jusqu'au conseiller le plus proche, à 2 min près ; seuil 20 min",
  ]);
  equal(values(scene, 3).map(plain)[0], "locaux sans accès filaire : non disponible");
  // Longer than the longest class: its error.
  equal(plain(values(drawn({ minutes: [99] }), 0)[1]).includes("à 4 min près"), true);
  equal(plain(values(drawn({ minutes: [null] }), 0)[1]), "temps jusqu'au conseiller : non disponible");
});

Deno.test("an arrondissement without counts has the share of its city, and that is said", () => {
  const communes = { premises: [null, 100, null], premises_without: [null, 5, null] };
  const found = shares({ ...communes, of_city: [[0, 10, 400]] });
  equal(found, [0.025, 0.05, null]);
  const part = drawn({ ...communes, share_without: found, of_city: [[0, 10, 400]] });
  equal(
    plain(values(part, 0)[0]),
    "2,5 % des locaux sans accès filaire : moyenne de la ville entière ; seuil 5 %",
  );
});

Deno.test("rounding puts no minutes on the threshold that they are beside", () => {
  equal(values(drawn({ minutes: [20.004] }), 0)[1].startsWith("20,004"), true);
});

Deno.test("what would change a flag is said, the nearer threshold first", () => {
  // 10 of 200 premises are on the threshold of 5 %: one less is enough. 3.04 minutes are over 3.0.
  const flagged = drawn({ situation: [0, 3, 3, 4, 4], minutes: [23.04, 8, 14, 8, 5] });
  equal(
    plain(change(flagged, 0)),
    "Elle ne serait plus signalée avec un bon accès pour 1 local de plus, ou avec un conseiller 3,1 min plus près.",
  );
  // At 40 of 200 premises, four times the threshold, the way is nearer to its own.
  const worse = drawn({ ...flagged.communes, premises_without: [40, 2, 0, null, 0] });
  equal(
    plain(change(worse, 0)),
    "Elle ne serait plus signalée avec un conseiller 3,1 min plus près, ou avec un bon accès pour 31 locaux de plus.",
  );
});

Deno.test("what would bring a flag is said", () => {
  equal(
    plain(change(scene, 0)),
    "Sans son conseiller, le plus proche serait celui d'E, à 26,0 min : elle serait signalée.",
  );
  const near = drawn({ minutes_second: [12] });
  equal(plain(change(near, 0)).endsWith("à 12,0 min : elle ne serait pas signalée."), true);
  const alone = drawn({ place_second: [null], minutes_second: [null] });
  equal(change(alone, 0), "Elle serait signalée sans son conseiller, le seul connu.");
  const far = drawn({ minutes: [5, 30], situation: [1, 2, 3, 4, 4] });
  equal(plain(change(far, 1)), "Elle serait signalée avec 8 locaux mal desservis de plus.");
  equal([change(scene, 2), change(scene, 3)], ["", ""]);
});

Deno.test("a host tells which communes need it, and of how many the residents are known", () => {
  equal(dependants(scene, 0), [0, 1, 2]);
  equal(plain(needed(scene, [0, 1, 2])), "Le lieu le plus proche pour 3 communes, 1 230 habitants.");
  const flagged = drawn({ situation: [0, 0, 3, 4, 4] });
  equal(plain(needed(flagged, [3, 4])), "Le lieu le plus proche pour 2 communes, au moins 4 habitants.");
  equal(plain(needed(flagged, [0, 1])).endsWith(", dont 2 communes signalées."), true);
  equal(plain(needed(scene, [4])).includes("population inconnue"), true);
  equal(needed(scene, []).includes("aucune commune"), true);
});

Deno.test("hosts at one address share those who need them", () => {
  const [one, bus, stop] = scene.places;
  const shared = { ...scene, places: [one, bus, { ...stop, at: one.at }] };
  equal(dependants(shared, 0), [0, 1, 2, 3, 4]);
});

Deno.test("what is not known is said as such to those who hear the page", () => {
  equal(
    plain(spoken(drawn({ minutes: [null], share_without: [null] }), 0)).split(". ")[1],
    "1 000 habitants, temps vers un conseiller non disponible, internet non disponible.",
  );
  equal(
    plain(spoken(drawn({ share_without: [0.05] }), 0)).split(". ")[1],
    "1 000 habitants, conseiller à 5,0 min, 5,0 % des locaux sans accès filaire.",
  );
});
