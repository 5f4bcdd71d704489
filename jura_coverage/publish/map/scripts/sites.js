/* Where in a commune a post can be tried. */
import { point } from "./geometry.js";
import { reaches } from "./matrix.js";
/** @import { Point, Scene } from "./types.d.ts" */

/** Where a post in a commune is: at its own point, or, where too few trips are known to that, at a place
 * that there is; null where neither can be.
 * @param {Pick<Scene, "communes" | "travel" | "places">} data
 * @param {number} commune
 * @returns {{at: [number, number], metres: Point, own: boolean} | null} */
export function siteOf({ communes, travel, places }, commune) {
  const own = point(travel.east[commune], travel.north[commune]);
  if (!own) return null;
  if (reaches(travel, own)) return { at: communes.at[commune], metres: own, own: true };
  for (const { inside, metres, at } of places) {
    if (inside === commune && metres && reaches(travel, metres)) return { at, metres, own: false };
  }
  return null;
}

/** What is to be said of a commune where a post is tried at another place than elsewhere, or not at all;
 * empty else.
 * @param {Scene} data
 * @param {number} commune */
export function besides(data, commune) {
  const { matrix, east } = data.travel;
  if (!matrix || east[commune] === null) return "";
  const site = siteOf(data, commune);
  if (!site) return matrix.said.no_site;
  return site.own ? "" : matrix.said.only_known;
}

/** What is to be said where a post can be tried at the point of no commune; empty else.
 * @param {Scene} data */
export function nowhere(data) {
  const { matrix, east } = data.travel;
  return matrix && !east.some((_, commune) => siteOf(data, commune)?.own) ? matrix.said.no_sites : "";
}
