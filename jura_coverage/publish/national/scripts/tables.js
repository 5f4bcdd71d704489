/* The tables of figures: a head that sorts, a column at a time; missing figures come last. */
import { element } from "../../map/scripts/dom.js";
import { compared } from "../../map/scripts/table.js";

/** Make every table of a page sort.
 * @param {ParentNode} page */
export function create(page) {
  for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (page.querySelectorAll("table.sorts"))) {
    const heads = [...table.querySelectorAll("thead th")];
    heads.forEach((head, column) => {
      const button = element("button", { type: "button" }, head.textContent);
      head.replaceChildren(button);
      button.addEventListener("click", () => sort(table, heads, column));
    });
  }
}

/** Sort by a column: names from the first, figures from the largest; again, the other way.
 * @param {HTMLTableElement} table
 * @param {Element[]} heads
 * @param {number} column */
function sort(table, heads, column) {
  const isText = heads[column].hasAttribute("data-text");
  const was = heads[column].getAttribute("aria-sort");
  const up = was ? was === "descending" : isText;
  for (const head of heads) head.removeAttribute("aria-sort");
  heads[column].setAttribute("aria-sort", up ? "ascending" : "descending");
  const [body] = table.tBodies;
  const rows = [...body.rows].map((row) => ({ row, value: valueOf(row.cells[column], isText) }));
  rows.sort((one, other) => compared(one.value, other.value, up)); // stable
  body.replaceChildren(...rows.map(({ row }) => row));
}

/** @param {HTMLTableCellElement} cell
 * @param {boolean} isText
 * @returns {string | number | null} */
function valueOf(cell, isText) {
  if (isText) return cell.textContent;
  return cell.dataset.value ? Number(cell.dataset.value) : null;
}
