/* Whether trips to the places of a list are known, where a table told the minutes. */
import { lender, reaches, untold } from "../matrix.js";
import { count, NBSP, number } from "../text.js";
import { refused } from "./faults.js";
import { note } from "./posts.js";
/** @import { ShownPlace, ShownTravel } from "../types.d.ts" */

const NAMED = 3;

/** What is to be told of places that are at no point of the table, or to which it leads no trip.
 * @param {ShownTravel} travel
 * @param {ShownPlace[]} places
 * @returns {string[]}
 * @throws {import("./faults.js").Refused} if such trips are refused */
export function notesOfTrips(travel, places) {
  const { matrix } = travel;
  if (!matrix) return [];
  const { said, missing_pairs } = matrix;
  const open = places.flatMap(({ host, metres }) => (metres ? [{ host, metres }] : []));
  const lent = open.flatMap(({ host, metres }) => {
    const by = lender(travel, metres);
    return by ? [host + " (" + number(by.metres / 1000, 1) + NBSP + "km)"] : [];
  });
  const away = open.filter(({ metres }) => !reaches(travel, metres)).map(({ host }) => host);
  const filled = open.filter(({ metres }) => untold(travel, metres).lacking).map(({ host }) => host);
  if (missing_pairs === "refuse" && away.length) {
    const [one, many] = said.untold;
    const names = away.slice(0, NAMED).join(", ") + (away.length > NAMED ? " …" : "");
    throw refused(said.refused, { cell: count(away.length, one, many) + " (" + names + ")" });
  }
  return [
    ...note(said.lent, lent),
    ...note(said.unreachable, away),
    ...note(said.filled, missing_pairs === "estimate" ? filled : []),
  ];
}
