/* The table of all communes: the text equivalent of the map, made when first opened. */
import { csv, fileName, KINDS, onScreen, valueOf, written } from "./columns.js";
import { byId, download, element, inputById, setText } from "./dom.js";
import { count, typeset } from "./text.js";
import { FLAGGED } from "./words.js";
/** @import { Column } from "./payload.d.ts"
 * @import { Scene } from "./types.d.ts" */

/** @typedef {{hover: (position: number | null) => void, choose: (position: number) => void}} On */

const FRENCH = new Intl.Collator("fr");

/** @param {Column} column */
const align = ({ kind }) => (KINDS[kind].numeric ? "n" : null);

/** Compare the values of a column; missing ones come last.
 * @param {string | number | null} x
 * @param {string | number | null} y
 * @param {boolean} up
 * @returns {number} */
export function compared(x, y, up) {
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  const order = typeof x === "number" ? x - Number(y) : FRENCH.compare(x, String(y));
  return up ? order : -order;
}

/** Write what the data say into the cells of a row.
 * @param {Pick<Table, "scene" | "columns">} table
 * @param {HTMLTableRowElement} row
 * @param {number} position */
function fill({ scene, columns }, row, position) {
  columns.slice(1).forEach((column, index) => {
    row.cells[index + 1].textContent = typeset(written(column, scene, position));
  });
}

/** Write the cells that other data say otherwise.
 * @param {Table} table
 * @param {Scene} before */
function refill({ scene, columns, rows }, before) {
  columns.slice(1).forEach((column, index) => {
    rows.forEach((row, position) => {
      if (valueOf(column, scene, position) === valueOf(column, before, position)) return;
      row.cells[index + 1].textContent = typeset(written(column, scene, position));
    });
  });
}

/** @param {Table} table
 * @param {number} position */
function newRow({ scene, columns, on }, position) {
  const name = element("button", { type: "button" }, written(columns[0], scene, position));
  name.addEventListener("click", () => on.choose(position));
  name.addEventListener("focus", () => on.hover(position));
  name.addEventListener("blur", () => on.hover(null));
  const cells = columns.slice(1).map((column) => element("td", { class: align(column) }));
  const made = element("tr", {}, element("th", { scope: "row" }, name), ...cells);
  fill({ scene, columns }, made, position);
  made.addEventListener("mouseenter", () => on.hover(position));
  made.addEventListener("mouseleave", () => on.hover(null));
  return made;
}

/** @param {Column[]} columns
 * @param {(index: number) => void} sort */
function newHead(columns, sort) {
  const cells = columns.map((column, index) => {
    const button = element("button", { type: "button", disabled: !column.sorts }, column.heading);
    button.addEventListener("click", () => sort(index));
    return element("th", { scope: "col", class: align(column) }, button);
  });
  return element("thead", {}, element("tr", {}, ...cells));
}

/** The table: what it shows, and how; rows are made when it is first opened.
 * @typedef {{
 *   scene: Scene,
 *   columns: Column[],
 *   on: On,
 *   rows: HTMLTableRowElement[],
 *   body: HTMLTableSectionElement,
 *   sorted: {column: number, up: boolean},
 *   filtered: Set<number> | null,
 *   selected: number | null,
 * }} Table */

/** @param {Scene} published
 * @param {On} on */
export function create(published, on) {
  /** @type {Table} */
  const table = {
    scene: published,
    columns: onScreen(published),
    on,
    rows: [],
    body: element("tbody"),
    sorted: { column: 0, up: true },
    filtered: null,
    selected: null,
  };
  byId("table-open").addEventListener("click", () => toggle(table));
  byId("flagged-only").addEventListener("change", () => draw(table));
  byId("download").addEventListener("click", () => {
    const positions = ordered(table);
    const filtered = positions.length < table.scene.communes.name.length;
    const text = csv(table.scene, positions);
    download(new Blob([text], { type: "text/csv;charset=utf-8" }), fileName(table.scene, filtered));
  });
  draw(table);
  return {
    /** Show other data of the same communes.
     * @param {Scene} other */
    update(other) {
      const before = table.scene;
      table.scene = other;
      refill(table, before);
      draw(table);
    },
    /** @param {Set<number> | null} positions */
    filter(positions) {
      table.filtered = positions;
      draw(table);
    },
    /** @param {number | null} position */
    select(position) {
      if (table.selected !== null && table.rows.length) {
        table.rows[table.selected].classList.remove("selected");
      }
      table.selected = position;
      mark(table);
    },
  };
}

/** The communes shown.
 * @param {Table} table
 * @returns {number[]} */
function shown({ scene, filtered }) {
  const flaggedOnly = inputById("flagged-only").checked;
  return scene.communes.situation
    .flatMap((situation, position) => !flaggedOnly || situation === FLAGGED ? [position] : [])
    .filter((position) => !filtered || filtered.has(position));
}

/** The communes shown, in their order.
 * @param {Table} table
 * @returns {number[]} */
function ordered(table) {
  const { scene, columns, sorted } = table;
  return shown(table)
    .map((position) => ({ position, value: valueOf(columns[sorted.column], scene, position) }))
    .sort((a, b) => compared(a.value, b.value, sorted.up) || a.position - b.position)
    .map(({ position }) => position);
}

/** Sort by a column: names from the first, numbers from the largest; again, the other way.
 * @param {Table} table
 * @param {number} column */
function sort(table, column) {
  const { numeric } = KINDS[table.columns[column].kind];
  table.sorted = { column, up: table.sorted.column === column ? !table.sorted.up : !numeric };
  draw(table);
}

/** @param {Table} table */
function toggle(table) {
  const [box, opener] = [byId("table-box"), byId("table-open")];
  box.hidden = !box.hidden;
  byId("table-skip").hidden = box.hidden;
  opener.setAttribute("aria-expanded", String(!box.hidden));
  setText(opener, box.hidden ? "Ouvrir le tableau" : "Fermer le tableau");
  draw(table);
  mark(table);
}

/** @param {Table} table */
function build(table) {
  table.scene.communes.name.forEach((_, position) => {
    table.rows.push(newRow(table, position));
  });
  const caption = element("caption", { class: "sr-only" }, "Communes, internet et conseillers");
  const head = newHead(table.columns, (column) => sort(table, column));
  byId("table-box").replaceChildren(element("table", {}, caption, head, table.body));
}

/** @param {Table} table */
function draw(table) {
  const box = byId("table-box");
  const simulated = table.scene.simulation ? " (simulation)" : "";
  setText(byId("table-status"), count(shown(table).length, "commune") + simulated);
  if (box.hidden) return;
  if (!table.rows.length) build(table);
  box.querySelectorAll("thead th").forEach((cell, index) => {
    if (index !== table.sorted.column) cell.removeAttribute("aria-sort");
    else cell.setAttribute("aria-sort", table.sorted.up ? "ascending" : "descending");
  });
  const made = ordered(table).map((position) => table.rows[position]);
  const there = [...table.body.rows];
  if (made.length === there.length && made.every((row, index) => row === there[index])) return;
  table.body.replaceChildren(...made);
  mark(table); // it lays the table out: not at each step of a slider
}

/** Mark the row of the chosen commune, and bring it into the view of the table.
 * @param {Table} table */
function mark({ rows, selected }) {
  if (selected === null || !rows.length) return;
  rows[selected].classList.add("selected");
  // Not scrollIntoView: it would scroll the page away from the map.
  const box = byId("table-box");
  const [top, height] = [rows[selected].offsetTop, box.clientHeight];
  if (top < box.scrollTop + 40 || top > box.scrollTop + height - 40) box.scrollTop = top - height / 2;
}
