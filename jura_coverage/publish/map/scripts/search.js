/* Search by name or code: a combobox with a list, for mouse, keyboard and screen reader. */
import { byId, element, inputById, setText } from "./dom.js";
import { doubled, entries, find, proposed, said } from "./finding.js";
/** @import { Scene } from "./types.d.ts"
 * @import { Entry } from "./finding.js" */

/** What a search does to the rest of the page: what is chosen by its kind, and what the table shows.
 * @typedef {Record<Entry["kind"], (position: number) => void> & {
 *   preview: (position: number | null) => void,
 *   filter: (positions: Set<number> | null) => void}} On */

/** The combobox: what can be found, what begins the list, and what of that is active, -1 if nothing.
 * @typedef {{data: Scene, on: On, all: Entry[], matches: Entry[], active: number}} Search */

/** @param {Scene} data
 * @param {On} on */
export function create(data, on) {
  /** @type {Search} */
  const search = { data, on, all: entries(data), matches: [], active: -1 };
  const input = byId("search");
  input.addEventListener("input", () => update(search));
  input.addEventListener("blur", () => {
    close(search);
    on.preview(null);
  });
  input.addEventListener("keydown", (event) => press(search, event));
  return {
    /** Look among the hosts of other data.
     * @param {Scene} other */
    of(other) {
      search.data = other;
      search.all = entries(other);
    },
  };
}

/** @param {Search} search */
function close(search) {
  byId("matches").hidden = true;
  search.active = -1;
  byId("search").setAttribute("aria-expanded", "false");
  byId("search").removeAttribute("aria-activedescendant");
}

/** @param {Search} search
 * @param {Entry} entry */
function choose(search, { kind, position, name }) {
  inputById("search").value = kind === "commune" ? search.data.communes.name[position] : name;
  close(search);
  search.on.filter(null);
  search.on[kind](position);
}

/** @param {Search} search
 * @param {number} index */
function activate(search, index) {
  search.active = index;
  const options = [...byId("matches").children];
  options.forEach((option, each) => option.setAttribute("aria-selected", String(each === index)));
  if (index < 0) return;
  byId("search").setAttribute("aria-activedescendant", options[index].id);
  options[index].scrollIntoView({ block: "nearest" });
  const { kind, position } = search.matches[index];
  search.on.preview(kind === "commune" ? position : null);
}

/** @param {Search} search
 * @param {Entry} entry
 * @param {number} index */
function option(search, entry, index) {
  const made = element(
    "li",
    { role: "option", id: "match-" + index, "aria-selected": "false" },
    entry.name,
    element("small", {}, entry.more),
  );
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", () => choose(search, entry));
  return made;
}

/** The communes that the table shows: those found by their names; else those of the EPCI found.
 * @param {Search} search
 * @param {Entry[]} found
 * @returns {Set<number> | null} */
function shown({ data }, found) {
  /** @param {Entry["kind"]} wanted */
  const positions = (wanted) => found.flatMap(({ kind, position }) => kind === wanted ? [position] : []);
  const [communes, groups] = [positions("commune"), positions("epci")];
  if (communes.length || !found.length) return new Set(communes);
  return groups.length
    ? new Set(data.communes.epci.flatMap((epci, commune) => groups.includes(epci) ? [commune] : []))
    : null;
}

/** Find what is typed, and propose the first of it.
 * @param {Search} search */
function update(search) {
  const [list, typed] = [byId("matches"), inputById("search").value];
  const meant = find(search.all, typed);
  search.on.filter(typed.trim() ? shown(search, meant.found) : null);
  search.matches = proposed(typed, meant.found);
  list.replaceChildren(...search.matches.map((entry, index) => option(search, entry, index)));
  if (!search.matches.length) close(search);
  else {
    list.hidden = false;
    byId("search").setAttribute("aria-expanded", "true");
    activate(search, -1);
  }
  const status = byId("search-status");
  const isSure = meant.found.length > 0 && !meant.guessed && !doubled(typed, meant.found);
  status.classList.toggle("sr-only", isSure);
  setText(status, said(typed, meant));
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
