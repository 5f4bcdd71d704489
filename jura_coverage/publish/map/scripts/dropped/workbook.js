/* The sheets of a workbook (xlsx) as text: unpacked within bounds, its parts read as plain XML. */
/*! The page holds parts of fflate, copyright (c) 2026 Arjun Barrett, under the MIT licence. */
// @ts-types="./fflate.d.ts"
import { unzipSync } from "../../../html/vendor/fflate.js";
import { legible } from "./bytes.js";
import { refused } from "./faults.js";
import {
  GREATEST_COLUMNS,
  GREATEST_ROWS,
  GREATEST_UNPACKED_BYTES,
  TOO_MANY_ROWS,
  UNCOMPUTED,
} from "./limits.js";
/** @import { Dropped, Wordings } from "../payload.d.ts"
 * @import { Grid, Line } from "./types.d.ts" */

const GREATEST_SHEETS = 100;
const GREATEST_ELEMENTS = 400_000;
const PARTS =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?!media\/|drawings\/|charts\/).*\.(?:xml|rels))$/;
// Formats of numbers that are built in and show a day.
const DAYS = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47]);
const DAY_MS = 86_400_000;

/** @param {Wordings} wordings */
const unreadable = (wordings) => refused(wordings.unreadable_workbook, { kind: "xlsx" });

/** @param {Wordings} wordings */
const tooLarge = (wordings) =>
  refused(wordings.large_workbook, { much: "un classeur trop grand une fois décompressé" });

/** @typedef {{shared: string[], days: boolean[], epoch: number, wordings: Wordings}} Book texts that
 *   cells share, which styles show a day, the day from which days are counted, and what is said of
 *   faults */

/** The sheets of a workbook, with the rows that hold anything.
 * @param {Uint8Array} raw
 * @param {Dropped} dropped
 * @returns {Grid[]}
 * @throws {import("./faults.js").Refused} */
export function sheets(raw, { wordings }) {
  const parts = unpacked(raw, wordings);
  const workbook = xml(parts["xl/workbook.xml"], wordings);
  const targets = new Map(
    all(xml(parts["xl/_rels/workbook.xml.rels"], wordings), "Relationship").map((each) => [
      each.getAttribute("Id"),
      pathOf(each.getAttribute("Target") ?? ""),
    ]),
  );
  const book = {
    shared: parts["xl/sharedStrings.xml"]
      ? all(xml(parts["xl/sharedStrings.xml"], wordings), "si").map(runs)
      : [],
    days: parts["xl/styles.xml"] ? daysAmong(xml(parts["xl/styles.xml"], wordings)) : [],
    epoch: is(all(workbook, "workbookPr")[0], "date1904") ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30),
    wordings,
  };
  const listed = all(workbook, "sheet");
  if (!listed.length || listed.length > GREATEST_SHEETS) throw unreadable(wordings);
  return listed.flatMap((sheet) => {
    const part = parts[targets.get(attribute(sheet, "id")) ?? ""];
    if (!part) return [];
    const root = xml(part, wordings);
    const lines = all(root, "row").length ? linesOf(root, book) : [];
    if (lines.length > GREATEST_ROWS) throw refused(wordings.too_many, { most: TOO_MANY_ROWS });
    const hidden = (sheet.getAttribute("state") ?? "visible") !== "visible";
    return [{ name: text(sheet.getAttribute("name") ?? ""), hidden, lines, hiddenLines: hiddenRows(root) }];
  });
}

/** @param {Uint8Array} raw
 * @param {Wordings} wordings
 * @returns {Record<string, Uint8Array>} */
function unpacked(raw, wordings) {
  let bytes = 0;
  let parts;
  try {
    parts = unzipSync(raw, {
      // What a part says of its size bounds what is unpacked of it: it cannot say less and hold more.
      filter: ({ name, originalSize }) => {
        if (!PARTS.test(name)) return false;
        bytes += originalSize;
        return bytes <= GREATEST_UNPACKED_BYTES;
      },
    });
  } catch {
    throw unreadable(wordings);
  }
  if (bytes > GREATEST_UNPACKED_BYTES) throw tooLarge(wordings);
  return parts;
}

/** A part as a tree: none that declares what it is made of, and so might grow without end.
 * @param {Uint8Array | undefined} part
 * @param {Wordings} wordings
 * @returns {Document} */
