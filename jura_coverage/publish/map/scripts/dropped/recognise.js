/* From the bytes of a file to a table under headings that are recognised, as Python recognises them. */
import { fold } from "../text.js";
import { decoded, encodingOf, firstWrongByte, legible, plain, SPOKEN } from "./bytes.js";
import { Malformed, rows } from "./csv.js";
import { fault, filled, quoted, refuse, refused } from "./faults.js";
import { GREATEST_BYTES, GREATEST_COLUMNS, GREATEST_ROWS, TOO_MANY_ROWS, UNCOMPUTED } from "./limits.js";
import { sheets } from "./workbook.js";
/** @import { Dropped, ListFormat, Wordings } from "../payload.d.ts"
 * @import { Fault, Line, Table } from "./types.d.ts" */

const GREATEST_HEADING = 100_000;
const HEADING_WITHIN = 20;
/** Names of what may stand between cells, in the order of Python's trials.
 * @type {Record<string, string>} */
const SEPARATORS = { ",": "la virgule", ";": "le point-virgule", "\t": "la tabulation", "|": "la barre" };

/** What a file begins with, by which it is none that a browser can read here.
 * @type {[number[], string][]} */
const OTHERS = [
  [[0x1f, 0x8b], "un fichier compressé"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], "un fichier compressé"],
  [[0xd0, 0xcf, 0x11, 0xe0], "un ancien classeur (xls)"],
  [[0x25, 0x50, 0x44, 0x46], "un PDF"],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65], "un GeoPackage"],
];
const WEB_PAGE = /^(?:\s|<\?xml[^>]*>|<!--(?:(?!-->)[\s\S])*-->)*<(?:!doctype\s+html|html|head|body)\b/i;
const FOR_THE_COMMAND = {
  expected: "un tableur xlsx, ou un csv",
  action: "Enregistrez-le en xlsx ou en CSV ; la commande « jura-coverage run --advisors » lit d'autres " +
    "formats.",
};

/** Open a file as a table.
 * @param {Uint8Array} raw
 * @param {ListFormat[]} formats the first is our own
 * @param {Dropped} dropped
 * @returns {Table}
 * @throws {import("./faults.js").Refused} */
export function opened(raw, formats, dropped) {
  if (raw.length > GREATEST_BYTES) {
    throw refused(dropped.wordings.too_many, { most: "5\u00a0Mo" });
  }
  const table = raw[0] === 0x50 && raw[1] === 0x4b
    ? ofWorkbook(raw, formats, dropped)
    : ofText(raw, formats, dropped);
  const { format } = table;
  if (format && !format.fields.length) {
    throw refused({
      found: "une liste nationale ou un export (" + format.headings.slice(0, 4).join(", ") + "…)",
      expected: "un tableur de postes",
      action: "La page ne la lit pas : donnez-la à la commande « jura-coverage run --advisors ».",
    });
  }
  return table;
}

/** Headings as they are compared.
 * @param {Dropped} dropped */
function folding({ aliases }) {
  const known = new Map(aliases);
  return (/** @type {string} */ heading) => known.get(fold(heading)) ?? fold(heading);
}

/** How many headings fit; those that lack count against it if the format needs any.
 * @param {string[]} heading
 * @param {ListFormat} format
 * @param {(heading: string) => string} folded */
function likeness(heading, { headings, needed }, folded) {
  const present = new Set(heading.map(folded));
  const fitting = headings.filter((each) => present.has(folded(each))).length;
  return needed.every((each) => present.has(folded(each))) ? fitting : 2 * fitting - headings.length;
}

/** Spell headings as the format does.
 * @param {string[]} heading
 * @param {ListFormat} format
 * @param {(heading: string) => string} folded */
function spelt(heading, format, folded) {
  const known = new Map(knownTo(format).map((each) => [folded(each), each]));
  return heading.map((each) => known.get(folded(each)) ?? each);
}

/** @param {ListFormat} format */
const knownTo = ({ headings, fields }) => [...headings, ...fields.map(({ heading }) => heading)];

/** @param {ListFormat | undefined} format
 * @param {string[]} heading
 * @returns {ListFormat | null} */
const sufficient = (format, heading) =>
  format && format.needed.every((each) => heading.includes(each)) ? format : null;

/** @param {Uint8Array} raw
 * @param {ListFormat[]} formats
 * @param {Dropped} dropped
 * @returns {Table} */
