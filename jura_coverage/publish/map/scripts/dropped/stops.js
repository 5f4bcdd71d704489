/* The stops of an itinerant post, as a cell says them: communes, and days a week or their names. */
import { fold } from "../text.js";

const APART = /[|;\n]|,(?!\d)(?![^(]*\))/;
const WEEKDAY = /\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b/g;
const HALF_DAY = /\b(?:matin(?:ee)?s?|apres midis?)\b/g;
const NUMBER = /^\s*([1-7](?:[.,][0-9]+)?|0[.,][0-9]+)\s*(?:j\b|jours?\b|\)|$)/;

/** A stop whose days are not told counts as one day; a morning or an afternoon is half a day.
 * @param {string} cell
 * @returns {[commune: string, days: number][]} */
export const stops = (cell) =>
  cell.split(APART).filter((part) => part.trim()).map((part) => {
    const told = part.trim();
    const at = told.search(/[(:]/);
    return at < 0 ? [told, 1] : [told.slice(0, at).trim(), days(told.slice(at + 1))];
  });

/** @param {string} when */
function days(when) {
  const told = fold(when);
  const halves = (told.match(HALF_DAY) ?? []).length;
  const named = (told.match(WEEKDAY) ?? []).length;
  if (named) return Math.max(named - halves / 2, named / 2);
  const number = NUMBER.exec(when);
  if (number) return Number(number[1].replace(",", "."));
  return halves === 1 ? 0.5 : 1;
}
