/* Delimited text, read as strictly as Python's csv does. */

const LONGEST_CELL = 131_072;

/** A row that is no row: a quote is open, or text follows a closed one. */
export class Malformed extends Error {
  /** @param {number} line */
  constructor(line) {
    super();
    this.line = line;
  }
}

/** The rows of a text, each with the line it ends on and whether it has several.
 * @param {string} text
 * @param {string} separator
 * @returns {Generator<{line: number, several: boolean, cells: string[]}>} */
export function* rows(text, separator) {
  let [at, line] = [0, 0];
  while (at < text.length) {
    /** @type {string[]} */
    const cells = [];
    const first = line;
    for (let ended = false; !ended;) {
      const cell = text[at] === '"' ? quotedCell(text, at, line) : plainCell(text, at, separator);
      if (cell.text.length > LONGEST_CELL) throw new Malformed(cell.line ?? line + 1);
      cells.push(cell.text);
      line = cell.line ?? line;
      at = cell.end;
      if (text[at] === separator) {
        at += 1;
        continue;
      }
      if (at < text.length && text[at] !== "\n" && text[at] !== "\r") throw new Malformed(line + 1);
      at += text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
      ended = true;
    }
    line += 1;
    yield { line, several: line - first > 1, cells };
  }
}

/** @param {string} text
 * @param {number} start
 * @param {string} separator
 * @returns {{text: string, end: number, line?: number}} */
function plainCell(text, start, separator) {
  let end = start;
  while (end < text.length && text[end] !== separator && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return { text: text.slice(start, end), end };
}

/** @param {string} text
 * @param {number} start
 * @param {number} line how many lines have ended before
 * @returns {{text: string, end: number, line?: number}} */
function quotedCell(text, start, line) {
  let end = start;
  do {
    end = text.indexOf('"', end + 1);
    if (end < 0) throw new Malformed(line + linesIn(text.slice(start)) + Number(!/[\r\n]$/.test(text)));
    end += 1;
  } while (text[end] === '"');
  const inside = text.slice(start + 1, end - 1);
  return { text: inside.replaceAll('""', '"'), end, line: line + linesIn(inside) };
}

/** @param {string} text */
const linesIn = (text) => (text.match(/\r\n|\r|\n/g) ?? []).length;
