/* Why a commune is flagged or not: its values against the thresholds, and what would change it. */
import { percent as threshold } from "./scales.js";
import { count, linked, minutes, MISSING, NBSP, number, percent, rounded, shortest } from "./text.js";
import { filled } from "./ways.js";
import { FLAGGED } from "./words.js";
/** @import { Scene } from "./types.d.ts" */

const UNIT = NBSP + "min";
const AFTER = NBSP + "; ";
const NAMED = NBSP + ": ";
const NOBODY = "aucun conseiller ne reçoit";

/** Minutes with so many decimals that rounding does not put them on the threshold they are beside.
 * @param {number} value
 * @param {number} far */
const beside = (value, far) => Number(rounded(value, 1)) === far ? shortest(value, 3) + UNIT : minutes(value);

/** How far minutes may be off, two times out of three: a share of them where they were measured, else
 * by the class of their length.
 * @param {Scene["travel"]} travel
 * @param {number} value
 * @param {boolean} estimated whether that is to be said of them */
function within({ errors, matrix }, value, estimated) {
  if (matrix && !estimated) return ", à " + number(matrix.by_road * value) + UNIT + " près";
  const [, error] = errors.find(([most]) => value <= most) || errors[errors.length - 1];
  return (matrix ? ", " + matrix.said.estimated : "") + ", à " + number(error) + UNIT + " près";
}

/** The two values of a commune, each beside its threshold.
 * @param {Scene} scene
 * @param {number} position
 * @returns {string[]} */
export function values({ communes, lacking, of_whole_city, places, travel }, position) {
  const share = communes.share_without[position];
  const time = communes.minutes[position];
  const place = communes.place[position];
  const premises = communes.of_city.some(([i]) => i === position)
    ? of_whole_city
    : number(communes.premises_without[position]) + " sur " + number(communes.premises[position]);
  return [
    share === null
      ? "locaux " + lacking + NAMED + MISSING
      : percent(share) + " des locaux " + lacking + NAMED + premises +
        AFTER + "seuil " + threshold(travel.poor_share),
    time === null
      ? "temps jusqu'au conseiller" + NAMED +
        (travel.listed && !places.some(({ metres }) => metres) ? NOBODY : MISSING)
      : beside(time, travel.far_minutes) + " jusqu'au conseiller le plus proche" +
        within(travel, time, place !== null && filled(travel, position, places[place])) + AFTER + "seuil " +
        shortest(travel.far_minutes, 3) + UNIT,
  ];
}

/** How many premises more (1) or fewer (-1) without good internet put a commune on the other side of
 * the threshold; null where there are not so many.
 * @param {{without: number, premises: number, poor_share: number}} counts
 * @param {1 | -1} step */
function premisesTo({ without, premises, poor_share }, step) {
  const poor = (/** @type {number} */ number) => number / premises >= poor_share;
  let tried = without;
  while (tried >= 0 && tried <= premises && poor(tried) === poor(without)) tried += step;
  return tried >= 0 && tried <= premises ? Math.abs(tried - without) : null;
}

/** What would change the flag, in a sentence; empty where no single thing would, or too little is
 * known. Of two that would, the value that is nearer to its threshold comes first.
 * @param {Scene} scene
 * @param {number} position
 * @returns {string} */
export function change({ communes, travel, places }, position) {
  const [premises, without] = [communes.premises[position], communes.premises_without[position]];
  const time = communes.minutes[position];
  if (!premises || without === null || time === null) return "";
  const { poor_share, far_minutes } = travel;
  const isPoor = without / premises >= poor_share;
  const step = isPoor ? -1 : 1;
  const needed = premisesTo({ without, premises, poor_share }, step);
  if (communes.situation[position] === FLAGGED) {
    const closer = "un conseiller " + number(Math.ceil(10 * (time - far_minutes)) / 10, 1) + UNIT +
      " plus près";
    const wired = needed === null
      ? []
      : ["un bon accès pour " + count(needed, "local", "locaux") + " de plus"];
    const nearer = without / premises / poor_share < time / far_minutes;
    const would = nearer ? [...wired, closer] : [closer, ...wired];
    return "Elle ne serait plus signalée avec " + would.join(", ou avec ") + ".";
  }
  if (isPoor) return withoutAdvisor({ communes, places }, position, far_minutes);
  if (time <= far_minutes || needed === null) return "";
  return "Elle serait signalée avec " + count(needed, "local mal desservi", "locaux mal desservis") +
    " de plus.";
}

/** What becomes of a commune with poor internet when its advisor goes.
 * @param {Pick<Scene, "communes" | "places">} scene
 * @param {number} position
 * @param {number} far_minutes */
function withoutAdvisor({ communes, places }, position, far_minutes) {
  const [second, time] = [communes.place_second[position], communes.minutes_second[position]];
  if (second === null || time === null) return "Elle serait signalée sans son conseiller, le seul connu.";
  const next = linked("de", places[second].commune) + ", à " + beside(time, far_minutes);
  return "Sans son conseiller, le plus proche serait celui " + next + NAMED +
    (time > far_minutes ? "elle serait signalée." : "elle ne serait pas signalée.");
}
