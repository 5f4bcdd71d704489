/* Opening hours in words, from what OpenStreetMap's syntax says. */
import { NBSP } from "../text.js";

const SPANS =
  /^([A-Z][a-z](?:-[A-Z][a-z])?(?:,[A-Z][a-z](?:-[A-Z][a-z])?)*) (\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)$/;

/** What is not of the usual form, days and then times, stays as it is written.
 * @param {string} written
 * @param {[string, string][]} week the names of its days
 * @returns {string} */
export function openingHours(written, week) {
  const names = new Map(week);
  const rules = written.split(";").filter((part) => part.trim()).map((part) => SPANS.exec(part.trim()));
  const told = rules.flatMap((rule) => {
    const days = rule?.[1].split(",").map((span) => span.split("-").map((day) => names.get(day)));
    return rule && days?.flat().every(Boolean)
      ? [days.map((span) => span.join(" au ")).join(", ") + " " + times(rule[2])]
      : [];
  });
  return told.length === rules.length ? told.join(" ; ") : written;
}

/** @param {string} written */
const times = (written) =>
  written
    .replace(/(\d\d):(\d\d)/g, (_, hour, minute) =>
      Number(hour) + NBSP + "h" + (Number(minute) ? NBSP + minute : ""))
    .replaceAll(",", ", ");
