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

/** @param {Scene} data
 * @param {{choose: (position: number) => void, preview: (position: number | null) => void,
 *   filter: (positions: Set<number> | null) => void}} on */
export function create(data, on) {
  const input = inputById("search");
  const list = byId("matches");
  const folded = data.communes.name.map(fold);
  const former = foldedFormer(data.former);
  /** @type {number[]} */
  let matches = [];
  let active = -1;

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} position */
  function choose(position) {
    input.value = data.communes.name[position];
    close();
    on.filter(null);
    on.choose(position);
  }

  /** @param {number} index */
  function activate(index) {
    active = index;
    [...list.children].forEach((option, each) =>
      option.setAttribute("aria-selected", String(each === index))
    );
    if (index >= 0) {
      input.setAttribute("aria-activedescendant", list.children[index].id);
      on.preview(matches[index]);
    }
  }

  /** @param {number} position
   * @param {number} index */
  function option(position, index) {
    const made = element(
      "li",
      { role: "option", id: "match-" + index, "aria-selected": "false" },
      data.communes.name[position],
      element("small", {}, data.communes.insee[position]),
    );
    made.addEventListener("mousedown", (event) => event.preventDefault());
    made.addEventListener("click", () => choose(position));
    return made;
  }

  function update() {
    const found = find(data.communes, folded, input.value, former);
    on.filter(input.value.trim() ? new Set(found) : null);
    matches = found.slice(0, SHOWN);
    list.replaceChildren(...matches.map(option));
    if (!matches.length) close();
    else {
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      activate(-1);
    }
    const status = byId("search-status");
    status.classList.toggle("sr-only", found.length > 0);
    status.textContent = said(input.value, found.length);
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) update();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (matches.length) {
        activate((active + step + matches.length + (active < 0 && step < 0 ? 1 : 0)) % matches.length);
      }
    } else if (event.key === "Enter" && matches.length) {
      event.preventDefault();
      choose(matches[Math.max(active, 0)]);
    } else if (event.key === "Escape") {
      if (list.hidden) return; // then it closes the card
      event.preventDefault();
      close();
    }
  }

  input.addEventListener("input", update);
  input.addEventListener("blur", () => {
    close();
    on.preview(null);
  });
  input.addEventListener("keydown", press);
}
