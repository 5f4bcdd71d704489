/* The card of one commune. */
jura.card = (function () {
  "use strict";
  const { element, number, percent, minutes, count, MISSING } = jura.text;

  function bar(data, position) {
    const total = data.communes.premises[position];
    const parts = data.technologies
      .map((technology, index) => ({ ...technology, premises: data.communes.best[index][position] }))
      .filter((part) => part.premises);
    if (!total || !parts.length) return element("p", {}, MISSING);
    return element(
      "div",
      {},
      element(
        "div",
        { class: "bar", "aria-hidden": "true" },
        ...parts.map((part) =>
          element("i", { style: { background: part.colour, width: (100 * part.premises) / total + "%" } })
        ),
      ),
      element(
        "ul",
        { class: "key" },
        ...parts.map((part) =>
          element(
            "li",
            {},
            element("i", { style: { background: part.colour } }),
            part.label,
            element("b", {}, number(part.premises) + " (" + percent(part.premises / total) + ")"),
          )
        ),
      ),
    );
  }

  function nearest(data, place, time) {
    if (place === null) return MISSING;
    const { host, commune } = data.places[place];
    return element(
      "span",
      {},
      element("b", {}, minutes(time)),
      element("br"),
      host + (commune ? " (" + commune + ")" : ""),
    );
  }

  function reasons(data, position) {
    const { shareWithout, minutes: time } = data.communes;
    return element(
      "ul",
      {},
      element("li", {}, percent(shareWithout[position]) + " des locaux " + data.lacking),
      element("li", {}, minutes(time[position]) + " jusqu'au conseiller le plus proche"),
    );
  }

  const dates = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });

  function copper(data, position) {
    const { copperClosed, copperYear, copperDates, copperDate } = data.communes;
    const date = copperDates[copperDate[position]];
    const written = date ? dates.format(new Date(date)) : null;
    // The list gives closed networks a date that may still lie ahead: it is left out.
    if (copperClosed[position]) return "déjà fermé, selon la liste officielle";
    if (written) return "fermeture le " + written;
    const year = copperYear[position];
    return year === null ? MISSING : "date non fixée (" + year + " au plus tard)";
  }

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
  const row = (term, ...value) => [element("dt", {}, term), element("dd", {}, ...value)];

  /* `actions`, if any, is what can be tried in this commune. */
  function draw(holder, data, position, onClose, actions) {
    const of = data.communes;
    const flagged = of.situation[position] === 0;
    const close = element("button", { type: "button", class: "close", "aria-label": "Fermer la fiche" }, "×");
    close.addEventListener("click", onClose);
    holder.replaceChildren(
      close,
      data.simulation ? jura.text.simulated() : "",
      element("h2", {}, of.name[position]),
      element(
        "p",
        { class: "where" },
        [of.insee[position], of.epciNames[of.epci[position]]].filter(Boolean).join(" · "),
      ),
      element(
        "div",
        { class: flagged ? "verdict flagged" : "verdict" },
        flagged ? "Commune signalée" : capital(data.situations[of.situation[position]]),
        flagged ? reasons(data, position) : null,
      ),
      element(
        "dl",
        {},
        ...row("Habitants", number(of.residents[position])),
        ...row("Locaux", number(of.premises[position])),
        ...row("Mal desservis", percent(of.shareWithout[position])),
        ...row("Cuivre", copper(data, position)),
        ...row("Conseiller", nearest(data, of.place[position], of.minutes[position])),
        ...row("Le suivant", nearest(data, of.placeSecond[position], of.minutesSecond[position])),
      ),
      actions || "",
      element("h3", {}, "Locaux par meilleure technologie"),
      bar(data, position),
    );
    holder.hidden = false;
  }

  /* One sentence for those who hear the page. */
  function spoken(data, position) {
    const of = data.communes;
    return (data.simulation ? "Simulation. " : "") + of.name[position] + " : " +
      data.situations[of.situation[position]] + ". " +
      count(of.residents[position] || 0, "habitant") + ", conseiller à " + minutes(of.minutes[position]) +
      ", " +
      percent(of.shareWithout[position]) + " des locaux " + data.lacking + ".";
  }

  return { draw, spoken };
})();
