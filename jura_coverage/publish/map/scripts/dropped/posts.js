/* The rows of a list of posts, checked as the command checks them. */
import { count, enumeration, fold, number } from "../text.js";
import { READERS } from "./cells.js";
import { fault, filled, quoted, refuse, refused } from "./faults.js";
import { UNCOMPUTED } from "./limits.js";
import { stops } from "./stops.js";
/** @import { Bounds, Dropped, Field, ListFormat } from "../payload.d.ts"
 * @import { Fault, Post, Reading, Table } from "./types.d.ts" */

const LONGEST_TEXT = 300;
const ERROR_OF_LIBREOFFICE = /^Err ?: ?[0-9]{3}$/;
const CODE = /^(?:[0-9]{2}|2[AB])[0-9]{3}$/;

/** @param {string} insee */
export const departementOf = (insee) => insee.slice(0, insee.startsWith("97") ? 3 : 2);

/** Fold a municipal arrondissement into its commune.
 * @param {string} code
 * @param {Pick<Dropped, "arrondissements">} dropped */
export const wholeCommune = (code, { arrondissements }) =>
  arrondissements.find(([, first, last]) => code.length === 5 && first <= code && code <= last)?.[0] ?? code;

/** Codes with the leading zeros that spreadsheets lose, where nothing else can be meant: no code has
 * kept its zero, or it is of the département that every row must be of, or of that of its postcode.
 * @param {string[]} codes
 * @param {Pick<Dropped, "arrondissements">} dropped
 * @param {{departement: string, postcodes?: string[]}} of */
export function repaired(codes, dropped, { departement, postcodes = [] }) {
  const upper = codes.map((code) => code.toUpperCase());
  const kept = upper.some((code) => /^0[0-9]{4}$/.test(code));
  return upper.map((code, i) => {
    const own = departementOf("0" + code);
    const posted = (postcodes[i] ?? "").padStart(5, "0").slice(0, 2);
    const meant = !kept || own === departement || own === posted;
    return wholeCommune(meant && /^[1-9][0-9]{3}$/.test(code) ? "0" + code : code, dropped);
  });
}

/** What is wrong with the code of a commune; a blank one is not.
 * @param {string} code
 * @param {Dropped["wordings"]} wordings
 * @param {string} departement */
function wrongCode(code, { lost_zero, no_code, elsewhere }, departement) {
  if (/^[0-9]{4}$/.test(code)) return lost_zero;
  if (code && !CODE.test(code)) return no_code;
  return code && departementOf(code) !== departement ? elsewhere : null;
}

/** The cells of each row by the names of their columns, blank where the file has no such column.
 * @param {Table} table
 * @param {Field[]} fields
 * @returns {{line: number, cells: Record<string, string>}[]} */
export function named({ heading, lines }, fields) {
  const places = fields.map(({ name, heading: wanted }) => ({ name, place: heading.indexOf(wanted) }));
  return lines.map(({ line, cells }) => ({
    line,
    cells: Object.fromEntries(places.map(({ name, place }) => [name, cells[place] ?? ""])),
  }));
}

/** Read a table of posts: those count that somebody holds and the public meets.
 * @param {Table} table
 * @param {Dropped} dropped
 * @param {string} departement
 * @returns {Reading}
 * @throws {import("./faults.js").Refused} */
