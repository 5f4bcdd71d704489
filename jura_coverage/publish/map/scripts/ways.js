/* Ways from communes to places, in minutes, as Python estimates them. */
/** @import { Communes, Travel } from "./payload.d.ts"
 * @import { Point, ShownPlace } from "./types.d.ts" */

/** @typedef {Pick<Travel, "east" | "north" | "least">} Origins
 * @typedef {Pick<Travel, "fixed_minutes" | "minutes_per_km" | "distance_exponent">} Estimate
 * @typedef {{metres: number, place: number | null}} Way
 * @typedef {{place: number, minutes: number}} Trip */

/** @param {number | null} east
 * @param {number | null} north
 * @returns {Point | null} */
export const point = (east, north) => (east === null || north === null ? null : [east, north]);

/** Where somebody receives, with the positions among all places.
 * @param {Pick<ShownPlace, "metres">[]} places */
const open = (places) => places.flatMap(({ metres }, i) => (metres ? [{ metres, i }] : []));

/** The metres of a trip from an origin; infinite where none can leave.
 * @param {Origins} origins
 * @param {number} i
 * @param {Point} to */
function metresFrom({ east, north, least }, i, to) {
  const [from, shortest] = [point(east[i], north[i]), least[i]];
  if (!from || shortest === null) return Infinity;
  const [across, along] = [from[0] - to[0], from[1] - to[1]];
  return Math.max(Math.sqrt(across * across + along * along), shortest);
}

/** @param {Estimate} estimate
 * @param {number} metres */
const minutesOf = ({ fixed_minutes, minutes_per_km, distance_exponent }, metres) =>
  fixed_minutes + minutes_per_km * (metres / 1000) ** distance_exponent;

/** For each commune minutes and position of the nearest place and of the next; of two equally near
 * the first. Null where there is no such place or no way.
 * @param {Origins & Estimate} travel
 * @param {Pick<ShownPlace, "metres">[]} places */
export function nearest(travel, places) {
  /** @type {Pick<Communes, "minutes" | "place" | "minutes_second" | "place_second">} */
  const found = { minutes: [], place: [], minutes_second: [], place_second: [] };
  const receiving = open(places);
  /** @param {Way} way */
  const minutes = ({ metres }) => (metres === Infinity ? null : minutesOf(travel, metres));
  travel.east.forEach((_, commune) => {
    /** @type {Way} */
    const none = { metres: Infinity, place: null };
    let [first, second] = [none, none];
    for (const { metres: to, i } of receiving) {
      const metres = metresFrom(travel, commune, to);
      if (metres < first.metres) [first, second] = [{ metres, place: i }, first];
      else if (metres < second.metres) second = { metres, place: i };
    }
    found.minutes.push(minutes(first));
    found.place.push(first.place);
    found.minutes_second.push(minutes(second));
    found.place_second.push(second.place);
  });
  return found;
}

/** For each origin the places that trips lead to, and the minutes to each.
 * @param {Estimate} travel
 * @param {Origins} origins
 * @param {Pick<ShownPlace, "metres">[]} places
 * @returns {Trip[][]} */
export function trips(travel, origins, places) {
  const receiving = open(places);
  return origins.east.map((_, origin) =>
    receiving.map(({ metres, i }) => ({
      place: i,
      minutes: minutesOf(travel, metresFrom(origins, origin, metres)),
    }))
  );
}
