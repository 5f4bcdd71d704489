/* The page: one state, and every part of the page drawn from it. */
import * as address from "./address.js";
import * as card from "./card.js";
import { NONE } from "./changes.js";
import * as controls from "./controls.js";
import { byId, found, inputById } from "./dom.js";
import * as lists from "./dropped/panel.js";
import { withoutNeighbours } from "./dropped/placing.js";
import * as hosts from "./hosts.js";
import * as layering from "./layers.js";
import * as legend from "./legend.js";
import { measured } from "./measures.js";
import * as hostCard from "./host.js";
import { install } from "./patterns.js";
import * as permalink from "./permalink.js";
import * as printing from "./printing.js";
import { published, simulated } from "./scene.js";
import { tidied } from "./scenarios.js";
import * as search from "./search.js";
import * as shelving from "./shelving.js";
import * as simulation from "./simulation.js";
import * as tables from "./table.js";
import { count, NBSP, quoted } from "./text.js";
import { FOREIGN, summary, withoutEffect } from "./words.js";
import { tools } from "./tools.js";
/** @import { Map } from "leaflet"
 * @import { Changes, Choice, Measures, Scene, ShownPlace, Simulable, State } from "./types.d.ts" */

/** The page: its parts, what is published, the same where it can be simulated, its measures once a
 * simulation asks for them, what is shown (the data or a simulation), the scenario that this was opened
 * or kept as, what the card shows, what had the keyboard when a card was asked for, the timer of an
 * address that is yet to be written, the simulation in that which is written, and whether there is one
 * to write: not until the first view stands.
 * @typedef {{
 *   map: Map,
 *   data: Scene,
 *   simulable: Simulable | null,
 *   measures: Measures | null,
 *   layers: ReturnType<typeof layering.create>,
 *   table: ReturnType<typeof tables.create>,
 *   panel: ReturnType<typeof simulation.create> | null,
 *   shelf: ReturnType<typeof shelving.create> | null,
 *   search: ReturnType<typeof search.create> | null,
 *   printer: ReturnType<typeof printing.create>,
 *   state: State,
 *   scene: Scene,
 *   named: {name: string, simulation: string},
 *   carded: string,
 *   opener: Element | null,
 *   saving: number,
 *   step: string,
 *   ready: boolean,
 * }} Page */

/** Start the page around a Leaflet map.
 * @param {Map} map */
