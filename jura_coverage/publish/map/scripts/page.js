/* The page: one state, and every part of the page drawn from it. */
import * as address from "./address.js";
import * as card from "./card.js";
import { changed, NONE } from "./changes.js";
import * as controls from "./controls.js";
import { byId, found } from "./dom.js";
import * as hosts from "./hosts.js";
import * as layering from "./layers.js";
import * as legend from "./legend.js";
import { measured } from "./measures.js";
import { install } from "./patterns.js";
import * as permalink from "./permalink.js";
import * as printing from "./printing.js";
import { published, simulated } from "./scene.js";
import * as search from "./search.js";
import * as simulation from "./simulation.js";
import * as tables from "./table.js";
import { NBSP, quoted } from "./text.js";
import { summary, withoutEffect } from "./words.js";
/** @import { Map } from "leaflet"
 * @import { Changes, Choice, Measures, Scene, Simulable, State } from "./types.d.ts" */

/** The page: its parts, what is published, the same where it can be simulated, its measures once a
 * simulation asks for them, what is shown (the data or a simulation), what the card shows, what had the keyboard when a card was asked for, the
 * timer of an address that is yet to be written, and whether there is one to write: not until the
 * first view stands.
 * @typedef {{
 *   map: Map,
 *   data: Scene,
 *   simulable: Simulable | null,
 *   measures: Measures | null,
 *   layers: ReturnType<typeof layering.create>,
 *   table: ReturnType<typeof tables.create>,
 *   panel: ReturnType<typeof simulation.create> | null,
 *   state: State,
 *   scene: Scene,
 *   carded: string,
 *   opener: Element | null,
 *   saving: number,
 *   ready: boolean,
 * }} Page */

/** Start the page around a Leaflet map.
 * @param {Map} map */
