/* Scenarios as files, and side by side, on a geography one can draw (drawn.js). */
import { NONE } from "../../jura_coverage/publish/map/scripts/changes.js";
import { changes } from "../../jura_coverage/publish/map/scripts/comparison.js";
import { simulated } from "../../jura_coverage/publish/map/scripts/scene.js";
import {
  opened,
  read,
  scenario,
  tidied,
  written,
} from "../../jura_coverage/publish/map/scripts/scenarios.js";
import { equal, place, scene as data } from "./drawn.js";
/** @import { Changes } from "../../jura_coverage/publish/map/scripts/types.d.ts" */

/** @type {Changes} */
const ALL = {
  poor_share: 0.046,
  far_minutes: 12.5,
  added: [[1, 2]],
  closed: [[0, 1]],
  moved: [[1, 3, 1]],
};
const FILE = scenario("Essai", ALL, data);

/** The same data with other places.
 * @param {import("../../jura_coverage/publish/map/scripts/types.d.ts").Place[]} places */
const having = (...places) => ({ ...data, places: places.map((each) => ({ ...each, metres: null })) });

/** What a file that can be opened holds.
 * @param {string} text */
function whole(text) {
  const found = read(text, "39");
  if (typeof found === "string") throw new Error(found);
  return found;
}

Deno.test("a file gives back what was kept, by codes and hosts", () => {
  equal(FILE.changes.closed, [{ insee: "39001", host: "Fixe", nth: 1, posts: 1 }]);
  equal(FILE.changes.moved, [{ insee: "39003", host: "Bus", nth: 1, posts: 1, to: "39004" }]);
  equal(whole(written(FILE)), { format: "jura-coverage scenario", version: 1, ...FILE });
  equal(opened(whole(written(FILE)), data), { changes: ALL, lost: [] });
});

Deno.test("a file is opened where communes and hosts stand in another order", () => {
  const other = having(place("Neuf", 0, 0), place("Bus", 2, 1), place("Fixe", 0, 2, { posts: 1 }));
  const { changes: found, lost } = opened(FILE, other);
  equal([found.closed, found.moved, lost], [[[2, 1]], [[1, 3, 1]], []]);
});

Deno.test("of two hosts of one name in a commune the file says which", () => {
  const two = having(place("Fixe", 0, 0), place("Fixe", 0, 1));
  const file = scenario("Essai", { ...NONE, closed: [[1, 1]] }, two);
  equal(file.changes.closed[0].nth, 2);
  equal(opened(file, two).changes.closed, [[1, 1]]);
});

Deno.test("what a file asks of other data is left out, and named", () => {
  const insee = ["39001", "39009", "39003", "39004", "39005"];
  const places = data.places.map((each) => ({ ...each, host: "Autre" }));
  const found = opened(FILE, { ...data, places, communes: { ...data.communes, insee } });
  equal(found.changes, { ...NONE, poor_share: 0.046, far_minutes: 12.5 });
  equal(found.lost.map((text) => text.replace(/\s/g, " ")), [
    "ajout de 2 postes (la commune « 39002 »)",
    "fermeture de « Fixe » (A)",
    "déplacement de « Bus » (C) vers D",
  ]);
});

/** @param {object} more */
const changed = (more) => JSON.stringify({ ...JSON.parse(written(FILE)), ...more });
/** @param {object} more */
const asking = (more) => changed({ changes: { ...FILE.changes, ...more } });

Deno.test("a file that is none of ours is told in a sentence", () => {
  /** @type {Record<string, string[]>} */
  const files = {
    "n'est pas un scénario": [
      "",
      "{",
      "[]",
      "null",
      "7",
      "<script>alert(1)</script>",
      changed({ format: "gpx" }),
    ],
    "une autre version": [changed({ version: 2 }), changed({ version: "1" })],
    "est abîmé": [
      changed({ name: 7 }),
      changed({ changes: null }),
      changed({ changes: [] }),
      asking({ poor_share: "5" }),
      asking({ far_minutes: -1 }),
      asking({ added: [null] }),
      asking({ added: { length: 1 } }),
      asking({ added: [{ insee: "39002", posts: 1e999 }] }),
      asking({ closed: [{ insee: "39001", host: { toString: 1 }, nth: 1, posts: 1 }] }),
      asking({ moved: [{ insee: "39001", host: "Fixe", nth: 1, posts: 1 }] }),
      asking({ added: Array.from({ length: 6000 }, () => ({ insee: "39002", posts: 1 })) }),
    ],
    "du département": [changed({ departement: "25" })],
  };
  for (const [said, texts] of Object.entries(files)) {
    for (const text of texts) {
      const found = read(text, "39");
      equal([text, typeof found === "string" && found.includes(said)], [text, true]);
    }
  }
});

Deno.test("what is more in a file than a scenario has changes nothing", () => {
  const text = written(FILE).replace("{", '{ "__proto__": { "posts": 9 }, "constructor": 1,');
  equal(opened(whole(text), data).changes, ALL);
});

Deno.test("a name is one line of text, not too long", () => {
  equal(tidied("  Deux\n postes\u0000\u202e de plus  "), "Deux postes de plus");
  equal(tidied("x".repeat(500)).length, 80);
  equal(tidied(" \n "), "");
});

Deno.test("communes gained and lost are named", () => {
  const near = { ...data, communes: { ...data.communes, share_without: [0.1, 0.1, 0.1, 0.1, 0.1] } };
  const before = simulated(near, { ...NONE, far_minutes: 7 }); // A and E have a place
  const after = simulated(near, { ...NONE, far_minutes: 7, closed: [[0, 1]], added: [[2, 1]] });
  equal(changes(before, after).map(({ names }) => names), [["C"], ["A"], ["C"], ["A"]]);
});
