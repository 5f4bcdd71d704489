/* Ways from communes to places, in minutes: as Python estimates them, or as the table of the run has
   them. */
import { columnAt, toldOf } from "./matrix.js";
/** @import { Told } from "./matrix.js"
 * @import { Communes, Travel } from "./payload.d.ts"
 * @import { Point, ShownPlace, ShownTravel } from "./types.d.ts" */

/** @typedef {Pick<Travel, "east" | "north" | "least"> & {told?: Told}} Origins
 * @typedef {Pick<Travel, "fixed_minutes" | "minutes_per_km" | "distance_exponent">} Estimate
 * @typedef {{length: number, place: number | null}} Way
 * @typedef {{place: number, minutes: number}} Trip */

/** The metres of a trip from an origin; infinite where none can leave.
 * @param {Origins} origins
 * @param {number} i
 * @param {Point} to */
function metresFrom({ east, north, least }, i, to) {
  const shortest = least[i];
  const [x, y] = [east[i], north[i]];
  if (x === null || y === null || shortest === null) return Infinity;
  const [across, along] = [x - to[0], y - to[1]];
  return Math.max(Math.sqrt(across * across + along * along), shortest);
}

/** @param {Estimate} estimate
 * @param {number} metres */
const minutesOf = ({ fixed_minutes, minutes_per_km, distance_exponent }, metres) =>
  fixed_minutes + minutes_per_km * (metres / 1000) ** distance_exponent;

/** What trips from some origins lead to: where somebody receives, with the positions among all places;
 * how long each trip is, to be compared, infinite where there is none and no number where that is not
 * known; and how many minutes that is.
 * @param {ShownTravel} travel
 * @param {Origins} origins
 * @param {Pick<ShownPlace, "metres">[]} places */
function leading(travel, origins, places) {
  const { told } = origins;
  const receiving = places.flatMap(({ metres }, i) =>
    metres ? [{ metres, i, column: told ? columnAt(travel, metres) : null }] : []
  );
  /** @typedef {typeof receiving[number]} To
   * @param {number} origin
   * @param {To} to */
  const metres = (origin, to) => metresFrom(origins, origin, to.metres);
  const minutes = (/** @type {number} */ metres) => minutesOf(travel, metres);
  if (!told) return { receiving, length: metres, minutes };
  /** @param {number} origin
   * @param {To} to */
  const length = (origin, to) => {
    const known = toldOf(told, origin, to.column);
    if (!Number.isNaN(known)) return known;
    const policy = travel.matrix?.missing_pairs;
    return policy === "estimate" ? minutes(metres(origin, to)) : policy === "missing" ? Infinity : NaN;
  };
  return { receiving, length, minutes: (/** @type {number} */ length) => length };
}

/** Whether the table of a run has no measured minutes of a trip, so that they are estimated all the same.
 * @param {ShownTravel} travel
 * @param {number} origin
 * @param {Pick<ShownPlace, "metres">} to */
export function filled(travel, origin, { metres }) {
  const { told } = travel;
  if (!told || !metres) return false;
  const column = columnAt(travel, metres);
  return column === null || Number.isNaN(toldOf(told, origin, column)) ||
    told.estimated[origin * told.east.length + column] > 0;
}

/** For each commune minutes and position of the nearest place and of the next; of two equally near
 * the first. Null where there is no such place or no way.
 * @param {ShownTravel} travel
 * @param {Pick<ShownPlace, "metres">[]} places */
export function nearest(travel, places) {
  /** @type {Pick<Communes, "minutes" | "place" | "minutes_second" | "place_second">} */
  const found = { minutes: [], place: [], minutes_second: [], place_second: [] };
  const { receiving, length, minutes } = leading(travel, travel, places);
  /** @param {Way} way */
  const written = (way) => (way.length === Infinity ? null : minutes(way.length));
  travel.east.forEach((_, commune) => {
    /** @type {Way} */
    const none = { length: Infinity, place: null };
    let [first, second] = [none, none];
    for (const to of receiving) {
      const way = length(commune, to);
      if (way < first.length) [first, second] = [{ length: way, place: to.i }, first];
      else if (way < second.length) second = { length: way, place: to.i };
    }
    found.minutes.push(written(first));
    found.place.push(first.place);
    found.minutes_second.push(written(second));
    found.place_second.push(second.place);
  });
  return found;
}

/** For each origin the places that trips lead to, and the minutes to each.
 * @param {ShownTravel} travel
 * @param {Origins} origins
 * @param {Pick<ShownPlace, "metres">[]} places
 * @returns {Trip[][]} */
export function trips(travel, origins, places) {
  const { receiving, length, minutes } = leading(travel, origins, places);
  return origins.east.map((_, origin) =>
    receiving.map((to) => ({ place: to.i, minutes: minutes(length(origin, to)) }))
  );
}
