/* Search by name or code: a combobox with a list, for mouse, keyboard and screen reader. */
import { byId, element, inputById } from "./dom.js";
import { count, fold } from "./text.js";
/** @import { Scene } from "./types.d.ts" */
const SHOWN = 8;

/** Positions of the communes that fit, the best first; the names of merged communes lead too.
 * @param {{insee: string[]}} communes
 * @param {string[]} folded
 * @param {string} typed
 * @param {Map<number, string[]>} [former]
 * @returns {number[]} */
export function find(communes, folded, typed, former = new Map()) {
  const key = fold(typed);
  const code = typed.trim().toUpperCase();
  if (!key) return [];
  /** @param {number} position */
  const rank = (position) => {
    const names = [folded[position], ...(former.get(position) || [])];
    if (names.includes(key) || communes.insee[position] === code) return 0;
    const begins = names.some((name) => name.startsWith(key));
    if (begins || (/\d/.test(code) && communes.insee[position].startsWith(code))) return 1;
    if (names.some((name) => (" " + name).includes(" " + key))) return 2;
    return names.some((name) => name.includes(key)) ? 3 : 4;
  };
  return folded
    .map((_, position) => [rank(position), position])
    .filter(([ranked]) => ranked < 4)
    .sort(([a, first], [b, second]) => a - b || first - second)
    .map(([, position]) => position);
}

/** @param {Scene["former"]} former
 * @returns {Map<number, string[]>} */
function foldedFormer(former) {
  const names = new Map();
  for (const [name, position] of former) {
    names.set(position, [...(names.get(position) || []), fold(name)]);
  }
  return names;
}

/** What to say of a search.
 * @param {string} typed
 * @param {number} found */
function said(typed, found) {
  if (!typed.trim()) return "";
  return found ? count(found, "commune trouvée", "communes trouvées") : "Aucune commune trouvée";
}

/** What a search does to the rest of the page.
 * @typedef {{choose: (position: number) => void, preview: (position: number | null) => void,
 *   filter: (positions: Set<number> | null) => void}} On */

/** The combobox: the communes whose names begin the list, and the one that is active, -1 if none.
 * @typedef {{
 *   data: Scene,
 *   on: On,
 *   folded: string[],
 *   former: Map<number, string[]>,
 *   matches: number[],
 *   active: number,
 * }} Search */

/** @param {Scene} data
 * @param {On} on */
export function create(data, on) {
  /** @type {Search} */
  const search = {
    data,
    on,
    folded: data.communes.name.map(fold),
    former: foldedFormer(data.former),
    matches: [],
    active: -1,
  };
  const input = byId("search");
  input.addEventListener("input", () => update(search));
  input.addEventListener("blur", () => {
    close(search);
    on.preview(null);
  });
  input.addEventListener("keydown", (event) => press(search, event));
}

/** @param {Search} search */
function close(search) {
  byId("matches").hidden = true;
  search.active = -1;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").removeAttribute("aria-activedescendant");
}

/** @param {Search} search
 * @param {number} position */
function choose(search, position) {
  inputById("search").value = search.data.communes.name[position];
  close(search);
  search.on.filter(null);
  search.on.choose(position);
}

/** @param {Search} search
 * @param {number} index */
function activate(search, index) {
  search.active = index;
  const options = [...byId("matches").children];
  options.forEach((option, each) => option.setAttribute("aria-selected", String(each === index)));
  if (index < 0) return;
  byId("search").setAttribute("aria-activedescendant", options[index].id);
  search.on.preview(search.matches[index]);
}

/** @param {Search} search
 * @param {number} position
 * @param {number} index */
function option(search, position, index) {
  const { name, insee } = search.data.communes;
  const made = element(
    "li",
    { role: "option", id: "match-" + index, "aria-selected": "false" },
    name[position],
    element("small", {}, insee[position]),
  );
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", () => choose(search, position));
  return made;
}

/** Find what is typed, and propose the first of it.
 * @param {Search} search */
function update(search) {
  const [list, typed] = [byId("matches"), inputById("search").value];
  const found = find(search.data.communes, search.folded, typed, search.former);
  search.on.filter(typed.trim() ? new Set(found) : null);
  search.matches = found.slice(0, SHOWN);
  list.replaceChildren(...search.matches.map((position, index) => option(search, position, index)));
  if (!search.matches.length) close(search);
  else {
    list.hidden = false;
    byId("search").setAttribute("aria-expanded", "true");
    activate(search, -1);
  }
  const status = byId("search-status");
  status.classList.toggle("sr-only", found.length > 0);
  status.textContent = said(typed, found.length);
}

/** @param {Search} search
 * @param {KeyboardEvent} event */
function press(search, event) {
  const { hidden } = byId("matches");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (hidden) update(search);
    step(search, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && search.matches.length) {
    event.preventDefault();
    choose(search, search.matches[Math.max(search.active, 0)]);
  } else if (event.key === "Escape" && !hidden) { // else it closes the card
    event.preventDefault();
    close(search);
  }
}

/** Go one further in the list, around its ends.
 * @param {Search} search
 * @param {1 | -1} by */
function step(search, by) {
  const { matches: { length }, active } = search;
  if (!length) return;
  const from = active < 0 && by < 0 ? 0 : active; // up from nowhere leads to the last
  activate(search, (from + by + length) % length);
}