function xml(part, wordings) {
  if (!part) throw unreadable(wordings);
  const written = new TextDecoder().decode(part);
  if (/<!(?:DOCTYPE|ENTITY)/i.test(written)) throw unreadable(wordings);
  if (written.split("<", GREATEST_ELEMENTS + 1).length > GREATEST_ELEMENTS) throw tooLarge(wordings);
  const tree = new DOMParser().parseFromString(written, "application/xml");
  if (tree.getElementsByTagName("parsererror").length) throw unreadable(wordings);
  return tree;
}

/** @param {Document | Element} within
 * @param {string} name
 * @returns {Element[]} */
const all = (within, name) => [...within.getElementsByTagNameNS("*", name)];

/** @param {Element} node
 * @param {string} name whatever its namespace is called */
const attribute = (node, name) =>
  [...node.attributes].find((each) => each.localName === name && each.prefix)?.value ?? null;

/** @param {Element | undefined} node
 * @param {string} name */
const is = (node, name) => ["1", "true"].includes(node?.getAttribute(name) ?? "");

/** @param {string} target */
const pathOf = (target) => target.startsWith("/") ? target.slice(1) : "xl/" + target;

/** A text on one line, whatever stands in it.
 * @param {string} written */
const text = (written) => legible(written).split(/\r\n|\r|\n/).join(" ").trim();

/** The runs of a text put together, without what tells its pronunciation.
 * @param {Element} node */
const runs = (node) =>
  all(node, "t").filter((each) => each.parentElement?.localName !== "rPh").map((each) =>
    each.textContent ?? ""
  ).join("");

/** Which styles of cells show a day.
 * @param {Document} styles
 * @returns {boolean[]} */
function daysAmong(styles) {
  const codes = new Map(
    all(styles, "numFmt").map((each) => [
      Number(each.getAttribute("numFmtId")),
      (each.getAttribute("formatCode") ?? "").replace(/"[^"]*"|\\.|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]/g, ""),
    ]),
  );
  const [cells] = all(styles, "cellXfs");
  return (cells ? all(cells, "xf") : []).map((each) => {
    const id = Number(each.getAttribute("numFmtId"));
    const [first] = (codes.get(id) ?? "").split(";");
    return codes.has(id) ? /[dmhysDMHYS]/.test(first) : DAYS.has(id);
  });
}

/** @param {Document} sheet */
const hiddenRows = (sheet) => {
  /** @type {Set<number>} */
  const hidden = new Set();
  let line = 0;
  for (const row of all(sheet, "row")) {
    line = Number(row.getAttribute("r")) || line + 1;
    if (is(row, "hidden")) hidden.add(line);
  }
  return hidden;
};

/** @param {Document} sheet
 * @param {Book} book
 * @returns {Line[]} */
function linesOf(sheet, book) {
  let line = 0;
  return all(sheet, "row").flatMap((row) => {
    line = Number(row.getAttribute("r")) || line + 1;
    const cells = cellsOf(row, book);
    return cells.some(Boolean) ? [{ line, cells }] : [];
  });
}

/** @param {Element} row
 * @param {Book} book */
function cellsOf(row, book) {
  /** @type {string[]} */
  const cells = [];
  let place = -1;
  for (const cell of all(row, "c")) {
    const named = /^[A-Z]{1,3}/.exec(cell.getAttribute("r") ?? "");
    place = named ? placeOf(named[0]) : place + 1;
    const value = valueOf(cell, book);
    if (value && place >= GREATEST_COLUMNS) throw tooLarge(book.wordings);
    if (value) cells[place] = value;
  }
  return Array.from(cells, (cell) => cell ?? "");
}

/** @param {string} name */
const placeOf = (name) => [...name].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;

/** A cell as a CSV of it would have it.
 * @param {Element} cell
 * @param {Book} book
 * @returns {string} */
function valueOf(cell, { shared, days, epoch }) {
  const kind = cell.getAttribute("t") ?? "n";
  const [value] = all(cell, "v");
  if (all(cell, "f").length && !value?.textContent && kind !== "str") return UNCOMPUTED;
  if (kind === "inlineStr") return text(runs(cell));
  const written = value?.textContent ?? "";
  if (kind === "s") return text(shared[Number(written)] ?? "");
  if (kind === "b") return written ? (written === "0" ? "non" : "oui") : "";
  if (kind === "d") return written.slice(0, 10);
  if (kind !== "n" || !written) return text(written);
  const number = Number(written);
  if (!Number.isFinite(number)) return text(written);
  if (days[Number(cell.getAttribute("s"))] && number >= 1 && number < 2_958_466) {
    return new Date(epoch + Math.floor(number) * DAY_MS).toISOString().slice(0, 10);
  }
  return /[.eE]/.test(written) ? String(number) : written.trim();
}
