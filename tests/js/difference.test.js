/* Unit tests of what a simulation changes: `deno test --allow-read tests/js`. */
import { NONE } from "../../jura_coverage/publish/map/scripts/changes.js";
import { differences, simulated } from "../../jura_coverage/publish/map/scripts/scene.js";
import { equal, scene } from "./drawn.js";

/** @type {typeof scene} */
const shown = { ...scene, themes: [{ ...scene.themes[0], key: "changement", follows: "difference" }] };

const [FLAGGED, NO_MORE, FURTHER, NEARER, SAME, UNKNOWN] = [0, 1, 2, 3, 4, 5];

Deno.test("without the post in A it is 26 minutes away and flagged, and B is 20 instead of 8", () => {
  const [theme] = simulated(shown, { ...NONE, closed: [[0, 1]] }).themes;
  equal(theme.of, [FLAGGED, FURTHER, SAME, UNKNOWN, UNKNOWN]);
  equal(theme.simulated, true);
});

Deno.test("a post in C brings it nearer, and nobody else", () => {
  const [theme] = simulated(shown, { ...NONE, added: [[2, 1]] }).themes;
  equal(theme.of, [SAME, SAME, NEARER, UNKNOWN, UNKNOWN]);
});

Deno.test("a commune is flagged no more, and less than a minute is no change", () => {
  const before = { situation: [0, 3, 3, 3], minutes: [25, 10, 10, null] };
  const after = { situation: [1, 3, 3, 3], minutes: [15, 10.9, 11, null] };
  equal(differences(before, after), [NO_MORE, SAME, FURTHER, SAME]);
});
