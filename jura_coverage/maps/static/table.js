/* The table of all communes: the text equivalent of the map, made when first opened. */
import { COLUMNS, csv, fileName, KINDS } from "./columns.js";
import { byId, element, inputById } from "./dom.js";
import { count } from "./text.js";
import { FLAGGED } from "./words.js";
/** @import { Scene } from "./types.d.ts" */

/** @typedef {{hover: (position: number | null) => void, choose: (position: number) => void}} On */

const SHOWN = COLUMNS.filter(({ heading }) => heading !== null);
/** @param {import("./columns.js").Column} column */
const align = ({ kind }) => (KINDS[kind].numeric ? "n" : null);

/** The text of a cell.
 * @param {import("./columns.js").Column} column
 * @param {Scene} scene
 * @param {number} position
 * @returns {string} */
const written = ({ kind, of }, scene, position) => KINDS[kind].write(of(scene, position));

/** Compare the values of a column; missing ones come last.
 * @param {string | number | null} x
 * @param {string | number | null} y
 * @param {boolean} up
 * @returns {number} */
function compared(x, y, up) {
  if (x === null || y === null) return Number(x === null) - Number(y === null);
  const order = typeof x === "number" ? x - Number(y) : x.localeCompare(String(y), "fr");
  return up ? order : -order;
}

/** Write what the data say into the cells of a row, where it is not there already.
 * @param {Scene} scene
 * @param {HTMLTableRowElement} row
 * @param {number} position */
function fill(scene, row, position) {
  SHOWN.slice(1).forEach((column, index) => {
    const [cell, text] = [row.cells[index + 1], written(column, scene, position)];
    if (cell.textContent !== text) cell.textContent = text;
  });
}

/** @param {Scene} scene
 * @param {number} position
 * @param {On} on */
function newRow(scene, position, on) {
  const name = element("button", { type: "button" }, written(SHOWN[0], scene, position));
  name.addEventListener("click", () => on.choose(position));
  name.addEventListener("focus", () => on.hover(position));
  name.addEventListener("blur", () => on.hover(null));
  const cells = SHOWN.slice(1).map((column) => element("td", { class: align(column) }));
  const made = element("tr", {}, element("th", { scope: "row" }, name), ...cells);
  fill(scene, made, position);
  made.addEventListener("mouseenter", () => on.hover(position));
  made.addEventListener("mouseleave", () => on.hover(null));
  return made;
}

/** @param {(index: number) => void} sort */
function newHead(sort) {
  const cells = SHOWN.map((column, index) => {
    const button = element("button", { type: "button", disabled: !column.sorts }, column.heading);
    button.addEventListener("click", () => sort(index));
    return element("th", { scope: "col", class: align(column) }, button);
  });
  return element("thead", {}, element("tr", {}, ...cells));
}

/** @param {string} text
 * @param {string} name */
function download(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** @param {Scene} published
 * @param {On} on */
export function create(published, on) {
  const box = byId("table-box");
  const opener = byId("table-open");
  const flaggedOnly = inputById("flagged-only");
  const everyone = published.communes.name.map((_, position) => position);
  const body = element("tbody");
  /** @type {HTMLTableRowElement[]} */
  const rows = [];
  let scene = published;
  let sorted = { column: 0, up: true };
  /** @type {Set<number> | null} */
  let filtered = null;
  /** @type {number | null} */
  let selected = null;

  /** @param {number} position */
  const shown = (position) =>
    (!filtered || filtered.has(position)) &&
    (!flaggedOnly.checked || scene.communes.situation[position] === FLAGGED);

  function ordered() {
    const { of } = SHOWN[sorted.column];
    return everyone.filter(shown).sort((a, b) => compared(of(scene, a), of(scene, b), sorted.up) || a - b);
  }

  /** @param {number} index */
  function sort(index) {
    const numeric = KINDS[SHOWN[index].kind].numeric;
    sorted = { column: index, up: sorted.column === index ? !sorted.up : !numeric };
    draw();
  }

  function build() {
    everyone.forEach((position) => rows.push(newRow(scene, position, on)));
    const caption = element("caption", { class: "sr-only" }, "Communes, internet et conseillers");
    box.replaceChildren(element("table", {}, caption, newHead(sort), body));
  }

  function draw() {
    const positions = ordered();
    const simulated = scene.simulation ? " (simulation)" : "";
    byId("table-status").textContent = count(positions.length, "commune") + simulated;
    if (box.hidden) return;
    if (!rows.length) build();
    box.querySelectorAll("thead th").forEach((cell, index) => {
      if (index !== sorted.column) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", sorted.up ? "ascending" : "descending");
    });
    const made = positions.map((position) => rows[position]);
    if (made.length !== body.rows.length || made.some((row, index) => row !== body.rows[index])) {
      body.replaceChildren(...made);
    }
    mark();
  }

  function mark() {
    if (selected === null || !rows.length) return;
    rows[selected].classList.add("selected");
    // Not scrollIntoView: it would scroll the page away from the map.
    const [top, height] = [rows[selected].offsetTop, box.clientHeight];
    if (top < box.scrollTop + 40 || top > box.scrollTop + height - 40) box.scrollTop = top - height / 2;
  }

  opener.addEventListener("click", () => {
    box.hidden = !box.hidden;
    byId("table-skip").hidden = box.hidden;
    opener.setAttribute("aria-expanded", String(!box.hidden));
    opener.textContent = box.hidden ? "Ouvrir le tableau" : "Fermer le tableau";
    draw();
  });
  flaggedOnly.addEventListener("change", draw);
  byId("download").addEventListener("click", () => download(csv(scene, ordered()), fileName(scene)));
  draw();

  return {
    /** Show other data of the same communes.
     * @param {Scene} other */
    update(other) {
      scene = other;
      rows.forEach((row, position) => fill(scene, row, position));
      draw();
    },
    /** @param {Set<number> | null} positions */
    filter(positions) {
      filtered = positions;
      draw();
    },
    /** @param {number | null} position */
    select(position) {
      if (selected !== null && rows.length) rows[selected].classList.remove("selected");
      selected = position;
      mark();
    },
  };
}