export function start(map) {
  const data = published(JSON.parse(byId("data").textContent || ""));
  install(data.themes, data.signs);
  controls.ofMap(map);
  hosts.write(data.places);
  const page = made(map, data);
  search.create(data, {
    choose: (position) => choose(page, position),
    preview: (position) => hover(page, position),
    filter: page.table.filter,
  });
  controls.themes(data.themes, (key) => setTheme(page, key));
  controls.ofLayers(page.layers);
  document.addEventListener("keydown", (event) => escape(page, event));
  goWhereTheAddressSays(page);
  globalThis.addEventListener("hashchange", () => {
    // A link to a part of the page asks for no other view: the address is put right again.
    if (/^#[^=]+$/.test(location.hash)) save(page);
    else goWhereTheAddressSays(page);
  });
  map.on("moveend", () => save(page));
  printing.create(map, data.bounds);
}

/** @param {Map} map
 * @param {Scene} data
 * @returns {Page} */
function made(map, data) {
  const simulable = data.travel && /** @type {Simulable} */ (data);
  const on = {
    hover: (/** @type {number | null} */ position) => hover(page, position),
    select: (/** @type {number} */ position) => select(page, position),
    choose: (/** @type {number} */ position) => choose(page, position),
    change: (/** @type {Changes} */ changes, /** @type {number | null | undefined} */ moving) =>
      simulate(page, changes, moving),
    stay: () => stay(page),
  };
  /** @type {Page} */
  const page = {
    map,
    data,
    simulable,
    measures: null,
    layers: layering.create(map, data, on),
    table: tables.create(data, on),
    panel: simulable && simulation.create(simulable, on),
    state: { theme: data.first, selected: null, hovered: null, changes: NONE, moving: null },
    scene: data,
    carded: "",
    opener: null,
    saving: 0,
    ready: false,
  };
  return page;
}

/** Show the commune under the mouse, or else the chosen one.
 * @param {Page} page */
function showCard(page) {
  const { simulable, scene, state } = page;
  // A mouse over the map takes no card from those who are in it by keyboard.
  const held = state.selected !== null && byId("card").querySelector(":focus-visible");
  const position = state.hovered === null || held ? state.selected : state.hovered;
  const chosen = position === state.selected;
  const shown = [position, chosen].join();
  if (shown === page.carded) return; // drawing it again would take the keyboard from its button
  page.carded = shown;
  if (position === null) {
    byId("card").hidden = true;
    return;
  }
  const act = (/** @type {Choice} */ choice) => carryOut(page, choice);
  const actions = simulable && chosen ? simulation.actions(simulable, { scene, state, act }, position) : null;
  card.draw(byId("card"), scene, position, { close: () => close(page), actions });
}

/** Do what a button of the card offers, and give the keyboard to the button in its place.
 * @param {Page} page
 * @param {Choice} choice */
function carryOut(page, { key, changes, moving, said }) {
  simulate(page, changes, moving);
  if (said) say(said);
  /** @param {string} name
   * @returns {HTMLElement | null} */
  const button = (name) => byId("card").querySelector("[data-key=" + CSS.escape(name) + "]");
  (button(key) || button("stay") || byId("card")).focus();
}

/** Show the data with these changes.
 * @param {Page} page
 * @param {Changes} changes
 * @param {number | null} [moving] */
function simulate(page, changes, moving = page.state.moving) {
  const { simulable, panel, map } = page;
  if (!simulable || !panel) return;
  page.state.changes = changes;
  page.state.moving = moving;
  const scene = simulated(simulable, changes);
  page.scene = scene;
  page.measures ??= measured(simulable);
  const counts = scene === simulable ? "" : summary(page.measures, measured(scene));
  panel.draw(scene, changes, moving, counts);
  map.invalidateSize({ animate: false }); // the banner takes its room above
  page.layers.places(page.scene.places);
  page.table.update(page.scene);
  drawTheme(page);
  page.carded = "";
  showCard(page);
  say(counts ? "Simulation" + NBSP + ": " + counts : "Chiffres publiés.");
  clearTimeout(page.saving); // browsers count how often an address changes, and a slider moves often
  page.saving = setTimeout(() => save(page), 300);
}

/** Give up a move: the post stays where it is.
 * @param {Page} page */
function stay(page) {
  simulate(page, page.state.changes, null);
  say("Déplacement abandonné.");
  byId(page.state.selected === null ? "search" : "card").focus();
}

/** @param {Page} page
 * @param {number | null} position */
function hover(page, position) {
  if (position === page.state.hovered) return;
  page.state.hovered = position;
  page.layers.hover(position);
  showCard(page);
}

/** @param {Page} page
 * @param {number | null} position */
function select(page, position) {
  page.state.selected = position;
  page.state.hovered = null;
  page.layers.hover(null);
  page.layers.select(position);
  page.table.select(position);
  showCard(page);
  if (position !== null) say(card.spoken(page.scene, position));
  save(page);
}

/** Select a commune and show it beside its card.
 * @param {Page} page
 * @param {number} position */
function choose(page, position) {
  page.opener = document.activeElement;
  select(page, position);
  page.layers.show(position, roomOfCard());
  found(document, ".frame").scrollIntoView({ block: "nearest" });
}

/** Close the card, and give the keyboard back to where it came from.
 * @param {Page} page */
function close(page) {
  const { opener } = page;
  const lost = byId("card").contains(document.activeElement);
  select(page, null);
  say("Fiche fermée.");
  if (lost) (opener instanceof HTMLElement && opener.isConnected ? opener : byId("search")).focus();
}

/** @param {Page} page
 * @param {KeyboardEvent} event */
function escape(page, event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (page.state.selected !== null) close(page);
  else if (page.state.moving !== null) stay(page);
}

/** Draw the map and the legend of the theme.
 * @param {Page} page */
function drawTheme({ layers, scene, state }) {
  const theme = scene.themes.find((each) => each.key === state.theme) || scene.themes[0];
  layers.paint(theme);
  legend.draw(byId("legend"), theme, scene.signs);
  return theme;
}

/** @param {Page} page
 * @param {string} key */
function setTheme(page, key) {
  page.state.theme = key;
  const theme = drawTheme(page);
  say("Thème : " + theme.title + ". " + theme.question);
  controls.checkTheme(key);
  save(page);
}

/** Write what is shown into the address.
 * @param {Page} page */
function save({ ready, map, data, simulable, scene, state }) {
  if (!ready) return;
  permalink.write({
    map,
    theme: state.theme,
    commune: state.selected === null ? null : data.communes.insee[state.selected],
    simulation: simulable && scene.simulation ? address.write(state.changes, simulable) : "",
  });
}

/** @param {Page} page */
function goWhereTheAddressSays(page) {
  const { map, data, simulable } = page;
  const asked = permalink.read();
  page.ready = false;
  const { changes, lost } = simulable
    ? address.read(asked.simulation, simulable)
    : { changes: NONE, lost: asked.simulation ? ["simulation"] : [] };
  const theme = data.themes.find(({ key }) => key === asked.theme);
  const commune = data.communes.insee.indexOf(asked.commune ?? "");
  // Before the view: what is said above the map leaves less room for it.
  showLost("du lien", [
    ...asked.lost,
    ...(asked.theme !== null && !theme ? ["thème " + quoted(asked.theme)] : []),
    ...(asked.commune !== null && commune < 0 ? ["commune " + quoted(asked.commune)] : []),
    ...lost,
  ]);
  if (page.scene.simulation || changed(changes)) simulate(page, changes, null);
  else map.invalidateSize({ animate: false });
  if (asked.view) map.setView(asked.view.at, asked.view.zoom, { animate: false });
  else map.fitBounds(data.bounds, { animate: false, padding: [14, 14] });
  setTheme(page, theme ? theme.key : data.first);
  select(page, commune < 0 ? null : commune);
  page.ready = true;
}

/** Say what of a link or a file has no effect here.
 * @param {"du lien" | "du fichier"} of
 * @param {string[]} lost */
function showLost(of, lost) {
  byId("left-out").textContent = withoutEffect(of, lost);
  byId("left-out").hidden = !lost.length;
}

/** Tell those who hear the page.
 * @param {string} text */
function say(text) {
  byId("announcement").textContent = text;
}

/** The pixels that the card takes: from the right where it stands beside the map, else from below.
 * @returns {[number, number]} */
function roomOfCard() {
  const taken = byId("card").getBoundingClientRect();
  const frame = found(document, ".frame").getBoundingClientRect();
  return taken.width < 0.7 * frame.width ? [taken.width + 30, 40] : [30, taken.height + 20];
}
