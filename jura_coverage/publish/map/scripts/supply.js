/* How much of a post residents have: the enhanced two-step floating catchment area (E2SFCA). */

// Access is told to readers as posts for so many residents.
const RESIDENTS = 10_000;

/** What a trip within reach weighs: less in each zone further away.
 * @param {number} minutes
 * @param {number} far_minutes */
function decay(minutes, far_minutes) {
  if (minutes <= far_minutes / 2) return 1;
  return minutes <= 0.75 * far_minutes ? 0.68 : 0.22;
}

/** Residents who share each place, nearer ones counting more.
 * @param {{place: number, minutes: number}[][]} near
 * @param {(number | null)[]} residents
 * @param {{far_minutes: number, places: number}} of
 * @returns {number[]} */
function sharing(near, residents, { far_minutes, places }) {
  const demand = Array(places).fill(0);
  near.forEach((ways, i) =>
    ways.forEach(({ place, minutes }) => {
      demand[place] += (residents[i] ?? 0) * decay(minutes, far_minutes);
    })
  );
  return demand;
}

/** Posts for 10 000 residents of each commune: each post is shared among all who reach it, those of
 * the belt included.
 * @param {{near: {place: number, minutes: number}[][], residents: (number | null)[]}} own
 * @param {{near: {place: number, minutes: number}[][], residents: (number | null)[]}} beyond
 * @param {number[]} fte
 * @param {number} far_minutes
 * @returns {number[]} */
export function access(own, beyond, fte, far_minutes) {
  const of = { far_minutes, places: fte.length };
  const [here, there] = [own, beyond].map(({ near, residents }) => sharing(near, residents, of));
  const share = fte.map((each, i) => here[i] + there[i] ? each / (here[i] + there[i]) : 0);
  return own.near.map((ways) =>
    ways.reduce((sum, { place, minutes }) => sum + RESIDENTS * share[place] * decay(minutes, far_minutes), 0)
  );
}
