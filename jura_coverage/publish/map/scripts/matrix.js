/* Minutes that a table or roads told: unpacked, and which of them lead to a point. */
// @ts-types="./dropped/fflate.d.ts"
import { inflateSync } from "../../html/vendor/fflate.js";
import { point } from "./geometry.js";
/** @import { Matrix, Payload } from "./payload.d.ts"
 * @import { Point, ShownTravel } from "./types.d.ts" */

/** What is known of a table: a row an origin and a column a point, minutes NaN where none are told.
 * Rows of some origins begin at `first`.
 * @typedef {{columns: number, first: number, minutes: Float64Array, estimated: Uint8Array}} Told */

/** The minutes of a payload made ready; the same where it has none.
 * @param {Pick<Payload, "travel" | "communes">} payload
 * @returns {ShownTravel} */
export function unpacked({ travel, communes }) {
  const { matrix } = travel;
  if (!matrix) return travel;
  const own = communes.insee.length;
  const columns = own + matrix.east.length;
  const { numbers, estimated } = numbersOf(matrix);
  const known = levels(matrix);
  const minutes = Float64Array.from(numbers, (number) => number ? known[number - 1] : NaN);
  const shown = { ...travel, told: { columns, first: 0, minutes, estimated } };
  const { places_east, places_north } = travel;
  const places = places_east.map((east, i) => columnAt(shown, point(east, places_north[i])));
  /** What is published is known more exactly, and lies between the same two levels.
   * @param {(number | null)[]} place
   * @param {(number | null)[]} exact */
  function publish(place, exact) {
    exact.forEach((value, i) => {
      const to = place[i];
      const column = to === null ? null : places[to];
      if (column === null || value === null) return;
      const number = numbers[i * columns + column];
      const below = number > 1 ? known[number - 2] : -Infinity;
      if (number && below < value && value <= known[number - 1]) minutes[i * columns + column] = value;
    });
  }
  publish(communes.place, communes.minutes);
  publish(communes.place_second, communes.minutes_second);
  return { ...shown, belt: { ...travel.belt, told: { columns, first: own, minutes, estimated } } };
}

/** All minutes that a trip may have, growing.
 * @param {Pick<Matrix, "steps" | "also">} matrix
 * @returns {number[]} */
export function levels({ steps, also }) {
  const values = [0];
  for (const [most, step] of steps) {
    for (let next = values[values.length - 1] + step; next <= most; next += step) values.push(next);
  }
  return [...new Set([...values, ...also])].sort((a, b) => a - b);
}

/** The numbers of the levels, 0 where nothing is told, and which trips are estimates.
 * @param {Pick<Matrix, "trips" | "rows_like" | "points_like">} matrix */
export function numbersOf({ trips, rows_like, points_like }) {
  const bytes = inflateSync(Uint8Array.from(atob(trips), (letter) => letter.charCodeAt(0)));
  const columns = points_like.length;
  const cells = rows_like.length * columns;
  const numbers = new Int32Array(cells);
  const across = inOrder(points_like);
  for (const row of inOrder(rows_like)) {
    const [here, above] = [row * columns, rows_like[row] * columns];
    for (const column of across) {
      const beside = points_like[column];
      const left = bytes[here + column] + 256 * bytes[cells + here + column];
      numbers[here + column] = (left % 2 ? -(left + 1) / 2 : left / 2) +
        (above < 0 ? 0 : numbers[above + column]) + (beside < 0 ? 0 : numbers[here + beside]) -
        (above < 0 || beside < 0 ? 0 : numbers[above + beside]);
    }
  }
  return { numbers, estimated: bytes.subarray(2 * cells) };
}

/** Positions, each after the one that it is like.
 * @param {number[]} like */
function inOrder(like) {
  /** @type {Set<number>} */
  const order = new Set();
  like.forEach((_, start) => {
    const line = [];
    for (let i = start; i >= 0 && !order.has(i); i = like[i]) line.push(i);
    for (const i of line.reverse()) order.add(i);
  });
  return [...order];
}

/** The nearest of some points within a distance, the first of two.
 * @param {Point} to
 * @param {(number | null)[]} east
 * @param {(number | null)[]} north
 * @param {number} most_m */
function nearestOf([x, y], east, north, most_m) {
  let [least, found] = [most_m ** 2, -1];
  east.forEach((each, i) => {
    const other = north[i];
    if (each === null || other === null) return;
    const away = (each - x) ** 2 + (other - y) ** 2;
    if (away < least || away === least && found < 0) [least, found] = [away, i];
  });
  return { found, least };
}

/** The commune that lends its minutes to a position at no point of the table: which, and how far off;
 * null where none does.
 * @param {ShownTravel} travel
 * @param {Point} at */
export function lender({ matrix, east, north }, at) {
  if (
    !matrix || nearestOf(at, [...east, ...matrix.east], [...north, ...matrix.north], matrix.same_m).found >= 0
  ) {
    return null;
  }
  const { found, least } = nearestOf(at, east, north, matrix.nearest_m);
  return found < 0 ? null : { commune: found, metres: Math.sqrt(least) };
}

/** The column that stands for a position: that of the point that it is, or of the commune that lends it
 * its minutes; null for none, or no position.
 * @param {ShownTravel} travel
 * @param {Point | null} at
 * @returns {number | null} */
export function columnAt(travel, at) {
  const { matrix, east, north } = travel;
  if (!matrix || !at) return null;
  const own = nearestOf(at, [...east, ...matrix.east], [...north, ...matrix.north], matrix.same_m).found;
  return own >= 0 ? own : lender(travel, at)?.commune ?? null;
}

/** From how many of the communes that trips leave from no trip to a position is told; all of them where
 * no point stands for it.
 * @param {ShownTravel} travel
 * @param {Point} at
 * @returns {{untold: number, of: number}} */
export function untold(travel, at) {
  const { told, east } = travel;
  const from = east.flatMap((each, i) => (each === null ? [] : [i]));
  if (!told) return { untold: 0, of: from.length };
  const column = columnAt(travel, at);
  const lacks = from.filter((i) => column === null || Number.isNaN(told.minutes[i * told.columns + column]));
  return { untold: lacks.length, of: from.length };
}

/** Whether a post can be tried at a position: what becomes of trips that are not told decides.
 * @param {ShownTravel} travel
 * @param {Point} at */
export function reaches(travel, at) {
  const { untold: lacks, of } = untold(travel, at);
  if (!lacks || travel.matrix?.missing_pairs === "estimate") return true;
  return travel.matrix?.missing_pairs === "missing" && lacks < of;
}
