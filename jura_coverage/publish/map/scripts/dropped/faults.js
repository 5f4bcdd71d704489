/* What is wrong with a list, in the words of the command. */
/** @import { Wording } from "../payload.d.ts"
 * @import { Fault } from "./types.d.ts" */

const QUOTED = 100;

/** A list that cannot be used, with every fault that was found, in the order of its lines. */
export class Refused extends Error {
  /** @param {Fault[]} faults at least one */
  constructor(faults) {
    const told = [...faults].sort((one, other) => one.line - other.line);
    super(told.map(sentence).join("\n"));
    this.faults = told;
  }
}

/** @param {Fault[]} faults */
export function refuse(faults) {
  if (faults.length) throw new Refused(faults);
}

/** Fill in what is met.
 * @param {string} text
 * @param {Record<string, string | number>} met */
export const filled = (text, met) => text.replace(/\{(\w+)\}/g, (whole, name) => String(met[name] ?? whole));

/** @param {Pick<Wording, "expected" | "action"> & {found?: string}} wording
 * @param {{line?: number, place?: string} & Record<string, string | number>} met
 * @returns {Fault} */
export const fault = ({ found = "{cell}", expected, action }, met) => ({
  line: met.line ?? 0,
  place: met.place ?? "",
  found: filled(found, met),
  expected: filled(expected, met),
  action: filled(action, met),
});

/** Make the error for a fault that concerns the file as a whole.
 * @param {Wording} wording
 * @param {Record<string, string | number>} [met] */
export const refused = (wording, met = {}) => new Refused([fault(wording, met)]);

/** @param {Fault} fault */
export const sentence = ({ place, found, expected, action }) =>
  (place && place + " : ") + "trouvé " + found + " ; attendu " + expected + ". " + action;

/** Show a cell, or the beginning of a long one.
 * @param {string | number} value */
export function quoted(value) {
  const text = typeof value === "number" ? general(value) : value;
  if (!text.trim()) return "une cellule vide";
  return "« " + (text.length <= QUOTED ? text : text.slice(0, QUOTED) + "…") + " »";
}

/** Write a number with six digits, as Python's "g" does.
 * @param {number} value */
function general(value) {
  const [digits, power] = value.toExponential(5).split("e");
  if (value !== 0 && (Number(power) < -4 || Number(power) > 5)) {
    const [sign, size] = [power[0], power.slice(1).padStart(2, "0")];
    return digits.replace(/\.?0+$/, "") + "e" + sign + size;
  }
  return String(Number(value.toPrecision(6)));
}
