/* What posts bring about, in four measures: residents within reach, communes flagged, access, need
   served. Python's `posts.effects` finds the same. */
import { served } from "./flow.js";
import { once } from "./once.js";
import { access } from "./supply.js";
import { trips } from "./ways.js";
import { FLAGGED, NO_DATA } from "./words.js";
/** @import { Measures, Scene, Sum } from "./types.d.ts"
 * @import { Trip } from "./ways.js" */

/** @typedef {Pick<Scene, "communes" | "travel" | "places" | "capacity">} Measurable */

/** The trips from communes and from those of the belt, whatever the thresholds. */
const tripsOf = once(
  (/** @type {Pick<Measurable, "travel" | "places">} */ { travel, places }) => {
    const { poor_share: _, far_minutes: __, ...estimate } = travel;
    return [places, ...Object.values(estimate)];
  },
  ({ travel, places }) => ({
    here: trips(travel, travel, places),
    beyond: trips(travel, travel.belt, places),
  }),
);

/** Residents of the communes that have a place near: null where nothing is known of any of them.
 * @param {Scene["communes"]} communes
 * @param {unknown[][]} near
 * @returns {Sum} */
function residentsNear({ residents, residents_in_part }, near) {
  const counted = residents.filter((_, i) => near[i].length);
  const total = counted.reduce((/** @type {number} */ sum, each) => sum + (each ?? 0), 0);
  const unknown = counted.includes(null);
  const inPart = residents_in_part.some((i) => near[i].length);
  return { total: unknown && !total ? null : total, partly: unknown || inPart };
}

/** @param {number[]} situation
 * @returns {Sum} */
function flagged(situation) {
  const known = situation.filter((each) => each !== NO_DATA);
  const total = known.filter((each) => each === FLAGGED).length;
  return { total: known.length ? total : null, partly: known.length < situation.length };
}

/** The mean of what residents have; null where nobody lives.
 * @param {number[]} each
 * @param {(number | null)[]} residents
 * @param {number[]} communes
 * @returns {number | null} */
function mean(each, residents, communes) {
  const people = (/** @type {number} */ i) => residents[i] ?? 0;
  const total = communes.reduce((sum, i) => sum + people(i), 0);
  return total ? communes.reduce((sum, i) => sum + people(i) * each[i], 0) / total : null;
}

/** @param {Measurable} scene
 * @returns {Measures} */
export const measured = (scene) => ({ ...reached(scene), flagged: flagged(scene.communes.situation) });

/** What hangs on places and on how far is far, not on what is poor. */
const reached = once(
  (/** @type {Measurable} */ { communes, travel, places, capacity }) => [
    tripsOf({ travel, places }),
    travel.far_minutes,
    places,
    capacity,
    communes.residents,
    communes.residents_in_part,
    communes.epci,
    communes.epci_names,
  ],
  ofReach,
);

/** @param {Measurable} scene
 * @returns {Omit<Measures, "flagged">} */
function ofReach({ communes, travel, places, capacity }) {
  const { residents } = communes;
  const { belt, far_minutes } = travel;
  const fte = places.map((place) => place.fte);
  const all = tripsOf({ travel, places });
  const within = (/** @type {Trip[]} */ ways) => ways.filter(({ minutes }) => minutes <= far_minutes);
  const here = { near: all.here.map(within), residents };
  const beyond = { near: all.beyond.map(within), residents: belt.residents };
  const need = capacity.need ?? residents.map((each) => each === null ? null : each * capacity.need_share);
  const ours = here.near.map((ways) => ways.map(({ place }) => place).filter((i) => places[i].ours));
  const most = fte.map((each) => each * capacity.people_a_year);
  const needs = need.map((each) => each ?? 0);
  // Who shares the posts from beyond is not known where too few trips are told: then nor is access.
  const shared = !all.beyond.some((ways) => ways.some(({ minutes }) => Number.isNaN(minutes)));
  const each = access(here, beyond, fte, far_minutes);
  const average = (/** @type {number[]} */ among) => (shared ? mean(each, residents, among) : null);
  const everywhere = [...residents.keys()];
  return {
    residents: residentsNear(communes, here.near),
    access: { total: average(everywhere), partly: false },
    access_by_epci: communes.epci_names.map((name, epci) => ({
      name,
      access: average(everywhere.filter((i) => communes.epci[i] === epci)),
    })),
    served: {
      total: needs.some((each) => each > 0) ? served(ours, needs, most) : null,
      partly: need.includes(null) || communes.residents_in_part.length > 0,
    },
  };
}