export function readPosts(table, dropped, departement) {
  const { wordings, notes } = dropped;
  const format = table.format ?? dropped.formats[dropped.formats.length - 1];
  const own = format === dropped.formats[0];
  refuse(uncomputed(table, format, dropped));
  const all = named(table, format.fields);
  const rows = own ? all : all.filter(({ cells }) => !dropped.examples.includes(cells.host));
  if (!rows.length) throw refused(wordings.unfilled);
  const codes = rows.map(({ cells }) => cells.insee);
  const postcodes = rows.map(({ cells }) => cells.postcode);
  const insee = own
    ? codes.map((code) => wholeCommune(code, dropped))
    : repaired(codes, dropped, { departement, postcodes });
  const kinds = new Map(format.fields.map((field) => [field.name, field]));
  /** @type {Fault[]} */
  const faults = [];
  const read = rows.map(({ line, cells }, i) => {
    /** @type {Record<string, any>} */
    const values = {};
    for (const [name, field] of kinds) {
      const value = READERS[field.kind](cells[name], field);
      if (value !== undefined) values[name] = value;
      else faults.push(unreadable(line, cells[name], field, dropped));
    }
    const row = { line, cells, values, insee: insee[i] };
    faults.push(...wrong(row, { kinds, own, dropped, departement }));
    return row;
  });
  refuse(faults);
  const left = read.map(({ values }) =>
    values.state === "vacant" || values.state === "returned"
      ? values.state
      : values.open === "no"
      ? "closed"
      : ""
  );
  /** @param {string} why */
  const hostsLeft = (why) => read.filter((_, i) => left[i] === why).map(({ cells }) => cells.host);
  const zeros = codes.flatMap((code, i) => code.length < insee[i].length ? [insee[i]] : []);
  return {
    posts: read.filter((_, i) => !left[i]).map((row) => post(row, own)),
    notes: [
      ...table.notes,
      ...note(notes.examples, all.filter((row) => !rows.includes(row)).map(({ cells }) => cells.host)),
      ...note(filled(notes.zeros, { codes: count(zeros.length, "code") }), [...new Set(zeros)]),
      ...note(notes.vacant, hostsLeft("vacant")),
      ...note(notes.returned, hostsLeft("returned")),
      ...note(notes.closed, hostsLeft("closed")),
      ...note(
        notes.days_not_understood,
        read.filter((_, i) => !left[i]).flatMap(({ line, cells }) =>
          stops(cells.stops).flatMap(([, , doubtful]) =>
            doubtful ? [inRow(line, cells.host) + ", " + quoted(doubtful)] : []
          )
        ),
      ),
    ],
  };
}

const MOST_NAMED = 8;

/** A note with the first of those whom it is about; none if it is about nobody.
 * @param {string} text
 * @param {string[]} whom */
export function note(text, whom) {
  const others = whom.length - MOST_NAMED;
  const more = others > 0 ? " et " + number(others) + " autre" + (others > 1 ? "s" : "") : "";
  return whom.length ? [text + " : " + whom.slice(0, MOST_NAMED).join(", ") + more + "."] : [];
}

/** The cells of columns that are used whose value is none.
 * @param {Pick<Table, "heading" | "lines" | "where">} table
 * @param {ListFormat} format
 * @param {Dropped} dropped
 * @returns {Fault[]} */
function uncomputed({ heading, lines, where }, { fields }, { uncomputed: errors, wordings }) {
  return heading.flatMap((name, i) =>
    fields.some((field) => field.heading === name)
      ? lines.flatMap(({ line, cells }) => {
        const cell = cells[i] ?? "";
        const place = where(line, name);
        if (cell === UNCOMPUTED) return [fault(wordings.not_computed, { line, place })];
        const wrong = errors.includes(cell) || ERROR_OF_LIBREOFFICE.test(cell);
        return wrong ? [fault(wordings.not_computable, { line, place, cell: quoted(cell) })] : [];
      })
      : []
  );
}

/** @typedef {{line: number, cells: Record<string, string>, values: Record<string, any>, insee: string}} Row */

/** @param {Row} row
 * @param {boolean} own
 * @returns {Post} */
function post({ line, cells, values, insee }, own) {
  return {
    row: JSON.stringify({ ...cells, insee }),
    line,
    host: cells.host,
    insee,
    commune: cells.commune,
    posts: values.posts,
    latitude: values.latitude,
    longitude: values.longitude,
    fte: values.fte,
    itinerant: values.itinerant === "yes",
    hours: own ? cells.hours : "",
    stops: stops(cells.stops).map(([commune, days]) => [commune, days]),
  };
}

/** @param {number} line
 * @param {string} heading
 * @param {string | null} host whose cell it is, where that is to be said */
