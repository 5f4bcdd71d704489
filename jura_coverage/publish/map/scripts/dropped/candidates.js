/* A list of communes where a post could be, and what one there would bring. */
import { fold } from "../text.js";
import { siteOf } from "../sites.js";
import { nearest } from "../ways.js";
import { fault, quoted, refused } from "./faults.js";
import { naming, proposals } from "./names.js";
import { repaired } from "./posts.js";
import { opened } from "./recognise.js";
/** @import { Dropped } from "../payload.d.ts"
 * @import { Scene } from "../types.d.ts"
 * @import { Fault } from "./types.d.ts" */

/** Read the column of a file that names most communes, by code or by name.
 * @param {Uint8Array} raw
 * @param {Scene} scene
 * @param {Dropped} dropped
 * @returns {{communes: number[], faults: Fault[]}} each commune once, and the rows that name none
 * @throws {import("./faults.js").Refused} */
export function readCandidates(raw, scene, dropped) {
  const { wordings, notes } = dropped;
  const { heading, lines } = opened(raw, [], dropped);
  const { byCode, byFormer, byName } = naming(scene, dropped);
  // A plain list has no heading: its first row is a commune too.
  const rows = [{ line: lines[0].line - 1, cells: heading }, ...lines];
  const columns = heading.map((_, place) => {
    const cells = rows.map((row) => row.cells[place] ?? "");
    const codes = repaired(cells, dropped, { departement: scene.departement });
    return cells.map((cell, i) =>
      byCode.get(codes[i]) ?? byFormer.get(codes[i]) ?? byName.get(fold(cell)) ?? null
    );
  });
  const known = columns.map((found) => found.filter((each) => each !== null).length);
  const place = known.indexOf(Math.max(...known));
  if (!known[place]) {
    throw refused(wordings.nothing_usable, { what: "le code ou le nom d'une commune au moins" });
  }
  const found = columns[place];
  const strange = rows.filter(({ cells }, i) => i > 0 && found[i] === null && cells[place]);
  return {
    communes: [...new Set(found.flatMap((each) => (each === null ? [] : [each])))],
    faults: strange.map(({ line, cells }) => {
      const cell = cells[place];
      const code = /^[0-9][0-9AB][0-9]+$/.test(cell);
      return fault(code ? wordings.of_no_commune : wordings.unrecognised, {
        line,
        place: "ligne " + line,
        cell: quoted(cell),
        proposals: code ? "" : proposals(cell, scene, notes.perhaps),
      });
    }),
  };
}

/** How many residents more would be within reach of a post in each commune where one can be tried, the
 * most first.
 * @param {Scene} scene
 * @param {number[]} candidates
 * @returns {{commune: number, residents: number}[]} */
export function ranked(scene, candidates) {
  const { communes, travel } = scene;
  const { far_minutes } = travel;
  const far = communes.minutes.map((minutes) => minutes === null || minutes > far_minutes);
  return candidates.flatMap((commune) => {
    const site = siteOf(scene, commune);
    if (!site) return [];
    const { minutes } = nearest(travel, [site]);
    const residents = communes.residents.reduce((/** @type {number} */ sum, each, i) => {
      const trip = minutes[i];
      return far[i] && trip !== null && trip <= far_minutes ? sum + (each ?? 0) : sum;
    }, 0);
    return [{ commune, residents }];
  }).sort((one, other) => other.residents - one.residents || one.commune - other.commune);
}
