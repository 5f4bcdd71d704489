/* What posts bring about, in four measures: residents within reach, communes flagged, access, need
   served. Python's `posts.effects` finds the same. */
import { served } from "./flow.js";
import { access } from "./supply.js";
import { within } from "./ways.js";
import { FLAGGED, NO_DATA } from "./words.js";
/** @import { Measures, Simulable, Sum } from "./types.d.ts" */

/** Residents of the communes that have a place near: null where nothing is known of any of them.
 * @param {Simulable["communes"]} communes
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

/** @param {Pick<Simulable, "communes" | "travel" | "places" | "capacity">} scene
 * @returns {Measures} */
export function measured({ communes, travel, places, capacity }) {
  const { residents, situation } = communes;
  const { belt, far_minutes } = travel;
  const fte = places.map((place) => place.fte);
  const here = { near: within(travel, travel, places), residents };
  const beyond = { near: within(travel, belt, places), residents: belt.residents };
  const need = capacity.need ?? residents.map((each) => each === null ? null : each * capacity.need_share);
  const ours = here.near.map((ways) => ways.map(({ place }) => place).filter((i) => places[i].ours));
  const most = fte.map((each) => each * capacity.people_a_year);
  const needs = need.map((each) => each ?? 0);
  const each = access(here, beyond, fte, far_minutes);
  const all = [...residents.keys()];
  return {
    open: places.some(({ metres }) => metres),
    residents: residentsNear(communes, here.near),
    flagged: flagged(situation),
    access: { total: mean(each, residents, all), partly: false },
    access_by_epci: communes.epci_names.map((name, epci) => ({
      name,
      access: mean(each, residents, all.filter((i) => communes.epci[i] === epci)),
    })),
    served: {
      total: needs.some((each) => each > 0) ? served(ours, needs, most) : null,
      partly: need.includes(null) || communes.residents_in_part.length > 0,
    },
  };
}
