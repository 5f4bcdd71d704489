/* The cases of tests/vectors/whatif.json, which tests/test_vectors.py runs through Python. */
import { NONE } from "../../jura_coverage/publish/map/scripts/changes.js";
import {
  names,
  percent as chosenPercent,
  positions,
} from "../../jura_coverage/publish/map/scripts/scales.js";
import { shares, simulated } from "../../jura_coverage/publish/map/scripts/scene.js";
import * as text from "../../jura_coverage/publish/map/scripts/text.js";
import { noted } from "../../jura_coverage/publish/map/scripts/words.js";
import vectors from "../vectors/whatif.json" with { type: "json" };
import { equal, place, scene } from "./drawn.js";
/** @import { Changes, Simulable } from "../../jura_coverage/publish/map/scripts/types.d.ts" */

/** @param {(typeof vectors)["geographies"][keyof (typeof vectors)["geographies"]]} geography
 * @returns {Simulable} */
function drawn({ travel, premises, premises_without, places }) {
  const each = premises.map((_, i) => i);
  const communes = {
    ...scene.communes,
    name: each.map(String),
    at: each.map((i) => /** @type {[number, number]} */ ([i, i])),
    premises,
    premises_without,
    share_without: shares({ premises, premises_without }),
  };
  return {
    ...scene,
    communes,
    themes: [],
    travel: {
      ...travel,
      places_east: places.map(({ metres }) => metres && metres[0]),
      places_north: places.map(({ metres }) => metres && metres[1]),
    },
    places: places.map(({ inside, base, metres }) =>
      place("Structure", inside, base, { receives: metres !== null })
    ),
  };
}

for (const { why, geography, changes, expected } of vectors.scenes) {
  Deno.test(why, () => {
    const data = drawn(vectors.geographies[/** @type {keyof typeof vectors.geographies} */ (geography)]);
    // The published threshold, tried: so the page works out again what Python published.
    const tried = /** @type {Changes} */ ({ ...NONE, far_minutes: data.travel.far_minutes, ...changes });
    const { communes } = simulated(data, tried);
    const situation = communes.situation.map((position) => vectors.situations[position]);
    equal(
      Object.keys(expected).map((key) => /** @type {any} */ ({ ...communes, situation })[key]),
      Object.values(expected),
    );
  });
}

for (const { why, measure, factors, labels, threshold, values, ...expected } of vectors.scales) {
  Deno.test(why, () => {
    const scale = /** @type {import("../../jura_coverage/publish/map/scripts/payload.d.ts").Scale} */ (
      { measure, factors, labels }
    );
    const thresholds = { poor_share: threshold, far_minutes: threshold };
    equal(names(scale, thresholds).map((label) => label.replaceAll(text.NBSP, " ")), expected.names);
    equal(positions(scale, thresholds, values), expected.positions);
  });
}

/** @type {Record<string, (...of: any[]) => string>} */
const WRITERS = {
  number: text.number,
  shortest: text.shortest,
  percent: text.percent,
  minutes: text.minutes,
  count: text.count,
  posts: text.posts,
  fold: text.fold,
  chosen_percent: chosenPercent,
  threshold_minutes: (far_minutes) => noted("{minutes}", { poor_share: 0, far_minutes }),
};

for (const { function: name, of, is, why } of vectors.texts) {
  Deno.test(`${name}(${of}): ${why}`, () => equal(WRITERS[name](...of), is));
}
