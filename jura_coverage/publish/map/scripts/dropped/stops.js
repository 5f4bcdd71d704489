/* The stops of an itinerant post, as a cell says them: communes, and days a week or their names. */
import { fold } from "../text.js";
/** @import { Stop } from "./types.d.ts" */

const WEEK = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const APART = new RegExp("[|;\\n]|,(?!\\d)(?![^(]*\\))(?!\\s*(?:" + WEEK.join("|") + ")s?\\b)", "i");
const BEFORE_DAYS = /[(:,]/;
const DAYS_ASSUMED = 1;
const DAY = "(?:lun|mar|mer|jeu|ven|sam|dim)(?:di|credi|dredi|edi|anche)?s?";
const DAYS = new RegExp("\\b" + DAY + "\\b");
const SPAN = new RegExp("\\b(" + DAY + ") (?:au|a) (" + DAY + ")\\b", "g");
const HALF = /\b(?:matin(?:ee)?|apres midi|soir(?:ee)?|demi (?:journee|j))(s?)\b/g;
const NUMBERS = ["un", "deux", "trois", "quatre", "cinq", "six", "sept"];
const NUMBER = "[0-9]+(?:d[0-9]+)?|une|" + NUMBERS.join("|");
const BARE = new RegExp("^(?:" + NUMBER + ")$");
const QUANTITY = new RegExp("\\b(" + NUMBER + ") ?(demi )?(?:jours?|journees?|j)\\b( et demie?\\b)?", "g");
const WHOLE = /(?<![0-9] )\b(?:jour|journee)\b/;
const WEEK_OF_TWO =
  /\b(?:1|une) semaine sur (?:2|deux)\b|\b(?:(?:1|une) fois )?tous les (?:15|quinze) jours\b|\b(?:toutes les (?:2|deux) semaines|par quinzaine|semaines? (?:im)?paires?)\b/g;
const DAY_OF_TWO = new RegExp("\\b(?:1|un) (" + DAY + ") sur (?:2|deux)\\b", "g");
const WEEKLY =
  /\btoutes les semaines\b|(?<![0-9] )(?<!une )\b(?:(?:par|chaque|dans la) )?sem(?:aine)?\b(?! (?:sur|a|b)\b)/g;
const RARER = new RegExp(
  "\\b(?:mois|sem|semaines?|quinzaines?|fois|trimestres?|ans?|annees?|(?:im)?paires?|alternan\\w*|sur (?:" +
    NUMBER + "))\\b",
);

/** A stop whose days are not told, or not understood, counts as one day; a morning or an afternoon is half
 * a day, and so is a day of every second week.
 * @param {string} cell
 * @returns {Stop[]} */
export const stops = (cell) =>
  cell.split(APART).filter((part) => part.trim()).map((part) => {
    const told = part.trim();
    const at = told.search(BEFORE_DAYS);
    if (at < 0) return [told, DAYS_ASSUMED];
    const commune = told.slice(0, at).trim();
    const found = days(folded(told.slice(at + 1)));
    return found ? [commune, found] : [commune, DAYS_ASSUMED, told];
  });

/** Fold what is said of days, but keep the decimals, behind a d: 2,5 becomes 2d5.
 * @param {string} when */
const folded = (when) =>
  fold(when.replace(/½|\b1\s*\/\s*2\b/g, "0,5").replace(/([0-9])[.,]([0-9])/g, "$1d$2"));

/** The days a week; none if they are not understood.
 * @param {string} folded */
function days(folded) {
  if (!folded) return DAYS_ASSUMED;
  const of_weeks = folded.replace(WEEK_OF_TWO, "");
  const of_days = of_weeks.replace(DAY_OF_TWO, "$1");
  const told = of_days.replace(WEEKLY, "").trim();
  const [names, counted] = [named(told.replace(SPAN, spanned)), countedDays(told)];
  if (RARER.test(told) || (of_days !== of_weeks && names !== 1)) return null;
  const part = counted < names && names === 1;
  if (DAYS.test(told) && counted && counted !== names && !part) return null;
  const found = counted || names || (WHOLE.test(told) || !told ? DAYS_ASSUMED : 0);
  return found > 0 && found <= WEEK.length ? found / (of_days === folded ? 1 : 2) : null;
}

/** All days from one to another, by their names.
 * @param {string} _
 * @param {string[]} ends */
function spanned(_, ...ends) {
  const [first, last] = ends.slice(0, 2).map((day) =>
    WEEK.findIndex((name) => name.startsWith(day.slice(0, 3)))
  );
  const many = (last - first + WEEK.length) % WEEK.length + 1;
  return Array.from({ length: many }, (_, i) => WEEK[(first + i) % WEEK.length]).join(" ");
}

/** Days by their names, and the halves of each: what stands before the first day is about that one, what is
 * plural about all.
 * @param {string} told */
function named(told) {
  const [first, ...halves] = told.split(DAYS).map((part) => new Set(part.match(HALF)).size);
  if (!halves.length) return Math.min(first, 2) / 2;
  const every = [...told.matchAll(HALF)].some((half) => half[1]);
  halves[0] ||= first;
  return halves.reduce((sum, each) => sum + Math.min(each || (every ? 1 : 2), 2) / 2, 0);
}

/** The numbers of days, whole and half, added.
 * @param {string} told */
function countedDays(told) {
  if (BARE.test(told)) return numeric(told);
  return [...told.matchAll(QUANTITY)].reduce(
    (sum, [, each, half, more]) => sum + numeric(each) / (half ? 2 : 1) + (more ? 0.5 : 0),
    0,
  );
}

/** @param {string} text */
const numeric = (text) => text === "une" ? 1 : NUMBERS.indexOf(text) + 1 || Number(text.replace("d", "."));
