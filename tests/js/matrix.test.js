/* Minutes of a table, by the cases of tests/vectors/matrix.json, which tests/test_matrix.py runs too. */
// @ts-types="./fflate.d.ts"
import { deflateSync } from "../../jura_coverage/publish/html/vendor/fflate.js";
import { add, close, NONE, steps } from "../../jura_coverage/publish/map/scripts/changes.js";
import { columnAt, lender, levels, numbersOf } from "../../jura_coverage/publish/map/scripts/matrix.js";
import { measured } from "../../jura_coverage/publish/map/scripts/measures.js";
import { values } from "../../jura_coverage/publish/map/scripts/reasons.js";
import { published, simulated } from "../../jura_coverage/publish/map/scripts/scene.js";
import { besides, nowhere, siteOf } from "../../jura_coverage/publish/map/scripts/sites.js";
import vectors from "../vectors/matrix.json" with { type: "json" };
import { equal, inColumns, payload, place } from "./drawn.js";
/** @import { Scene } from "../../jura_coverage/publish/map/scripts/types.d.ts" */

/** @typedef {"refuse" | "estimate" | "missing"} Policy */

const { ground } = vectors;
const SAID = {
  refused: { found: "", expected: "", action: "" },
  untold: /** @type {[string, string]} */ (["", ""]),
  lent: "",
  unreachable: "",
  filled: "",
  lender: "",
  estimated: "trajet estimé",
  no_site: "aucun poste",
  no_sites: "nulle part",
  only_known: "à un lieu connu",
};
/** @param {string} text */
const plain = (text) => text.replace(/\s/g, " ");

/** @param {number[]} bytes */
const written = (bytes) => btoa(String.fromCharCode(...deflateSync(Uint8Array.from(bytes))));

for (const { why, values, ...given } of vectors.levels) {
  Deno.test(why, () => {
    equal(levels({ steps: /** @type {[number, number][]} */ (given.steps), also: given.also }), values);
  });
}

Deno.test("what Python writes is read again", () => {
  const { numbers, estimated, bytes, ...like } = vectors.packed;
  const found = numbersOf({ ...like, trips: written(bytes) });
  equal([...found.numbers], numbers.flat());
  equal([...found.estimated], estimated.flat());
});

Deno.test("rows and points are found whatever the order in which they are like each other", () => {
  // The third is the first, the others are like the one after them; all leave 1: 1, 2, 3 from the end.
  const like = [1, 2, -1];
  const left = [...[2, 2, 2], ...Array(6).fill(0)];
  equal([...numbersOf({ rows_like: [-1], points_like: like, trips: written(left) }).numbers], [3, 2, 1]);
});

/** The ground of the cases, with minutes told in eighths, each guessed from nothing; points after the
 * communes lie at `others`, and places at points.
 * @param {Policy} missing_pairs
 * @param {{told?: (number | null)[][], places?: number[], others?: number[], estimated?: number[],
 *   minutes?: (number | null)[]}} [other] what else is told and published
 * @returns {Scene} */
function tabled(missing_pairs, other = {}) {
  const { told = ground.told, places = ground.places, others = [], estimated, minutes } = other;
  const { east, least, fixed_minutes, minutes_per_km, distance_exponent, far_minutes } = ground;
  const each = east.map((_, i) => i);
  const points = [...east, ...others];
  const numbers = told.flat().map((minutes) => (minutes === null ? 0 : 2 * (8 * minutes + 1)));
  const low = numbers.map((number) => number % 256);
  const high = numbers.map((number) => Math.floor(number / 256));
  const bytes = [...low, ...high, ...(estimated ?? numbers.map(() => 0))];
  const nothing = east.map(() => null);
  return published({
    ...payload,
    communes: {
      ...payload.communes,
      name: ["A", "B", "C", "D"],
      insee: each.map((i) => String(39000 + i)),
      at: each.map((i) => [i, i]),
      residents: each.map(() => 100),
      premises: each.map(() => 100),
      premises_without: each.map(() => 100),
      place: minutes ? each.map(() => 0) : nothing,
      minutes: minutes ?? nothing,
      place_second: nothing,
      minutes_second: nothing,
    },
    themes: [],
    travel: {
      ...payload.travel,
      fixed_minutes,
      minutes_per_km,
      distance_exponent,
      far_minutes,
      east,
      north: east.map(() => 0),
      least: east.map(() => least),
      places_east: places.map((at) => points[at]),
      places_north: places.map(() => 0),
      matrix: {
        east: others,
        north: others.map(() => 0),
        steps: [[60, 0.125]],
        also: [],
        rows_like: each.map(() => -1),
        points_like: points.map(() => -1),
        trips: written(bytes),
        missing_pairs,
        by_road: 0.25,
        same_m: 100,
        nearest_m: 3000,
        said: SAID,
      },
    },
    places: inColumns(places.map((at, i) => place("Structure", Math.min(at, 3), i))),
  });
}

/** As published, found by the page.
 * @param {Scene} data */
