/* What if: the data of the page under other thresholds, and with posts added, closed or moved.
   Minutes, situations and classes are found as Python finds them. */
import { changed, thresholdsOf } from "./changes.js";
import { sorted } from "./scales.js";
import { NBSP, posts } from "./text.js";
import { described, FLAGGED, NO_DATA, noted } from "./words.js";
/** @import { Communes, Payload, Travel } from "./payload.d.ts"
 * @import { Changes, Measure, Scene, ShownTheme, Simulable, Thresholds, TriedPlace, Values } from "./types.d.ts" */

/** Make the payload ready to be shown.
 * @param {Payload} payload
 * @returns {Scene} */
export function published({ quantities, ...payload }) {
  return {
    ...payload,
    communes: { ...payload.communes, share_without: shares(payload.communes) },
    themes: payload.themes.map((theme) => ({ ...theme, quantity: quantities[theme.quantity] })),
  };
}

/** Premises without good internet, 0 to 1; null where a count is missing or there are no premises.
 * @param {Pick<Communes, "premises" | "premises_without">} communes
 * @returns {Values} */
export function shares({ premises, premises_without }) {
  return premises.map((total, i) => {
    const without = premises_without[i];
    return total && without !== null ? without / total : null;
  });
}

/** The data with the changes; the data themselves where nothing is changed.
 * @param {Simulable} data
 * @param {Changes} changes
 * @returns {Scene} */
export function simulated(data, changes) {
  if (!changed(changes)) return data;
  const thresholds = thresholdsOf(data, changes);
  const places = placesAfter(data, changes);
  const found = nearest(data.travel, places);
  const share = data.communes.share_without;
  const situations = share.map((each, i) => situation(each, found.minutes[i], thresholds));
  const measures = { share, minutes: found.minutes };
  const said = described(changes, data);
  return {
    ...data,
    communes: {
      ...data.communes,
      ...found,
      situation: situations,
    },
    places,
    themes: data.themes.map((theme) => followed(theme, { thresholds, measures, situations })),
    fingerprint: "simulation d'après " + data.fingerprint + NBSP + ": " + said,
    simulation: said,
  };
}

/** @param {Simulable} data
 * @param {number} commune */
function standing({ communes, travel }, commune) {
  return {
    commune: communes.name[commune],
    inside: commune,
    at: communes.at[commune],
    metres: point(travel.east[commune], travel.north[commune]),
    receives: true,
  };
}

/** @param {number | null} east
 * @param {number | null} north
 * @returns {[number, number] | null} */
const point = (east, north) => (east === null || north === null ? null : [east, north]);

/** Places with what befell them.
 * @param {Simulable} data
 * @param {Changes} changes
 * @returns {TriedPlace[]} */
function placesAfter(data, changes) {
  const { places_east, places_north } = data.travel;
  const moved = new Map(changes.moved);
  /** @type {TriedPlace[]} */
  const after = data.places.map((place, i) => {
    const towards = moved.get(i);
    if (towards !== undefined) {
      const presence = posts(place.posts);
      return { ...place, ...standing(data, towards), presence, hours: "", change: "moved", left: place };
    }
    // A post that closes or goes gives up its stops.
    if (changes.closed.includes(place.base) || moved.has(place.base)) {
      return { ...place, metres: null, receives: false, change: "closed" };
    }
    return { ...place, metres: point(places_east[i], places_north[i]) };
  });
  /** @type {TriedPlace[]} */
  const added = changes.added.map((commune, i) => ({
    ...standing(data, commune),
    host: "Poste ajouté",
    presence: posts(1),
    hours: "",
    posts: 1,
    ours: true,
    approximate: true,
    base: after.length + i,
    change: "added",
  }));
  return [...after, ...added];
}

/** For each commune minutes and position of the nearest place and of the next; of two equally near
 * the first. Null where there is no such place or no way.
 * @param {Omit<Travel, "poor_share" | "far_minutes" | "places_east" | "places_north">} travel
 * @param {Pick<TriedPlace, "metres">[]} places */
function nearest({ fixed_minutes, minutes_per_km, distance_exponent, east, north, least }, places) {
  /** @type {Pick<Communes, "minutes" | "place" | "minutes_second" | "place_second">} */
  const found = { minutes: [], place: [], minutes_second: [], place_second: [] };
  const open = places.flatMap(({ metres }, i) => (metres ? [{ metres, i }] : []));
  /** @param {number} metres */
  const minutes = (metres) =>
    metres === Infinity ? null : fixed_minutes + minutes_per_km * (metres / 1000) ** distance_exponent;
  east.forEach((_, commune) => {
    const [first, second] = twoNearest(point(east[commune], north[commune]), least[commune], open);
    found.minutes.push(minutes(first.metres));
    found.place.push(first.place);
    found.minutes_second.push(minutes(second.metres));
    found.place_second.push(second.place);
  });
  return found;
}

/** @typedef {{metres: number, place: number | null}} Way */

/** @param {[number, number] | null} origin
 * @param {number | null} least
 * @param {{metres: [number, number], i: number}[]} open
 * @returns {[Way, Way]} */
function twoNearest(origin, least, open) {
  /** @type {Way} */
  const none = { metres: Infinity, place: null };
  let [first, second] = [none, none];
  if (!origin || least === null) return [first, second];
  for (const { metres: [east, north], i } of open) {
    const [across, along] = [origin[0] - east, origin[1] - north];
    const metres = Math.max(Math.sqrt(across * across + along * along), least);
    if (metres < first.metres) [first, second] = [{ metres, place: i }, first];
    else if (metres < second.metres) second = { metres, place: i };
  }
  return [first, second];
}

/** Poor from the threshold on, far beyond it; where either is unknown, no data.
 * @param {number | null} share
 * @param {number | null} minutes
 * @param {Thresholds} thresholds
 * @returns {number} */
function situation(share, minutes, { poor_share, far_minutes }) {
  if (share === null || minutes === null) return NO_DATA;
  const far = minutes > far_minutes;
  if (share >= poor_share) return far ? FLAGGED : 1;
  return far ? 2 : 3;
}

/** @param {ShownTheme} theme
 * @param {{thresholds: Thresholds, measures: Record<Measure, Values>, situations: number[]}} tried
 * @returns {ShownTheme} */
function followed(theme, { thresholds, measures, situations }) {
  if (theme.follows === "same") return theme;
  if (theme.follows === "today") {
    return { ...theme, note: "Ce thème ne suit pas la simulation. " + theme.note };
  }
  const again = theme.follows === "situation" ? { of: situations } : sorted(theme, thresholds, measures);
  return { ...theme, ...again, note: noted(theme.note_template, thresholds), simulated: true };
}
