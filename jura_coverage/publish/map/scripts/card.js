/* The card of one commune. */
import { written } from "./columns.js";
import { element, simulated } from "./dom.js";
import { capital, count, least, minutes, MISSING, number, percent } from "./text.js";
import { swatch as sign } from "./patterns.js";
import { change, values } from "./reasons.js";
import { filled } from "./ways.js";
import { FLAGGED } from "./words.js";
/** @import { Held } from "./columns.js"
 * @import { Column } from "./payload.d.ts"
 * @import { Scene, ShownTheme } from "./types.d.ts" */

/** @param {string} colour */
const swatch = (colour, style = {}) => element("i", { style: { background: colour, ...style } });

/** Premises by their best technology: a bar, and its key.
 * @param {Scene} scene
 * @param {number} position */
function bar(scene, position) {
  const total = scene.communes.premises[position];
  const parts = scene.technologies.flatMap((technology, index) => {
    const premises = scene.communes.best[index][position];
    return premises ? [{ ...technology, premises }] : [];
  });
  if (!total || !parts.length) return element("p", {}, MISSING);
  const strips = parts.map(({ colour, premises }) =>
    swatch(colour, { width: (100 * premises) / total + "%" })
  );
  const key = parts.map(({ colour, label, premises }) => {
    const said = number(premises) + " (" + percent(premises / total) + ")";
    return element("li", {}, swatch(colour), label, element("b", {}, said));
  });
  return element(
    "div",
    {},
    element("div", { class: "bar", "aria-hidden": "true" }, ...strips),
    element("ul", { class: "key" }, ...key),
  );
}

/** @param {Scene} scene
 * @param {number} position
 * @param {number | null} place
 * @param {number | null} time
 * @param {number} nearer how many places are nearer */
function nearest({ places, travel }, position, place, time, nearer) {
  if (place === null) {
    const receiving = places.filter(({ metres }) => metres).length;
    return travel.listed && receiving <= nearer ? "aucun" : MISSING;
  }
  const { host, commune, hours } = places[place];
  const { matrix } = travel;
  return element(
    "span",
    {},
    element("b", {}, minutes(time)),
    matrix && filled(travel, position, places[place]) ? ", " + matrix.said.estimated : "",
    element("br"),
    host + (commune ? " (" + commune + ")" : ""),
    ...(hours ? [element("br"), hours] : []),
  );
}

/** What the theme that is on says of a commune, then the columns of the card: once what both tell, and
 * nothing of the theme that the card begins with.
 * @param {Pick<Scene, "card"> & Held} scene
 * @param {number} position
 * @param {ShownTheme} theme
 * @returns {[string, Node | string][]} */
export function told(scene, position, theme) {
  /** @param {Column} column
   * @returns {[string, string]} */
  const row = (column) => [column.heading ?? "", written(column, scene, position)];
  const same = scene.card.find(({ name }) => name === theme.column);
  const rows = scene.card.filter((column) => column !== same).map(row);
  if (theme.follows === "situation") return rows;
  const at = theme.of[position];
  const [term, said] = same ? row(same) : [theme.title, theme.classes[at].label];
  return [[term, element("span", { class: "themed" }, sign(theme, at), said)], ...rows];
}

/** That a commune is not on the map, if so.
 * @param {{communes: {without_boundary: number[]}, not_drawn: string}} scene
 * @param {number} position */
export const undrawn = ({ communes, not_drawn }, position) =>
  communes.without_boundary.includes(position) ? element("p", { class: "undrawn" }, not_drawn) : "";

const dates = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });

/** @param {Scene} scene
 * @param {number} position
 * @returns {string} */
function copper({ communes, copper: said }, position) {
  const date = communes.copper_dates[communes.copper_date[position]];
  // The list gives closed networks a date that may still lie ahead: it is left out.
  if (communes.copper_closed[position]) return said.closed;
  if (date) return "fermeture le " + dates.format(new Date(date));
  const year = communes.copper_closure_year[position];
  return year === null ? MISSING : said.undated.replace("{year}", String(year));
}