const inCell = (line, heading, host = null) =>
  (host === null ? "ligne " + line : inRow(line, host)) + ", colonne « " + heading + " »";

/** @param {number} line
 * @param {string} host */
export const inRow = (line, host) => "ligne " + line + ", structure « " + host + " »";

/** @param {number} line
 * @param {string} cell
 * @param {Field} field
 * @param {Dropped} dropped
 * @returns {Fault} */
function unreadable(line, cell, { kind, heading, choices }, dropped) {
  const wording = dropped.cells[/** @type {keyof Dropped["cells"]} */ (kind)];
  const words = choices.flatMap(([word]) => (word ? ["« " + word + " »"] : []));
  const place = inCell(line, heading);
  return fault(wording, { line, place, cell: quoted(cell), choices: enumeration(words, "ou") });
}

/** What is wrong with a row beyond cells that cannot be read.
 * @param {Row} row
 * @param {{kinds: Map<string, Field>, own: boolean, dropped: Dropped, departement: string}} as
 * @returns {Fault[]} */
function wrong({ line, cells, values, insee }, { kinds, own, dropped, departement }) {
  const { wordings, rows } = dropped;
  /** @param {string} name
   * @param {{expected: string, action: string, found?: string} | null | false} wording
   * @param {string | number} cell
   * @param {string | null} host whose cell it is, where that helps to find it */
  const cellFault = (name, wording, cell, host = null) =>
    wording
      ? [fault(wording, {
        line,
        place: inCell(line, kinds.get(name)?.heading ?? name, host),
        cell: quoted(cell),
        departement,
      })]
      : [];
  /** @param {boolean} holds
   * @param {import("../payload.d.ts").Wording} wording */
  const rowFault = (
    holds,
    wording,
  ) => (holds ? [fault(wording, { line, place: inRow(line, cells.host) })] : []);
  const { latitude = null, longitude = null, posts = null } = values;
  const swapped = within(latitude, dropped.longitude) && within(longitude, dropped.latitude);
  const atZero = latitude === 0 && longitude === 0;
  const apart = swapped || atZero;
  // Our own format is looked at as it is written, the spreadsheet as it is read.
  const [lat, lon] = own
    ? [cells.latitude !== "", cells.longitude !== ""]
    : [latitude !== null, longitude !== null];
  const nowhere = cells.insee === "" && cells.commune === "" && !lat && (own ? !lon : true);
  const which = own ? 0 : 1;
  const whose = own ? null : cells.host;
  return [
    ...cellFault("host", cells.host.trim() === "" && wordings.present, cells.host),
    ...cellFault("host", [...cells.host].length > LONGEST_TEXT && wordings.short, cells.host),
    ...cellFault("insee", wrongCode(insee, wordings, departement), insee, whose),
    ...cellFault("insee", [...insee].length > LONGEST_TEXT && wordings.short, insee, whose),
    ...cellFault("posts", outside(posts, dropped.posts), posts ?? 0),
    ...cellFault("longitude", !apart && outside(longitude, dropped.longitude), longitude ?? 0),
    ...cellFault("latitude", !apart && outside(latitude, dropped.latitude), latitude ?? 0),
    ...rowFault(swapped, wordings.swapped),
    ...rowFault(atZero, wordings.at_zero),
    ...rowFault(lat !== lon, rows.incomplete[which]),
    ...rowFault(nowhere, rows.nowhere[which]),
    ...rowFault(cells.posts === "", rows.without_posts[which]),
  ];
}

/** @param {number | null} value
 * @param {Bounds} bounds */
const within = (value, { least, most }) => value !== null && least <= value && value <= most;

/** @param {number | null} value
 * @param {Bounds} bounds
 * @returns {Bounds | null} */
const outside = (value, bounds) => (value === null || within(value, bounds) ? null : bounds);

/** Whether a heading may be meant for one that is known: the same words among others.
 * @param {string} heading
 * @param {string} wanted */
export const mayMean = (heading, wanted) => (" " + fold(heading) + " ").includes(" " + fold(wanted) + " ");
