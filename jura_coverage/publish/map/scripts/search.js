/* Search by name or code: a combobox with a list, for mouse, keyboard and screen reader. */
import { byId, element, inputById, setText } from "./dom.js";
import { doubled, find, proposed, said } from "./finding.js";
/** @import { Entry } from "./finding.js" */

/** What a search does to the rest of the page: what is chosen, the commune that is looked at in the list,
 * and what is found of what is typed, null where nothing is.
 * @typedef {{choose: (entry: Entry) => void, preview: (position: number | null) => void,
 *   filter: (found: Entry[] | null) => void}} On */

/** The combobox: what can be found, what begins the list, and what of that is active, -1 if nothing.
 * @typedef {{on: On, all: Entry[], matches: Entry[], active: number}} Search */

/** @param {Entry[]} all
 * @param {On} on */
export function create(all, on) {
  /** @type {Search} */
  const search = { on, all, matches: [], active: -1 };
  const input = byId("search");
  input.addEventListener("input", () => update(search));
  input.addEventListener("blur", () => {
    close(search);
    on.preview(null);
  });
  input.addEventListener("keydown", (event) => press(search, event));
  return {
    /** Look among others.
     * @param {Entry[]} others */
    of(others) {
      search.all = others;
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
function choose(search, entry) {
  inputById("search").value = entry.chosen;
  close(search);
  search.on.filter(null);
  search.on.choose(entry);
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

/** Find what is typed, and propose the first of it.
 * @param {Search} search */
function update(search) {
  const [list, typed] = [byId("matches"), inputById("search").value];
  const meant = find(search.all, typed);
  search.on.filter(typed.trim() ? meant.found : null);
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