/** The figures of a commune, that of the theme first.
 * @param {Scene} scene
 * @param {number} position
 * @param {ShownTheme} theme */
function figures(scene, position, theme) {
  const of = scene.communes;
  /** @type {[string, Node | string][]} */
  const rows = [
    ...told(scene, position, theme),
    ["Cuivre", copper(scene, position)],
    ["Conseiller", nearest(scene, position, of.place[position], of.minutes[position], 0)],
    ["Le suivant", nearest(scene, position, of.place_second[position], of.minutes_second[position], 1)],
  ];
  const cells = rows.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]);
  return element("dl", {}, ...cells);
}

/** What begins a card: the button that closes it, and what it is of where that is not published.
 * @param {Pick<Scene, "simulation" | "list">} scene
 * @param {() => void} close */
export function head(scene, close) {
  const closer = element("button", { type: "button", class: "close", "aria-label": "Fermer la fiche" }, "×");
  closer.addEventListener("click", close);
  return [closer, scene.simulation ? simulated(scene) : ""];
}

/** The class of flags that a commune is in, where it is flagged: they are more or less sure.
 * @param {Scene} scene
 * @param {number} position */
function flag({ communes, themes }, position) {
  const flags = themes.find(({ follows }) => follows === "situation");
  return communes.situation[position] === FLAGGED && flags ? flags.classes[flags.of[position]] : null;
}

/** What a commune is found to be.
 * @param {Scene} scene
 * @param {number} position */
function verdict(scene, position) {
  const label = flag(scene, position)?.label;
  if (!label) return capital(scene.situations[scene.communes.situation[position]]);
  return "Commune " + label.charAt(0).toLowerCase() + label.slice(1);
}

/** @param {HTMLElement} holder
 * @param {Scene} scene
 * @param {number} position
 * @param {{theme: ShownTheme, close: () => void, tools: Node | null, actions: Node | null}} more the
 *   theme that is on, what closes the card, what it leads to, and what can be tried in this commune */
export function draw(holder, scene, position, { theme, close, tools, actions }) {
  const of = scene.communes;
  const flagged = of.situation[position] === FLAGGED;
  const fragile = flag(scene, position)?.pattern === "fragile";
  const would = change(scene, position);
  const where = [of.insee[position], of.epci_names[of.epci[position]]].filter(Boolean).join(" · ");
  holder.replaceChildren(
    ...head(scene, close),
    element("h2", {}, of.name[position]),
    element("p", { class: "where" }, where),
    undrawn(scene, position),
    element(
      "div",
      { class: flagged ? fragile ? "verdict flagged fragile" : "verdict flagged" : "verdict" },
      verdict(scene, position),
      element("ul", {}, ...values(scene, position).map((value) => element("li", {}, value))),
    ),
    would ? element("p", { class: "would" }, would) : "",
    figures(scene, position, theme),
    tools || "",
    actions || "",
    element("h3", {}, "Locaux par meilleure technologie"),
    bar(scene, position),
  );
}

/** One sentence for those who hear the page.
 * @param {Pick<Scene, "situations" | "lacking" | "simulation"> & {communes: Pick<Scene["communes"],
 *   "name" | "residents" | "residents_in_part" | "minutes" | "share_without" | "situation">}} scene
 * @param {number} position */
export function spoken(scene, position) {
  const of = scene.communes;
  const [residents, time, share] = [of.residents[position], of.minutes[position], of.share_without[position]];
  const figures = [
    residents === null
      ? "population " + MISSING
      : least(of.residents_in_part.includes(position)) + count(residents, "habitant"),
    time === null ? "temps vers un conseiller " + MISSING : "conseiller à " + minutes(time),
    share === null ? "internet " + MISSING : percent(share) + " des locaux " + scene.lacking,
  ];
  return (scene.simulation ? "Simulation. " : "") + of.name[position] + " : " +
    scene.situations[of.situation[position]] + ". " + figures.join(", ") + ".";
}
