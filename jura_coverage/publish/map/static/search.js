/* Search by name or code: a combobox with a list, for mouse, keyboard and screen reader. */
jura.search = (function () {
  "use strict";
  const { element, fold, count } = jura.text;
  const SHOWN = 8;

  /* Positions of the communes that fit, the best first; the names of merged communes lead too. */
  function find(communes, folded, typed, former = {}) {
    const key = fold(typed);
    const code = typed.trim().toUpperCase();
    if (!key) return [];
    const rank = (position) => {
      const names = [folded[position], ...(former[position] || [])];
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

  function create(data, on) {
    const input = document.getElementById("search");
    const list = document.getElementById("matches");
    const status = document.getElementById("search-status");
    const folded = data.communes.name.map(fold);
    const former = {};
    for (const [name, position] of data.former) {
      former[position] = [...(former[position] || []), fold(name)];
    }
    let matches = [];
    let active = -1;

    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(position) {
      input.value = data.communes.name[position];
      close();
      on.filter(null);
      on.choose(position);
    }

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

    function update() {
      const found = find(data.communes, folded, input.value, former);
      on.filter(input.value.trim() ? new Set(found) : null);
      matches = found.slice(0, SHOWN);
      list.replaceChildren(...matches.map((position, index) => {
        const option = element(
          "li",
          { role: "option", id: "match-" + index, "aria-selected": "false" },
          data.communes.name[position],
          element("small", {}, data.communes.insee[position]),
        );
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => choose(position));
        return option;
      }));
      if (!matches.length) close();
      else {
        list.hidden = false;
        input.setAttribute("aria-expanded", "true");
        activate(-1);
      }
      status.classList.toggle("sr-only", found.length > 0);
      status.textContent = !input.value.trim()
        ? ""
        : found.length
        ? count(found.length, "commune trouvée", "communes trouvées")
        : "Aucune commune trouvée";
    }

    input.addEventListener("input", update);
    input.addEventListener("blur", () => {
      close();
      on.preview(null);
    });
    input.addEventListener("keydown", (event) => {
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
    });
  }

  return { create, find };
})();
