/* The legend of the theme shown: classes, signs, and what each of them counts. */
jura.legend = (function () {
  "use strict";
  const { element, number } = jura.text;

  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const whole = (
    values,
  ) => (values.every((value) => value === null || value === 0) && values.includes(null) ? null : sum(values));

  /* For each class the number of communes and the sum of the theme's quantity; null, not zero, where
     it is known of none of them. */
  function tally(theme) {
    const communes = theme.classes.map(() => 0);
    const known = theme.classes.map(() => []);
    theme.of.forEach((position, commune) => {
      communes[position] += 1;
      if (theme.quantity[commune] !== null) known[position].push(theme.quantity[commune]);
    });
    const quantity = known.map((values, i) => (communes[i] && !values.length ? null : sum(values)));
    return { communes, quantity };
  }

  function list(theme, counts) {
    const row = (label, sign, communes, quantity, kind) =>
      element(
        "tr",
        { class: kind, "data-count": communes },
        element("th", { scope: "row" }, element("span", {}, ...(sign ? [sign] : []), label)),
        element("td", { class: "n" }, number(communes)),
        element("td", { class: "n" }, number(quantity)),
      );
    return element(
      "table",
      {},
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, element("span", { class: "sr-only" }, "Classe")),
          element("th", { scope: "col", class: "n" }, "communes"),
          element("th", { scope: "col", class: "n" }, theme.quantityLabel),
        ),
      ),
      element(
        "tbody",
        {},
        ...theme.classes.map((each, position) =>
          row(
            each.label,
            jura.patterns.swatch(theme, position),
            counts.communes[position],
            counts.quantity[position],
            counts.communes[position] ? "class" : "class empty",
          )
        ),
      ),
      element("tfoot", {}, row("ensemble", null, sum(counts.communes), whole(counts.quantity), "total")),
    );
  }

  /* White or black, whichever stands out more (WCAG 2.2 relative luminance). */
  function inkOn(colour) {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const level = parseInt(colour.slice(at, at + 2), 16) / 255;
      return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
    });
    const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    return 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 ? "#fff" : "#000";
  }

  /* Two measures: a square of classes with the worst at the top right, and "no data" below. */
  function square(theme, counts) {
    const [rows, columns] = theme.grid;
    const cell = (position) => {
      const { colour, label } = theme.classes[position];
      return element(
        "td",
        {
          "data-count": counts.communes[position],
          title: label,
          style: { background: colour, color: inkOn(colour) },
        },
        number(counts.communes[position]),
        element("small", {}, number(counts.quantity[position])),
      );
    };
    const missing = theme.classes.length - 1;
    return element(
      "div",
      {},
      element(
        "table",
        { class: "grid" },
        element(
          "tbody",
          {},
          ...rows.map((label, row) =>
            element(
              "tr",
              {},
              element("th", { scope: "row" }, label),
              ...columns.map((_, column) => cell(row * columns.length + column)),
            )
          ).reverse(),
        ),
        element(
          "tfoot",
          {},
          element(
            "tr",
            {},
            element("td", { class: "corner" }),
            ...columns.map((label) => element("th", { scope: "col" }, label)),
          ),
        ),
      ),
      element(
        "p",
        { class: "axes" },
        element("span", {}, "↑ moins bien desservi"),
        element("span", {}, "conseiller plus loin →"),
      ),
      element(
        "p",
        { class: "note" },
        "Dans chaque case, le nombre de communes et, en petit, d'" + theme.quantityLabel + ".",
      ),
      element(
        "p",
        { class: "note", "data-count": counts.communes[missing] },
        theme.classes[missing].label + "\u00a0: " + number(counts.communes[missing]),
      ),
    );
  }

  function draw(holder, theme) {
    const counts = tally(theme);
    holder.replaceChildren(
      theme.simulated ? jura.text.simulated() : "",
      element("h2", { id: "legend-title" }, theme.question),
      theme.grid ? square(theme, counts) : list(theme, counts),
      element("p", { class: "note" }, theme.note),
    );
  }

  return { draw, tally, inkOn };
})();