function ofText(raw, formats, dropped) {
  const { wordings } = dropped;
  const other = OTHERS.find(([magic]) => magic.every((byte, i) => raw[i] === byte));
  if (other) throw refused({ found: other[1], ...FOR_THE_COMMAND });
  const bytes = plain(raw);
  const folded = folding(dropped);
  const guessed = encodingOf(bytes);
  const near = guessed
    ? nearest(decoded(bytes.slice(0, 2 * GREATEST_HEADING), guessed), formats, folded)
    : null;
  const strict = !near || near.likeness <= 0 || near.order === 0;
  const separator = strict ? mostFrequent(bytes) : near.separator;
  const encoding = strict && separator === "," ? "utf-8" : guessed;
  if (strict && !(encoding in SPOKEN)) refuseOtherBytes(bytes, wordings);
  const text = legible(decoded(bytes, encoding));
  if (WEB_PAGE.test(text)) throw refused(wordings.web_page);
  if (/^\s*[[{]/.test(text)) throw refused({ found: "un fichier JSON", ...FOR_THE_COMMAND });
  const format = near && near.likeness > 0 ? formats[near.order] : undefined;
  const { heading, lines } = tabulated(text, {
    separator,
    before: strict ? 0 : near.junk,
    spell: (names) => (strict || !format ? names : spelt(names, format, folded)),
    wordings,
  });
  const where = (/** @type {number} */ line, /** @type {string} */ name) =>
    "ligne " + line + ", colonne « " + name + " »";
  return {
    format: sufficient(format ?? formats[0], heading),
    heading,
    lines,
    where,
    notes: SPOKEN[encoding] ? [filled(dropped.notes.read_in, { encoding: SPOKEN[encoding] })] : [],
  };
}

/** @param {string} text
 * @param {ListFormat[]} formats
 * @param {(heading: string) => string} folded */
function nearest(text, formats, folded) {
  let best = { likeness: -Infinity, order: 0, separator: ",", junk: 0 };
  const lines = text.split("\n");
  for (const junk of [0, 1]) {
    const line = (lines[junk] ?? "").slice(0, GREATEST_HEADING);
    for (const separator of Object.keys(SEPARATORS)) {
      const heading = split(line, separator);
      formats.forEach((format, order) => {
        const like = likeness(heading, format, folded);
        if (like > best.likeness) best = { likeness: like, order, separator, junk };
      });
    }
  }
  return best;
}

/** @param {string} line
 * @param {string} separator */
const split = (line, separator) =>
  line.trim().split(separator).slice(0, GREATEST_COLUMNS).map((name) =>
    name.trim().replace(/^"+|"+$/g, "").trim()
  );

/** @param {Uint8Array} bytes */
function mostFrequent(bytes) {
  const [first] = decoded(bytes, "utf-8").trimStart().split("\n", 1);
  const times = [",", ";", "\t"].map((each) => first.split(each).length);
  return [",", ";", "\t"][times.indexOf(Math.max(...times))];
}

/** @param {Uint8Array} bytes
 * @param {Wordings} wordings */
function refuseOtherBytes(bytes, { empty, other_bytes, nul_bytes }) {
  if (!bytes.some((byte) => byte > 32)) throw refused(empty);
  const wrong = firstWrongByte(bytes);
  if (wrong !== null) {
    const line = bytes.slice(0, wrong).filter((byte) => byte === 10).length + 1;
    throw refused(other_bytes, { line, byte: bytes[wrong].toString(16).padStart(2, "0") });
  }
  if (bytes.includes(0)) throw refused(nul_bytes);
}

/** @param {string} text
 * @param {{separator: string, before: number, spell: (names: string[]) => string[], wordings: Wordings}} how
 * @returns {{heading: string[], lines: Line[]}} */
function tabulated(text, { separator, before, spell, wordings }) {
  /** @type {string[] | null} */
  let heading = null;
  /** @type {Fault[]} */
  const faults = [];
  /** @type {Line[]} */
  const lines = [];
  try {
    for (const { line, several, cells } of rows(text, separator)) {
      if (line <= before || !cells.some((cell) => cell.trim())) continue;
      if (!heading) {
        heading = spell(cells.map((cell) => cell.trim()));
        if (heading.length > GREATEST_COLUMNS) {
          throw refused(wordings.too_many, { most: GREATEST_COLUMNS + " colonnes" });
        }
        faults.push(...repeated(heading, wordings));
      } else if (cells.length !== heading.length) {
        faults.push(fault(wordings.other_length, {
          line,
          place: "ligne " + line,
          cells: cells.length,
          headings: heading.length,
          separator: SEPARATORS[separator],
          sign: separator,
        }));
      } else {
        lines.push({ line, cells: cells.map((cell) => several ? oneLine(cell) : cell.trim()) });
      }
      if (lines.length > GREATEST_ROWS) throw refused(wordings.too_many, { most: TOO_MANY_ROWS });
    }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw refused(wordings.malformed, { line: error.line });
  }
  if (!heading) throw refused(wordings.empty);
  refuse(faults);
  if (!lines.length) throw refused(wordings.empty);
  return { heading, lines };
}

/** @param {string} cell */
const oneLine = (cell) => cell.split(/\s+/).filter(Boolean).join(" ");

/** @param {string[]} heading
 * @param {Wordings} wordings
 * @returns {Fault[]} */
function repeated(heading, wordings) {
  const twice = new Set(heading.filter((name, i) => name && heading.indexOf(name) !== i));
  return [...twice].sort().map((name) => fault(wordings.repeated, { place: "en-tête", cell: quoted(name) }));
}

/** @param {Uint8Array} raw
 * @param {ListFormat[]} formats
 * @param {Dropped} dropped
 * @returns {Table} */
function ofWorkbook(raw, formats, dropped) {
  const { wordings, notes } = dropped;
  const folded = folding(dropped);
  const grids = sheets(raw, dropped).filter(({ lines }) => lines.length);
  const [best] = grids
    .flatMap((grid) =>
      grid.lines.slice(0, HEADING_WITHIN).flatMap(({ line, cells }) =>
        formats.map((format) => ({ like: likeness(cells, format, folded), grid, line, format }))
      )
    )
    .sort((a, b) => b.like - a.like || Number(a.grid.hidden) - Number(b.grid.hidden));
  if (!grids.length) throw refused(wordings.empty);
  const known = best && best.like > 0;
  const grid = known ? best.grid : grids.find(({ hidden }) => !hidden) ?? grids[0];
  const start = known ? best.line : grid.lines[0].line;
  const first = grid.lines.find(({ line }) => line === start)?.cells ?? [];
  const heading = known ? spelt(first, best.format, folded) : first;
  const where = (/** @type {number} */ line, /** @type {string} */ name) =>
    "feuille « " + grid.name + " », cellule " + letters(heading.indexOf(name)) + line + " (colonne « " +
    name + " »)";
  refuse([
    ...heading.flatMap((name, i) =>
      name === UNCOMPUTED
        ? [fault(wordings.not_computed, {
          line: start,
          place: "feuille « " + grid.name + " », cellule " + letters(i) + start,
        })]
        : []
    ),
    ...repeated(heading, wordings),
  ]);
  const format = known ? sufficient(best.format, heading) : null;
  const below = grid.lines.filter(({ line }) => line > start);
  const table = { format, heading, lines: below, where, notes: /** @type {string[]} */ ([]) };
  const used = heading.map((name) => !format || knownTo(format).includes(name));
  table.lines = below.filter(({ cells }) => cells.some((cell, i) => cell && used[i]));
  if (!table.lines.length) throw refused(wordings.nothing_usable, { what: dropped.a_row });
  const unseen = table.lines.filter(({ line }) => grid.hiddenLines.has(line)).length;
  const others = grids.filter((each) =>
    each !== grid &&
    each.lines.slice(0, HEADING_WITHIN).some(({ cells }) =>
      formats.some((one) => likeness(cells, one, folded) > 0)
    )
  );
  table.notes = [
    ...(grid.hidden ? [notes.hidden_sheet + " : « " + grid.name + " »."] : []),
    ...(unseen ? [unseen + " " + notes.hidden_rows[unseen < 2 ? 0 : 1] + "."] : []),
    ...(others.length
      ? [
        filled(notes.one_sheet, { sheet: grid.name }) + " : " +
        others.map(({ name }) => "« " + name + " »").join(", ") + ".",
      ]
      : []),
  ];
  return table;
}

/** Name a column by its place from 0, as spreadsheets do.
 * @param {number} place
 * @returns {string} */
const letters = (place) =>
  (place > 25 ? letters(Math.floor(place / 26) - 1) : "") + String.fromCharCode(65 + place % 26);
