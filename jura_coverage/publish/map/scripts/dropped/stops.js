/* The stops of an itinerant post, as a cell says them: communes, and when. */
import { days, DAYS_ASSUMED, END, WEEK } from "./days.js";
/** @import { Stop } from "./types.d.ts" */

const DAY = "(?:" + WEEK.join("|") + ")s?" + END;
const PART = "(?:matin(?:[ée]e)?s?|apr[eè]s[- ]midis?|soirs?)" + END;
const WORDS = "(?:(?:et|puis|le|les|du|un|une|tous|toutes|chaque) ){0,4}";
const NUMBER = "(?![0-9][0-9ab][0-9]{3}" + END + ")[0-9½]";
// Days before the commune: "le mardi à Orgelet", "mardi matin : Orgelet".
const FIRST = "(?:(?:le|les|du|tous les|chaque) )?" + DAY + "(?: (?:" + PART + "|et|le|au " + DAY + "|" +
  DAY +
  "|(?:de )?[0-9][0-9h: ]{0,6}(?:[-–àa]|et) ?[0-9][0-9h:]*)){0,9} ?(?::| (?:à|a|au|aux) (?!" + DAY +
  "|[0-9]))";
const AT_FIRST = new RegExp("^" + FIRST, "i");
// What may also part days parts stops before what begins as a name does, or says days and then a commune.
const MARK =
  "(?:,|(?:(?<=di)|(?<=in)|(?<=[0-9]h))\\. | (?:[/+&]|et|puis) |(?<=\\)) *(?:[/+&.]|et |puis )?) *(?=[^\\s:,;|/+&.()\\[\\]–-])";
const NO_NAME = WORDS + "(?:" + DAY + "|" + PART + "|" + NUMBER +
  "|demi[- ]|journ[ée]e|jours?" + END + "|semaine|par |sur |(?:deux|trois|quatre|cinq|six) )";
const APART = new RegExp(
  "(?:[|;\\n]|" + MARK + "(?:(?!" + NO_NAME + ")|(?=" + FIRST + ")))(?![^(]*\\))",
  "i",
);
const BEFORE_DAYS = new RegExp(
  "[(\\[:]|,(?![0-9])|(?<=[0-9]{5}),|(?<![0-9]),| +[-–=]? *(?=" + WORDS + "(?:" + DAY + "|" + PART +
    "|[0-9](?:[.,][0-9]+)?(?![0-9]|er?" + END + "|[eè]me)))",
  "i",
);

/** A stop whose days are not told, or not understood, counts as one day.
 * @param {string} cell
 * @returns {Stop[]} */
export const stops = (cell) =>
  cell.split(APART).filter((part) => part.trim()).map((part) => {
    const told = part.trim();
    const before = told.match(AT_FIRST)?.[0] ?? "";
    const named = told.slice(before.length);
    const mark = named.match(BEFORE_DAYS);
    const [until, after] = mark
      ? [mark.index, named.slice((mark.index ?? 0) + mark[0].length)]
      : [undefined, ""];
    const commune = named.slice(0, until).trim();
    const found = days(before + " " + after);
    return found ? [commune, found] : [commune, DAYS_ASSUMED, told];
  });
