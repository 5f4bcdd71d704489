/* The cells of a list of posts: each kind is read as Python reads it, undefined where it cannot be. */
import { fold } from "../text.js";
/** @import { Field } from "../payload.d.ts" */

const MOST_FTE = 1000;
const SHARE = /^[+-]?(?:0,[0-9]+|[0-9]{1,15}(?:\.[0-9]+|,[0-9]{1,2})?)$/;
const DECIMAL = /^[+-]?[0-9]{1,15}(?:[.,][0-9]*)?$/;
const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const EUROS = /^[0-9]{1,9}(?:[.,][0-9]{1,9})?$/;
const DAY_FIRST = /^([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})$/;
const MIDNIGHT = /[ T]0?0:00(?::00)?$/;
const STOP = "\\s*[0-9][0-9AB][0-9]{3}\\s*:\\s*(?:[1-7]|[0-6][.,][0-9]*[1-9][0-9]*)\\s*";
const STOPS = new RegExp("^" + STOP + "(?:\\|" + STOP + ")*$");
const HOURS =
  /^(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|off|closed|open|[012]?\d:\d\d|\[-?\d\]|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: [0-3]\d)?|[-,;:+ ])*$/;

/** @param {RegExp} pattern
 * @returns {(cell: string) => number | null | undefined} */
const numbers = (pattern) => (cell) => {
  if (!cell) return null;
  return pattern.test(cell) ? Number(cell.replace(",", ".")) : undefined;
};

/** @param {string} cell */
const siret = (cell) => cell.replace(/\s/g, "");

/** @type {Record<Field["kind"], (cell: string, field: Field) => string | number | null | undefined>} */
export const READERS = {
  text: (cell) => cell,
  code: (cell) => cell,
  stops: (cell) => cell,
  share: numbers(SHARE),
  decimal: numbers(DECIMAL),
  euros: (cell) => numbers(EUROS)(cell.replace(/[\s€]/g, "")),
  siret: (cell) => (!siret(cell) || /^[0-9]{14}$/.test(siret(cell)) ? siret(cell) : undefined),
  hours: (cell) => (HOURS.test(cell) ? cell : undefined),
  stop_codes: (cell) => (!cell || STOPS.test(cell) ? cell : undefined),
  fte(cell) {
    const point = cell.replace(",", ".");
    if (!cell) return null;
    return NUMBER.test(point) && Number(point) >= 0 && Number(point) <= MOST_FTE ? Number(point) : undefined;
  },
  date(cell) {
    const [, first, , second, year] = cell.replace(MIDNIGHT, "").match(DAY_FIRST) ?? [];
    const iso = year
      ? [year, second.padStart(2, "0"), first.padStart(2, "0")].join("-")
      : cell.replace(MIDNIGHT, "");
    const day = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(iso) ? new Date(iso + "T00:00:00Z") : null;
    if (!cell) return "";
    return day && !isNaN(Number(day)) && day.toISOString().startsWith(iso) ? iso : undefined;
  },
  choice: (cell, { choices }) => choices.find(([word]) => fold(word) === fold(cell))?.[1],
  words(cell, { choices }) {
    const told = cell.split("|").map((word) => word.trim()).filter(Boolean);
    return told.every((word) => choices.some(([known]) => known === word)) ? cell : undefined;
  },
};
