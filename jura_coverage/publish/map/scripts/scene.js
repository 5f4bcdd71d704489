/* What if: the data of the page under other thresholds, and with posts added, closed or moved.
   Minutes, situations and classes are found as Python finds them. */
import { changed, staying, thresholdsOf, whole } from "./changes.js";
import { point } from "./geometry.js";
import { unpacked } from "./matrix.js";
import { once } from "./once.js";
import { sorted } from "./scales.js";
import { siteOf } from "./sites.js";
import { NBSP, posts } from "./text.js";
import { nearest } from "./ways.js";
import { described, FLAGGED, NO_DATA, noted } from "./words.js";
/** @import { Communes, Payload, Places } from "./payload.d.ts"
 * @import { Changes, Measure, Place, Scene, ShownPlace, ShownTheme, ShownTravel, Thresholds,
 * Values } from "./types.d.ts" */

/** Columns of the card that are known of today's posts and thresholds alone. */
const OF_TODAY = new Set(["certainty", "premises_poor_far", "share_poor_far", "mean_agrees"]);

/** Make the payload ready to be shown.
 * @param {Payload} payload
 * @returns {Scene} */
export function published({ quantities, ...payload }) {
  return {
    ...payload,
    travel: unpacked(payload),
    communes: { ...payload.communes, share_without: shares(payload.communes) },
    places: payload.places.host.map((_, i) => ({ ...row(payload.places, i), metres: metresOf(payload, i) })),
    themes: payload.themes.map((theme) => ({ ...theme, quantity: quantities[theme.quantity] })),
  };
}

/** One of what is sent in columns.
 * @param {Places} columns
 * @param {number} i
 * @returns {Place} */
const row = (
  columns,
  i,
) => /** @type {any} */ (Object.fromEntries(Object.entries(columns).map(([name, each]) => [name, each[i]])));

/** @param {Pick<Payload, "travel">} payload
 * @param {number} place */
const metresOf = ({ travel }, place) => point(travel.places_east[place], travel.places_north[place]);

/** Premises without good internet, 0 to 1; of an arrondissement that of its city where its own are not
 * counted; null where a count is missing or there are no premises.
 * @param {Pick<Communes, "premises" | "premises_without" | "of_city">} communes
 * @returns {Values} */
export function shares({ premises, premises_without, of_city }) {
  const ofCity = new Map(of_city.map(([i, without, total]) => [i, without / total]));
  return premises.map((total, i) => {
    const without = premises_without[i];
    return total && without !== null ? without / total : ofCity.get(i) ?? null;
  });
}

/** The data with the changes; the data themselves where nothing is changed.
 * @param {Scene} data
 * @param {Changes} changes
 * @returns {Scene} */
export function simulated(data, changes) {
  if (!changed(changes)) return data;
  const places = placesAfter({ data, ...changes });
  return placesInstead(data, places, thresholdsOf(data, changes), described(changes, data));
}

/** The data with other places and thresholds; `said` says in words what is not as published.
 * @param {Scene} data
 * @param {ShownPlace[]} places
 * @param {Thresholds} thresholds
 * @param {string} said
 * @returns {Scene} */
export function placesInstead(data, places, thresholds, said) {
  const found = nearestOf({ travel: data.travel, places });
  const share = data.communes.share_without;
  const nobody = data.travel.listed && !places.some(({ metres }) => metres);
  const minutes = nobody ? endless(data.travel) : found.minutes;
  const situations = share.map((each, i) => situation(each, minutes[i], thresholds));
  const measures = { share, minutes };
  const tried = { thresholds, measures, situations, before: data.communes };
  return {
    ...data,
    communes: {
      ...data.communes,
      ...found,
      situation: situations,
    },
    places,
    card: data.card.filter(({ name }) => !OF_TODAY.has(name)),
    travel: { ...data.travel, ...thresholds },
    themes: data.themes.map((theme) => followed(theme, tried)),
    fingerprint: "simulation d'après " + data.fingerprint + NBSP + ": " + said,
    simulation: said,
  };
}

/** Minutes where nobody receives: all is far from wherever one can leave.
 * @param {ShownTravel} travel
 * @returns {Values} */
const endless = ({ east, least }) =>
  east.map((each, i) => each === null || least[i] === null ? null : Infinity);

/** The same arrays as long as places stay: thresholds move none. */
const nearestOf = once(
  (/** @type {Pick<Scene, "travel" | "places">} */ { travel, places }) => [travel, places],
  ({ travel, places }) => nearest(travel, places),
);