export function start(map) {
  const data = published(JSON.parse(byId("data").textContent || ""));
  install(data.themes, data.signs);
  controls.ofMap(map);
  const page = made(map, data);
  listHosts(page, data.places);
  page.search = search.create(data, {
    commune: (position) => choose(page, position),
    epci: (position) => chooseEpci(page, position),
    host: (place) => chooseHost(page, place),
    preview: (position) => hover(page, position),
    filter: page.table.filter,
  });
  controls.themes(data.themes, (key) => setTheme(page, key));
  controls.ofLayers(page.layers);
  page.shelf = page.simulable && shelving.create(ofShelf(page, page.simulable));
  document.addEventListener("keydown", (event) => escape(page, event));
  takeLists(page);
  goWhereTheAddressSays(page);
  globalThis.addEventListener("hashchange", () => {
    if (!/^#[^=]+$/.test(location.hash)) return goWhereTheAddressSays(page);
    // A link to a part of the page asks for no other view: the address is put right again.
    permalink.read();
    save(page);
  });
  globalThis.addEventListener("pagehide", () => settle(page));
  map.on("moveend", () => save(page));
}

/** @param {Map} map
 * @param {Scene} data
 * @returns {Page} */
function made(map, data) {
  const simulable = data.travel && /** @type {Simulable} */ (data);
  const on = {
    hover: (/** @type {number | null} */ position) => hover(page, position),
    select: (/** @type {number} */ position) => select(page, position),
    host: (/** @type {ShownPlace} */ place) => showHost(page, page.scene.places.indexOf(place)),
    choose: (/** @type {number} */ position) => choose(page, position),
    change: (/** @type {Changes} */ changes, /** @type {number | null | undefined} */ moving) =>
      simulate(page, changes, moving),
    slide: (/** @type {Changes} */ changes) => slide(page, changes),
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
    shelf: null,
    search: null,
    printer: printing.create(map, data.bounds),
    state: { theme: data.first, selected: null, hovered: null, host: null, changes: NONE, moving: null },
    scene: data,
    named: { name: "", simulation: "" },
    carded: "",
    opener: null,
    saving: 0,
    step: "",
    ready: false,
  };
  return page;
}

/** Show the commune under the mouse, or else the chosen one, or else the chosen host.
 * @param {Page} page */
function showCard(page) {
  const { simulable, scene, state } = page;
  // A mouse over the map takes no card from those who are in it by keyboard.
  const held = (state.selected ?? state.host) !== null && byId("card").querySelector(":focus-visible");
  const position = state.hovered === null || held ? state.selected : state.hovered;
  const chosen = position === state.selected;
  const shown = [position, chosen, state.host, state.theme].join();
  if (shown === page.carded) return; // drawing it again would take the keyboard from its button
  page.carded = shown;
  byId("card").hidden = position === null && state.host === null;
  if (position === null) {
    if (state.host !== null) {
      hostCard.draw(
        byId("card"),
        scene,
        state.host,
        card.head(scene, () => close(page)),
      );
    }
    return;
  }
  const act = (/** @type {Choice} */ choice) => carryOut(page, choice);
  const actions = simulable && chosen ? simulation.actions(simulable, { scene, state, act }, position) : null;
  card.draw(byId("card"), scene, position, {
    theme: themeOn(page),
    close: () => close(page),
    tools: chosen ? tools(scene, position, toolsOf(page, position)) : null,
    actions,
  });
}

/** What the buttons of a chosen commune do.
 * @param {Page} page
 * @param {number} position */
const toolsOf = ({ map, data, layers, printer, scene }, position) => ({
  print: () => printer.print(layers.bounds([position], advisorOf(scene, position))),
  whole: () => map.fitBounds(data.bounds, { animate: false, padding: [14, 14] }),
});

/** Where the nearest advisor of a commune is, if any is known.
 * @param {Scene} scene
 * @param {number} position */
function advisorOf({ communes, places }, position) {
  const place = communes.place[position];
  return place === null ? [] : [places[place].at];
}

/** Draw the line from the chosen commune to its advisor.
 * @param {Page} page */
function drawWay({ layers, scene, state: { selected } }) {
  const towards = selected === null ? [] : advisorOf(scene, selected);
  layers.way(selected !== null && towards.length ? [scene.communes.at[selected], ...towards] : []);
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

/** Show the data with these changes: a step that Back undoes.
 * @param {Page} page
 * @param {Changes} changes
 * @param {number | null} [moving] */
function simulate(page, changes, moving = page.state.moving) {
  settle(page);
  show(page, changes, moving);
  save(page);
  page.shelf?.update();
}

/** Show the data as a slider moves: one step once it rests, since browsers count how often an address
 * changes.
 * @param {Page} page
 * @param {Changes} changes */
function slide(page, changes) {
  clearTimeout(page.saving);
  page.saving = setTimeout(() => settle(page), 300);
  show(page, changes, page.state.moving);
}

/** Write the address that waits for a slider to rest.
 * @param {Page} page */
function settle(page) {
  if (!page.saving) return;
  clearTimeout(page.saving);
  page.saving = 0;
  save(page);
  page.shelf?.update();
}

/** @param {Page} page
 * @param {Changes} changes
 * @param {number | null} moving */
function show(page, changes, moving) {
  const { simulable, panel, map } = page;
  if (!simulable || !panel) return;
  page.state.changes = changes;
  page.state.moving = moving;
  const scene = simulated(simulable, changes);
  page.scene = scene;
  if (page.state.host !== null && !scene.places[page.state.host]) page.state.host = null; // taken back
  page.measures ??= measured(simulable);
  const counts = scene === simulable ? "" : summary(page.measures, measured(scene));
  panel.draw(scene, changes, moving, counts);
  showName(page);
  map.invalidateSize({ animate: false }); // the banner takes its room above
  page.layers.places(page.scene.places);
  page.table.update(page.scene);
  drawTheme(page);
  page.carded = "";
  drawWay(page);
  showCard(page);
  say(counts ? "Simulation" + NBSP + ": " + counts : "Chiffres publiés.");
}

/** Let the reader give other posts, and candidates for new ones, where the page can measure them.
 * @param {Page} page */
function takeLists(page) {
  const published = page.simulable;
  if (!published?.dropped) return;
  lists.create({
    published,
    dropped: published.dropped,
    shown: () => /** @type {Simulable} */ (page.scene),
    adopt: (other) => adopt(page, other, published),
    choose: (position) => choose(page, position),
    say,
  });
  byId("own-list-back").addEventListener("click", () => {
    adopt(page, published, published);
    byId("search").focus(); // the button is gone
  });
}

/** Let the posts of other data stand in for the published ones, or these again.
 * @param {Page} page
 * @param {Simulable} data
 * @param {Simulable} published */
function adopt(page, data, published) {
  settle(page); // what waits to be written is of the posts before
  page.simulable = data;
  page.measures = measured(data);
  page.panel?.of(data);
  page.search?.of(data);
  listHosts(page, data.places);
  for (const id of ["own-list", "own-list-back"]) byId(id).hidden = data === published;
  byId("own-list-name").textContent = data.simulation ?? "";
  const counts = data === published
    ? ""
    : summary(measured(published), page.measures) + withoutNeighbours(published, data);
  byId("own-list-counts").textContent = counts;
  simulate(page, NONE, null);
  if (counts) say("Votre liste" + NBSP + ": " + counts);
}

/** What is shown in the address; empty for what is published.
 * @param {Page} page */
const written = ({ simulable, state }) => simulable ? address.write(state.changes, simulable) : "";

/** The name of the scenario that is shown; none where it was changed since.
 * @param {Page} page */
const nameShown = (page) =>
  page.named.simulation && page.named.simulation === written(page) ? page.named.name : "";

/** @param {Page} page */
function showName(page) {
  const name = nameShown(page);
  byId("simulation-name").textContent = name && " " + quoted(name);
}

/** Name what is shown.
 * @param {Page} page
 * @param {string} name */
function nameIt(page, name) {
  page.named = { name, simulation: written(page) };
  showName(page);
  save(page);
}

/** What the panel of scenarios sees of the page, and does to it.
 * @param {Page} page
 * @param {Simulable} simulable */
const ofShelf = (page, simulable) => ({
  shown: () => ({
    data: page.simulable ?? simulable,
    scene: /** @type {Simulable} */ (page.scene),
    changes: page.state.changes,
    opened: page.named.name,
    name: nameShown(page),
  }),
  open: (/** @type {string} */ name, /** @type {{changes: Changes, lost: string[]}} */ { changes, lost }) => {
    showLost("du scénario", lost);
    simulate(page, changes, null);
    nameIt(page, name);
    page.shelf?.name(name);
    page.shelf?.update();
  },
  name: (/** @type {string} */ name) => nameIt(page, name),
  link: () => {
    settle(page);
    return /^https?:/.test(location.href) ? location.href : null;
  },
});

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
  page.state.host = null;
  page.layers.hover(null);
  page.layers.select(position);
  drawWay(page);
  page.table.select(position);
  showCard(page);
  if (position !== null) say(card.spoken(page.scene, position));
  save(page);
}

/** Select a commune and show it, with the way to its advisor, beside its card.
 * @param {Page} page
 * @param {number} position */
function choose(page, position) {
  page.opener = document.activeElement;
  select(page, position);
  page.layers.show(page.layers.bounds([position], advisorOf(page.scene, position)), roomOfCard());
  found(document, ".frame").scrollIntoView({ block: "nearest" });
}

/** Show the card of a host in place of a commune's.
 * @param {Page} page
 * @param {number} place */
function showHost(page, place) {
  if (place < 0) return; // where a post was before it moved nobody is
  select(page, null);
  page.state.host = place;
  showCard(page);
  say(hostCard.spoken(page.scene, place));
}

/** @param {Page} page
 * @param {ShownPlace[]} places */
const listHosts = (page, places) =>
  hosts.write(places, (place) => {
    chooseHost(page, place);
    byId("card").focus(); // the table is far below
  });

/** Show a host, and the communes that need it, beside its card.
 * @param {Page} page
 * @param {number} place */
function chooseHost(page, place) {
  page.opener = document.activeElement;
  showHost(page, place);
  const { layers, scene } = page;
  layers.show(layers.bounds(hostCard.dependants(scene, place), [scene.places[place].at]), roomOfCard());
  found(document, ".frame").scrollIntoView({ block: "nearest" });
}

/** Show the communes of an EPCI, on the map and in the table, within the borders of all of them.
 * @param {Page} page
 * @param {number} epci */
function chooseEpci(page, epci) {
  const { communes } = page.data;
  const own = communes.epci.flatMap((each, commune) => each === epci ? [commune] : []);
  select(page, null);
  if (!inputById("show-epci").checked) byId("show-epci").click();
  page.layers.show(page.layers.bounds(own, []), [30, 40]);
  page.table.filter(new Set(own));
  say(communes.epci_names[epci] + NBSP + ": " + count(own.length, "commune") + ", seules dans le tableau.");
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
  if (page.state.selected !== null || page.state.host !== null) close(page);
  else if (page.state.moving !== null) stay(page);
}

/** @param {Page} page */
const themeOn = ({ scene, state }) =>
  scene.themes.find((each) => each.key === state.theme) || scene.themes[0];

/** Draw the map and the legend of the theme.
 * @param {Page} page */
function drawTheme(page) {
  const theme = themeOn(page);
  page.layers.paint(theme);
  legend.draw(byId("legend"), theme, page.scene.signs);
  return theme;
}

/** @param {Page} page
 * @param {string} key */
function setTheme(page, key) {
  page.state.theme = key;
  const theme = drawTheme(page);
  showCard(page);
  say("Thème : " + theme.title + ". " + theme.question);
  controls.checkTheme(key);
  save(page);
}

/** Write what is shown into the address, unless that waits for a slider to rest.
 * @param {Page} page */
function save(page) {
  const { ready, saving, map, data, scene, state } = page;
  if (!ready || saving) return;
  const simulation = written(page);
  permalink.write({
    map,
    theme: state.theme,
    commune: state.selected === null ? null : data.communes.insee[state.selected],
    name: nameShown(page),
    fingerprint: (page.simulable ?? scene).fingerprint,
    simulation,
  }, simulation !== page.step);
  page.step = simulation;
}

/** @param {Page} page */
function goWhereTheAddressSays(page) {
  const { map, data, simulable, state } = page;
  const asked = permalink.read();
  const first = !page.ready;
  page.ready = false;
  clearTimeout(page.saving); // what waits to be written is older
  page.saving = 0;
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
  ], simulable !== null && asked.fingerprint !== null && asked.fingerprint !== simulable.fingerprint);
  const before = written(page);
  if (simulable) page.step = address.write(changes, simulable);
  if (asked.name !== null) {
    page.named = { name: tidied(asked.name), simulation: page.step };
    page.shelf?.name(page.named.name);
  }
  if (page.step !== before || state.moving !== null) show(page, changes, null);
  else {
    showName(page);
    map.invalidateSize({ animate: false });
  }
  if (asked.view) map.setView(asked.view.at, asked.view.zoom, { animate: false });
  else map.fitBounds(data.bounds, { animate: false, padding: [14, 14] });
  const key = theme ? theme.key : data.first;
  if (first || key !== state.theme) setTheme(page, key);
  const position = commune < 0 ? null : commune;
  if (first || position !== state.selected) select(page, position);
  page.ready = true;
  page.shelf?.update();
}

/** Say what of a link or a scenario has no effect here, and whether it was made on other data.
 * @param {"du lien" | "du scénario"} of
 * @param {string[]} lost
 * @param {boolean} [foreign] */
function showLost(of, lost, foreign = false) {
  byId("left-out").textContent = [...(foreign ? [FOREIGN] : []), withoutEffect(of, lost)].filter(Boolean)
    .join(" ");
  byId("left-out").hidden = !lost.length && !foreign;
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
