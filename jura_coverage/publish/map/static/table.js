/* The table of all communes: the text equivalent of the map, made when first opened. */
jura.table = (function () {
  "use strict";
  const { element, number, percent, minutes, count } = jura.text;

  const COLUMNS = [
    { title: "Commune", csv: "commune", of: (c, i) => c.name[i] },
    { title: "Code", csv: "code_insee", of: (c, i) => c.insee[i] },
    { title: "Intercommunalité", csv: "intercommunalite", of: (c, i) => c.epciNames[c.epci[i]] },
    { title: "Habitants", csv: "habitants", of: (c, i) => c.residents[i], write: number },
    { title: "Locaux", csv: "locaux", of: (c, i) => c.premises[i], write: number },
    {
      title: "Mal desservis",
      csv: "part_mal_desservie_pct",
      of: (c, i) => c.shareWithout[i],
      write: percent,
      export: (v) => 100 * v,
    },
    { title: "Conseiller", csv: "minutes_conseiller", of: (c, i) => c.minutes[i], write: minutes },
    {
      title: "Fin du cuivre",
      csv: "annee_fermeture_cuivre",
      of: (c, i) => c.copperYear[i],
      write: (v) => (v === null ? "non disponible" : String(v)),
    },
  ];

  /* A cell that a spreadsheet would run is kept as text; numbers get a decimal comma. */
  function csvCell(value) {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(Math.round(value * 1000) / 1000).replace(".", ",");
    const inert = /^[=+\-@\t\r\n]/.test(value) ? "'" + value : value;
    return /[";\r\n]/.test(inert) ? '"' + inert.replace(/"/g, '""') + '"' : inert;
  }

  function csv(data, positions) {
    const head = [
      ...COLUMNS.map((column) => column.csv),
      "situation",
      "conseiller_le_plus_proche",
      "moteur_minutes",
      "editions",
      "empreinte_parametres",
    ];
    const lines = positions.map((i) => [
      ...COLUMNS.map((column) => {
        const value = column.of(data.communes, i);
        return value !== null && column.export ? column.export(value) : value;
      }),
      data.situations[data.communes.situation[i]],
      data.communes.place[i] === null ? null : data.places[data.communes.place[i]].host,
      data.engine,
      data.editions,
      data.fingerprint,
    ]);
    return "\ufeff" + [head, ...lines].map((line) => line.map(csvCell).join(";")).join("\r\n") + "\r\n";
  }

  function create(published, on) {
    const box = document.getElementById("table-box");
    const opener = document.getElementById("table-open");
    const flaggedOnly = document.getElementById("flagged-only");
    const status = document.getElementById("table-status");
    const everyone = published.communes.name.map((_, position) => position);
    const rows = [];
    let data = published;
    let sorted = { column: 0, up: true };
    let filtered = null;
    let selected = null;

    const shown = () =>
      everyone.filter((i) =>
        (!filtered || filtered.has(i)) && (!flaggedOnly.checked || data.communes.situation[i] === 0)
      );

    function ordered() {
      const { of } = COLUMNS[sorted.column];
      const compare = (a, b) => {
        const [x, y] = [of(data.communes, a), of(data.communes, b)];
        if (x === null || y === null) return (x === null) - (y === null); // missing values last
        const order = typeof x === "number" ? x - y : x.localeCompare(y, "fr");
        return sorted.up ? order : -order;
      };
      return shown().sort((a, b) => compare(a, b) || a - b);
    }

    /* Write what the data say into the cells of a row, where it is not there already. */
    function fill(row, position) {
      const texts = COLUMNS.slice(1).map((column) => {
        const value = column.of(data.communes, position);
        return column.write ? column.write(value) : value;
      });
      [...texts, data.situations[data.communes.situation[position]]].forEach((text, index) => {
        const cell = row.cells[index + 1];
        if (cell.textContent !== text) cell.textContent = text;
      });
    }

    function row(position) {
      const name = element("button", { type: "button" }, data.communes.name[position]);
      name.addEventListener("click", () => on.choose(position));
      name.addEventListener("focus", () => on.hover(position));
      name.addEventListener("blur", () => on.hover(null));
      const cells = COLUMNS.slice(1).map((column) => element("td", { class: column.write ? "n" : null }));
      const made = element("tr", {}, element("th", { scope: "row" }, name), ...cells, element("td"));
      fill(made, position);
      made.addEventListener("mouseenter", () => on.hover(position));
      made.addEventListener("mouseleave", () => on.hover(null));
      return made;
    }

    function head() {
      const cells = COLUMNS.map((column, index) => {
        const button = element("button", { type: "button" }, column.title);
        button.addEventListener("click", () => {
          sorted = { column: index, up: sorted.column === index ? !sorted.up : !column.write };
          draw();
        });
        return element("th", { scope: "col", class: column.write ? "n" : null }, button);
      });
      return element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...cells,
          element("th", { scope: "col" }, element("button", { type: "button", disabled: true }, "Situation")),
        ),
      );
    }

    function build() {
      everyone.forEach((position) => rows.push(row(position)));
      box.replaceChildren(
        element(
          "table",
          {},
          element("caption", { class: "sr-only" }, "Communes, internet et conseillers"),
          head(),
          element("tbody"),
        ),
      );
    }

    function draw() {
      const positions = ordered();
      status.textContent = count(positions.length, "commune") + (data.simulation ? " (simulation)" : "");
      if (box.hidden) return;
      if (!rows.length) build();
      box.querySelectorAll("thead th").forEach((cell, index) => {
        const here = index === sorted.column;
        cell.toggleAttribute("aria-sort", here);
        if (here) cell.setAttribute("aria-sort", sorted.up ? "ascending" : "descending");
      });
      const body = box.querySelector("tbody");
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
      document.getElementById("table-skip").hidden = box.hidden;
      opener.setAttribute("aria-expanded", String(!box.hidden));
      opener.textContent = box.hidden ? "Ouvrir le tableau" : "Fermer le tableau";
      draw();
    });
    flaggedOnly.addEventListener("change", draw);
    document.getElementById("download").addEventListener("click", () => {
      const url = URL.createObjectURL(new Blob([csv(data, ordered())], { type: "text/csv;charset=utf-8" }));
      const name = "communes-" + data.departement + (data.simulation ? "-simulation" : "") + ".csv";
      element("a", { href: url, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    });
    draw();

    return {
      /* Show other data of the same communes. */
      update(scene) {
        data = scene;
        rows.forEach(fill);
        draw();
      },
      filter(positions) {
        filtered = positions;
        draw();
      },
      select(position) {
        if (selected !== null && rows.length) rows[selected].classList.remove("selected");
        selected = position;
        mark();
      },
    };
  }

  return { create, csv };
})();
