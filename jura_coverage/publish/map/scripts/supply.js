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

/** Posts for 10 000 residents, on their average: each post is shared among all who reach it, those of
 * the belt included, and what falls to the residents of the département is told for each of them.
 * Null without residents.
 * @param {{near: {place: number, minutes: number}[][], residents: (number | null)[]}} own
 * @param {{near: {place: number, minutes: number}[][], residents: (number | null)[]}} beyond
 * @param {number[]} fte
 * @param {number} far_minutes
 * @returns {number | null} */
export function access(own, beyond, fte, far_minutes) {
  const of = { far_minutes, places: fte.length };
  const [here, there] = [own, beyond].map(({ near, residents }) => sharing(near, residents, of));
  const everybody = own.residents.reduce((/** @type {number} */ sum, each) => sum + (each ?? 0), 0);
  const posts = fte.reduce((sum, each, i) => sum + (here[i] && each * here[i] / (here[i] + there[i])), 0);
  return everybody ? RESIDENTS * posts / everybody : null;
}
