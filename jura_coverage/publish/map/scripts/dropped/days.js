/* How many days a week a text tells, such as "mardi, jeudi matin" or "2 jours"; none if unclear. */
import { fold } from "../text.js";

export const DAYS_ASSUMED = 1;
export const WEEK = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const DAY = "(?:lun|mar|mer|jeu|ven|sam|dim)(?:(?:di|credi|dredi|edi|anche)s?)?";
// Where a word begins and ends in what is not folded, as Python sees it too.
const WORD = "(?<![0-9a-zà-ÿ])";
export const END = "(?![0-9a-zà-ÿ])";
const HALVED = /½|(?<![0-9])1 ?\/ ?2(?![0-9])/g;
const DASHED = new RegExp(WORD + "(" + DAY + ")\\.? ?[-–] ?(" + DAY + ")" + END, "gi");
const HOURS = new RegExp(
  "(?:de )?" + WORD +
    "([0-9]{1,2}) ?(?:[h:] ?(?:[0-5][0-9])?)? ?(?:[-–/à]|et|a) ?([0-9]{1,2}) ?[h:] ?(?:[0-5][0-9])?",
  "gi",
);
const [EARLIEST, NOON, LUNCH, LATEST] = [6, 12, 13, 22];
const DAYS = new RegExp("\\b" + DAY + "\\b");
const SPAN = new RegExp("\\b(" + DAY + ") (?:au|a) (" + DAY + ")\\b", "g");
const PART = "(?:matin(?:ee)?|apres midi|soir(?:ee)?|demi (?:journee|j))";
const HALF = new RegExp("\\b" + PART + "(s?)\\b", "g");
const NUMBERS = ["un", "deux", "trois", "quatre", "cinq", "six", "sept"];
const NUMBER = "[0-9]+(?:d[0-9]+)?|une|" + NUMBERS.join("|");
const BARE = new RegExp("^(?:" + NUMBER + ")$");
const QUANTITY = new RegExp(
  "\\b(" + NUMBER + ") ?(?:(demi )?(?:jours?|journees?|j)\\b( et demie?\\b| 0d5\\b)?|(" + PART + "s?)\\b)",
  "g",
);
const WHOLE = /(?<![0-9] )\b(?:jour|journee)\b/;
const WEEK_OF_TWO =
  /\b(?:1|une) semaine sur (?:2|deux)\b|\b(?:(?:1|une) fois )?tous les (?:15|quinze) jours\b|\b(?:toutes les (?:2|deux) semaines|par quinzaine|semaines? (?:im)?paires?)\b/g;
const DAY_OF_TWO = new RegExp("\\b(?:1|un) (" + DAY + ") sur (?:2|deux)\\b", "g");
const WEEKLY =
  /\btoutes les semaines\b|(?<![0-9] )(?<!une )\b(?:(?:par|chaque|dans la) )?sem(?:aine)?\b(?! (?:sur|a|b)\b)/g;
const HOLIDAYS =
  /\b(?:hors|sauf|excepte)(?: les| pendant les| en)? (?:vacances(?: scolaires)?|(?:jours )?feries|juillet(?: et aout)?|aout)\b/g;
const RARER = new RegExp(
  "\\b(?:mois|sem|semaines?|quinzaines?|fois|trimestres?|ans?|annees?|(?:im)?pairs?|(?:im)?paires?" +
    "|alternan[a-z]*|sur (?:" + NUMBER + "))\\b",
);
const UNSURE =
  /\b(?:sauf|hors|excepte|ou|am|pm|partir|jusqu|depuis|vacances|premiers?|deuxiemes?|troisiemes?|quatriemes?|derniers?|dernieres?|ete|hiver|ferme|fermee|suspendue?|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)\b/;

/** The days a week that a text tells; null if a number, a month or a condition in it is not understood. A
 * morning, an afternoon or their hours are half a day, and so is a day of every second week.
 * @param {string} when */
export function days(when) {
  const all = folded(when);
  if (!all) return DAYS_ASSUMED;
  const of_weeks = all.replace(WEEK_OF_TWO, "");
  const of_days = of_weeks.replace(DAY_OF_TWO, "$1");
  const told = of_days.replace(WEEKLY, "").replace(HOLIDAYS, "").trim();
  const [names, counted] = [named(told.replace(SPAN, spanned)), countedDays(told)];
  if (RARER.test(told) || UNSURE.test(told) || (of_days !== of_weeks && names !== 1)) return null;
  if (!BARE.test(told) && /[0-9]/.test(told.replace(QUANTITY, ""))) return null;
  const part = counted < names && names === 1;
  if (DAYS.test(told) && counted && counted !== names && !part) return null;
  const found = counted || names || (WHOLE.test(told) || !told ? DAYS_ASSUMED : 0);
  return found > 0 && found <= WEEK.length ? found / (of_days === all ? 1 : 2) : null;
}

/** Fold what is said of days, but keep the decimals, behind a d: 2,5 becomes 2d5.
 * @param {string} when */
const folded = (when) =>
  fold(
    when.replace(HALVED, "0,5").replace(DASHED, "$1 ou $2").replace(HOURS, halves)
      .replace(/([0-9])[.,]([0-9])/g, "$1d$2"),
  );

/** Which half of a day hours are; as they are if they are none.
 * @param {string} met
 * @param {string} begin
 * @param {string} end */
function halves(met, begin, end) {
  const [first, last] = [Number(begin), Number(end)];
  if (!(EARLIEST <= first && first < last && last <= LATEST)) return met;
  if (last <= LUNCH) return " matin ";
  return first >= NOON ? " après-midi " : " matin et après-midi ";
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
    (sum, [, each, half, more, part]) => sum + numeric(each) / (half || part ? 2 : 1) + (more ? 0.5 : 0),
    0,
  );
}

/** @param {string} text */
const numeric = (text) => text === "une" ? 1 : NUMBERS.indexOf(text) + 1 || Number(text.replace("d", "."));