/** @param {Scene} data
 * @param {number} commune */
function standing(data, commune) {
  const { name, at } = data.communes;
  const site = siteOf(data, commune);
  return {
    commune: name[commune],
    inside: commune,
    at: site?.at ?? at[commune],
    metres: site?.metres ?? null,
  };
}

/** Full-time equivalents of a host, its stops included, for each of its posts.
 * @param {Scene} data
 * @param {number} base */
function fteOfPost(data, base) {
  const fte = data.places.reduce((sum, place) => sum + (place.base === base ? place.fte : 0), 0);
  return fte / whole(data, base);
}

/** A place of which posts close or go; with the last of them its host gives up its stops.
 * @param {Scene} data
 * @param {Pick<Changes, "closed" | "moved">} changes
 * @param {ShownPlace} place
 * @param {number} i
 * @returns {ShownPlace} */
function left(data, changes, place, i) {
  const { base } = place;
  if (![...changes.closed, ...changes.moved].some(([each]) => each === base)) return place;
  const stay = staying(data, changes, base);
  if (!stay) {
    const gone = base === i && !changes.closed.some(([each]) => each === base);
    return { ...place, metres: null, fte: 0, change: gone ? "gone" : "closed" };
  }
  const fte = place.fte * stay / whole(data, base);
  return base === i
    ? { ...place, fte, posts: stay, presence: posts(stay), change: "fewer" }
    : { ...place, fte, change: "fewer" };
}

/** @typedef {{data: Scene} & Pick<Changes, "added" | "closed" | "moved">} Moves */

/** The same places as long as no post comes, closes or moves. */
const placesAfter = once(
  (/** @type {Moves} */ { data, added, closed, moved }) => [data, added, closed, moved],
  placesWith,
);

/** Places with what befell them, then where posts went, then those added.
 * @param {Moves} moves
 * @returns {ShownPlace[]} */
function placesWith({ data, ...changes }) {
  const today = data.places.map((place, i) => left(data, changes, place, i));
  /** @type {Omit<ShownPlace, "base">[]} */
  const moved = changes.moved.map(([place, commune, number]) => ({
    ...data.places[place],
    ...standing(data, commune),
    presence: posts(number),
    hours: "",
    address: "",
    posts: number,
    at_stop: false,
    fte: number * fteOfPost(data, place),
    change: "moved",
  }));
  /** @type {Omit<ShownPlace, "base">[]} */
  const added = changes.added.map(([commune, number]) => ({
    ...standing(data, commune),
    host: number < 2 ? "Poste ajouté" : "Postes ajoutés",
    presence: posts(number),
    hours: "",
    address: "",
    posts: number,
    at_stop: false,
    fte: number,
    ours: true,
    approximate: true,
    change: "added",
  }));
  return [...today, ...[...moved, ...added].map((place, i) => ({ ...place, base: today.length + i }))];
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

/** What a simulation does to each commune, as a class of the theme that shows it: flagged from now on
 * or no more, an advisor a minute further off or nearer, nothing, or not known.
 * @param {Pick<Communes, "situation" | "minutes">} before
 * @param {Pick<Communes, "situation" | "minutes">} after
 * @returns {number[]} */
export const differences = (before, after) =>
  after.situation.map((now, i) => {
    const was = before.situation[i];
    if (now === NO_DATA) return 5;
    if ((now === FLAGGED) !== (was === FLAGGED)) return now === FLAGGED ? 0 : 1;
    const further = (after.minutes[i] ?? Infinity) - (before.minutes[i] ?? Infinity);
    return further >= 1 ? 2 : further <= -1 ? 3 : 4;
  });

/** @param {ShownTheme} theme
 * @param {{thresholds: Thresholds, measures: Record<Measure, Values>, situations: number[],
 *   before: Communes}} tried
 * @returns {ShownTheme} */
function followed(theme, { thresholds, measures, situations, before }) {
  if (theme.follows === "same") return theme;
  if (theme.follows === "today") {
    return { ...theme, note: "Ce thème ne suit pas la simulation. " + theme.note };
  }
  if (theme.follows === "difference") {
    const of = differences(before, { situation: situations, minutes: measures.minutes });
    return { ...theme, of, note: noted(theme.note_template, thresholds), simulated: true };
  }
  const again = theme.follows === "situation"
    ? { of: situations, classes: theme.tried }
    : sorted(theme, thresholds, measures);
  return { ...theme, ...again, note: noted(theme.note_template, thresholds), simulated: true };
}
