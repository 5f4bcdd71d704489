/* The cases of tests/vectors/whatif.json, which tests/test_vectors.py runs through Python. */
import * as address from "../../jura_coverage/publish/map/scripts/address.js";
import { NONE } from "../../jura_coverage/publish/map/scripts/changes.js";
import {
  names,
  percent as chosenPercent,
  positions,
} from "../../jura_coverage/publish/map/scripts/scales.js";
import { measured } from "../../jura_coverage/publish/map/scripts/measures.js";
import { published, simulated } from "../../jura_coverage/publish/map/scripts/scene.js";
import * as text from "../../jura_coverage/publish/map/scripts/text.js";
import { noted } from "../../jura_coverage/publish/map/scripts/words.js";
import vectors from "../vectors/whatif.json" with { type: "json" };
import { equal, inColumns, payload, place } from "./drawn.js";
/** @import { Changes, Place, Scene } from "../../jura_coverage/publish/map/scripts/types.d.ts" */

/** @typedef {{inside: number | null, base: number, metres: number[] | null, fte?: number,
 *   posts?: number, belt?: number | null}} Drawn
 * @typedef {{travel: any, premises: number[], premises_without: (number | null)[], places: Drawn[],
 *   residents?: (number | null)[], people_a_year?: number, need_share?: number,
 *   need?: (number | null)[] | null}} Geography */

/** @param {Drawn} each
 * @returns {Place} */
function drawnPlace({ inside, base, metres, fte = metres ? 1 : 0, posts = 1, belt = null }) {
  return { ...place("Structure", inside ?? 0, base), inside, fte, posts, ours: belt === null };
}

/** @param {Geography} geography
 * @returns {Scene} */
function drawn({ travel, premises, premises_without, places, ...more }) {
  const each = premises.map((_, i) => i);
  const communes = {
    ...payload.communes,
    name: each.map(String),
    insee: each.map((i) => String(39000 + i)),
    at: each.map((i) => /** @type {[number, number]} */ ([i, i])),
    residents: more.residents ?? each.map(() => null),
    premises,
    premises_without,
  };
  const { people_a_year = 0, need_share = 0, need = null } = more;
  return /** @type {Scene} */ (published({
    ...payload,
    communes,
    themes: [],
    capacity: { people_a_year, need_share, need },
    travel: {
      ...payload.travel,
      ...travel,
      places_east: places.map(({ metres }) => metres && metres[0]),
      places_north: places.map(({ metres }) => metres && metres[1]),
    },
    places: inColumns(places.map(drawnPlace)),
  }));
}

/** The published threshold, tried: so the page works out again what Python published.
 * @param {Scene} data
 * @param {object} changes */
function tried(data, changes) {
  const all = { ...NONE, far_minutes: data.travel.far_minutes, ...changes };
  return simulated(data, /** @type {Changes} */ (all));
}

for (const { why, geography, changes, expected } of vectors.scenes) {
  Deno.test(why, () => {
    const data = drawn(vectors.geographies[/** @type {keyof typeof vectors.geographies} */ (geography)]);
    const { communes } = tried(data, changes);
    const situation = communes.situation.map((position) => vectors.situations[position]);
    equal(
      Object.keys(expected).map((key) => /** @type {any} */ ({ ...communes, situation })[key]),
      Object.values(expected),
    );
  });
}

for (const { cases, ...geography } of vectors.effects) {
  for (const { why, changes, expected, ...more } of cases) {
    Deno.test(why, () => {
      const data = drawn(geography);
      if ("address" in more) {
        const all = { ...NONE, ...changes };
        equal(address.write(/** @type {Changes} */ (all), data), more.address);
        equal(address.read(more.address, data), { changes: all, lost: [] });
      }
      const { residents, flagged, access, served } = measured(tried(data, changes));
      const partly = Object.entries({ residents, served }).filter(([, sum]) => sum.partly);
      /** @param {number | null} value */
      const millionths = (value) => value === null ? null : Math.round(1e6 * value);
      equal(
        [residents, flagged, access, served].map(({ total }) => millionths(total)),
        [expected.residents, expected.flagged, expected.access, expected.served].map(millionths),
      );
      equal(partly.map(([name]) => name), expected.partly);
    });
  }
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
  typeset: text.typeset,
  fold: text.fold,
  linked: text.linked,
  chosen_percent: chosenPercent,
  threshold_minutes: (far_minutes) => noted("{minutes}", { poor_share: 0, far_minutes }),
};

for (const { function: name, of, is, why } of vectors.texts) {
  Deno.test(`${name}(${of}): ${why}`, () => equal(WRITERS[name](...of), is));
}
