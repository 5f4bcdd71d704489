/* Minutes that a table or roads told: unpacked, and which of them lead to a point. */
// @ts-types="./dropped/fflate.d.ts"
import { inflateSync } from "../../html/vendor/fflate.js";
import { point } from "./geometry.js";
/** @import { Matrix, Payload } from "./payload.d.ts"
 * @import { Point, ShownTravel } from "./types.d.ts" */

/** What is known of a table: a row an origin and a column a point, minutes NaN where none are told.
 * `east` and `north` are where the points lie, the communes first; rows of some origins begin at `first`.
 * @typedef {{east: (number | null)[], north: (number | null)[], first: number, minutes: Float64Array,
 *   estimated: Uint8Array}} Told */

/** The minutes of a payload made ready; the same where it has none.
 * @param {Pick<Payload, "travel" | "communes">} payload
 * @returns {ShownTravel} */
export function unpacked({ travel, communes }) {
  const { matrix } = travel;
  if (!matrix) return travel;
  const own = communes.insee.length;
  const [east, north] = [[...travel.east, ...matrix.east], [...travel.north, ...matrix.north]];
  const columns = east.length;
  const { numbers, estimated } = numbersOf(matrix);
  const known = levels(matrix);
  const minutes = new Float64Array(numbers.length);
  numbers.forEach((number, cell) => minutes[cell] = number ? known[number - 1] : NaN);
  const told = { east, north, first: 0, minutes, estimated };
  const shown = { ...travel, told };
  const { places_east, places_north } = travel;
  const places = places_east.map((east, i) => {
    const at = point(east, places_north[i]);
    return at && columnAt(shown, at);
  });
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
  return { ...shown, belt: { ...travel.belt, told: { ...told, first: own } } };
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
  const columns = points_like.length;
  const cells = rows_like.length * columns;
  const packed = Uint8Array.from(atob(trips), (letter) => letter.charCodeAt(0));
  const bytes = inflateSync(packed, { out: new Uint8Array(3 * cells) });
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

/** The nearest of some points within a distance, the first of two, and how far off it is; null for none.
 * @param {Point} to
 * @param {{east: (number | null)[], north: (number | null)[]}} points
 * @param {number} most_m */
function nearestOf([x, y], { east, north }, most_m) {
  /** @type {{i: number, metres: number} | null} */
  let found = null;
  for (let i = 0; i < east.length; i++) {
    const [across, along] = [east[i], north[i]];
    if (across === null || along === null) continue;
    const metres = Math.hypot(across - x, along - y);
    if (metres <= most_m && (!found || metres < found.metres)) found = { i, metres };
  }
  return found;
}

/** What stands for a position: the column of the point that it is; else that of the commune that lends it
 * its minutes, and from how far. Null where nothing does.
 * @param {ShownTravel} travel
 * @param {Point} at
 * @returns {{column: number, lent_m: number | null} | null} */
function standIn(travel, at) {
  const { matrix, told } = travel;
  if (!matrix || !told) return null;
  const own = nearestOf(at, told, matrix.same_m);
  if (own) return { column: own.i, lent_m: null };
  const commune = nearestOf(at, travel, matrix.nearest_m);
  return commune && { column: commune.i, lent_m: commune.metres };
}

/** The column that stands for a position; null for none.
 * @param {ShownTravel} travel
 * @param {Point} at */
export const columnAt = (travel, at) => standIn(travel, at)?.column ?? null;

/** The commune that lends its minutes to a position at no point of the table, and how far off it is; null
 * where none does.
 * @param {ShownTravel} travel
 * @param {Point} at */
export function lender(travel, at) {
  const by = standIn(travel, at);
  return by && by.lent_m !== null ? { commune: by.column, metres: by.lent_m } : null;
}

/** The minutes that are told from an origin to a column; no number where none are.
 * @param {Told} told
 * @param {number} origin
 * @param {number | null} column */
export const toldOf = ({ east, first, minutes }, origin, column) =>
  column === null ? NaN : minutes[(first + origin) * east.length + column];

/** From how many of the communes that trips leave from no trip to a position is told, and of how many.
 * @param {ShownTravel} travel
 * @param {Point} at
 * @returns {{lacking: number, of: number}} */
export function untold(travel, at) {
  const { told, east } = travel;
  const from = east.flatMap((each, i) => (each === null ? [] : [i]));
  if (!told) return { lacking: 0, of: from.length };
  const column = columnAt(travel, at);
  const lacking = from.filter((i) => Number.isNaN(toldOf(told, i, column))).length;
  return { lacking, of: from.length };
}

/** Whether a post can be tried at a position: what becomes of trips that are not told decides.
 * @param {ShownTravel} travel
 * @param {Point} at */
export function reaches(travel, at) {
  const { lacking, of } = untold(travel, at);
  const policy = travel.matrix?.missing_pairs;
  return !lacking || policy === "estimate" || policy === "missing" && lacking < of;
}