const found = (data) => simulated(data, { ...NONE, poor_share: 0.5 }).communes;

for (const { why, missing_pairs, closed, added, minutes, second, far } of vectors.cases) {
  Deno.test(why, () => {
    const data = tabled(/** @type {Policy} */ (missing_pairs));
    const without = closed.reduce((changes, base) => close(changes, base, 1), NONE);
    const changes = added.reduce((changes, at) => add(changes, at, 1), without);
    const { communes } = simulated(data, { ...changes, poor_share: 0.5 });
    equal([communes.minutes, communes.minutes_second], [minutes, second]);
    equal(communes.situation.map((each) => (each === 4 ? null : each === 0)), far); // all are poor
  });
}

Deno.test("no post is tried where a trip is refused", () => {
  const data = tabled("refuse"); // of A and C each lacks the trip from the other
  equal([0, 1, 2, 3].map((commune) => siteOf(data, commune) !== null), [false, true, false, true]);
  equal([besides(data, 0), besides(data, 1), nowhere(data)], ["aucun poste", "", ""]);
  equal([0, 1, 2, 3].every((commune) => siteOf(tabled("missing"), commune)?.own), true);
});

Deno.test("where nothing leads to town halls, a post is tried at a place that is known", () => {
  // To the place in D alone, 300 m from its town hall, trips are told.
  const told = [30, 22, 9, 2].map((minutes) => [null, null, null, null, minutes]);
  const only = { told, others: [12300], places: [4] };
  const data = tabled("refuse", only);
  equal([0, 1, 2, 3].map((commune) => siteOf(data, commune)?.metres ?? null), [null, null, null, [12300, 0]]);
  equal([besides(data, 0), besides(data, 3), nowhere(data)], [
    "aucun poste",
    "à un lieu connu",
    "nulle part",
  ]);
  const moved = simulated(data, add(close(NONE, 0, 1), 3, 1));
  equal([moved.communes.minutes, moved.communes.place], [[30, 22, 9, 2], [1, 1, 1, 1]]);
  equal(nowhere(tabled("missing", only)), "nulle part");
  equal(nowhere(tabled("estimate", only)), "");
});

Deno.test("a place at no point takes the minutes of the nearest commune, up to 3 km", () => {
  const { travel } = tabled("missing");
  const [near, at, lent, away] = [[80, 0], [100, 0], [5500, 0], [12000, 3001]].map((metres) => {
    const to = /** @type {[number, number]} */ (metres);
    return { column: columnAt(travel, to), lender: lender(travel, to) };
  });
  equal([near, at], [{ column: 0, lender: null }, { column: 0, lender: null }]);
  equal(lent, { column: 1, lender: { commune: 1, metres: 1500 } });
  equal(away, { column: null, lender: null });
});

Deno.test("a card tells the error of a measured trip, and which is estimated", () => {
  const data = tabled("estimate");
  const lone = simulated(data, close(NONE, 1, 1)); // C is left with A, to which nothing is told
  const [measured, filled] = [3, 2].map((commune) => plain(values(lone, commune)[1]));
  equal(measured, "25,0 min jusqu'au conseiller le plus proche, à 6 min près ; seuil 10 min");
  equal(filled, "14,0 min jusqu'au conseiller le plus proche, trajet estimé, à 4 min près ; seuil 10 min");
  const told = simulated(tabled("missing", { estimated: Array(16).fill(1) }), { ...NONE, poor_share: 0.5 });
  equal(plain(values(told, 0)[1]).includes("trajet estimé, à 2 min près"), true);
});

Deno.test("what is published is told as exactly as it was, if it is the same trip", () => {
  // Rounded up to 3, 8.125, 10 and 25: A, B and D are known more exactly, and C was something else.
  const minutes = [2.9, 8.01, 9.5, 24.99];
  equal(found(tabled("estimate", { minutes })).minutes, [2.9, 8.01, 10, 3]);
  const lone = simulated(tabled("missing", { minutes }), close(NONE, 1, 1));
  equal(lone.communes.minutes, [2.9, 8.01, null, 24.99]);
});

Deno.test("access is not known where it is not known who comes from beyond", () => {
  const data = tabled("refuse");
  const { travel } = data;
  const { told } = travel;
  if (!told) throw new Error("no table");
  const away = { ...told, first: 0, minutes: Float64Array.from([9, 9, 9, NaN]) };
  const belt = { east: [16000], north: [0], least: [2000], residents: [50], told: away };
  const beyond = { ...data, travel: { ...travel, belt } };
  equal([measured(beyond).access.total, measured(data).access.total !== null], [null, true]);
  equal(measured(beyond).residents, measured(data).residents);
});

Deno.test("each threshold that a slider has is an end of a step, and so are its parts", () => {
  const known = new Set(levels({ steps: [[45, 0.125], [90, 0.25]], also: [] }));
  const tried = steps(tabled("missing"), "far_minutes");
  equal(tried.length, 111);
  equal(tried.every((each) => [0.5, 0.75, 1, 1.5].every((factor) => known.has(factor * each))), true);
});
