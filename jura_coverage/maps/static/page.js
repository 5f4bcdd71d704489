/* The page: one state, and every part of the page drawn from it. */
import * as address from "./address.js";
import * as card from "./card.js";
import { changed, NONE } from "./changes.js";
import * as controls from "./controls.js";
import { byId, found } from "./dom.js";
import * as layering from "./layers.js";
import * as legend from "./legend.js";
import { install } from "./patterns.js";
import * as permalink from "./permalink.js";
import * as printing from "./printing.js";
import { published, simulated } from "./scene.js";
import * as search from "./search.js";
import * as simulation from "./simulation.js";
import * as tables from "./table.js";
import { NBSP } from "./text.js";
import { summary } from "./words.js";
/** @import { Map } from "leaflet"
 * @import { Changes, Choice, Simulable, State } from "./types.d.ts" */

/** Start the page around a Leaflet map.
 * @param {Map} map */
export function start(map) {
  const data = published(JSON.parse(byId("data").textContent || ""));
  const simulable = data.travel && /** @type {Simulable} */ (data);
  /** @type {State} */
  const state = { theme: data.first, selected: null, hovered: null, changes: NONE, moving: null };
  let scene = data; // what is shown: the data, or a simulation
  let carded = ""; // what the card shows
  /** @type {Element | null} */
  let opener = null; // what had the keyboard when a card was asked for
  let saving = 0; // the timer of an address that is yet to be written
  let ready = false; // until the first view stands, there is no address to write

  install(data.themes);
  controls.ofMap(map);
  const layers = layering.create(map, data, { hover, select });
  const table = tables.create(data, { hover, choose });
  const panel = simulable && simulation.create(simulable, { change: simulate, stay });
  search.create(data, { choose, preview: hover, filter: table.filter });

  function showCard() {
    // A map that moves under a mouse at rest takes no card from those who are in it by keyboard.
    const held = state.selected !== null && byId("card").querySelector(":focus-visible");
    const position = state.hovered === null || held ? state.selected : state.hovered;
    const chosen = position === state.selected;
    const shown = [position, chosen].join();
    if (shown === carded) return; // drawing it again would take the keyboard from its button
    carded = shown;
    if (position === null) {
      byId("card").hidden = true;
      return;
    }
    const actions = simulable && chosen
      ? simulation.actions(simulable, { scene, state, act }, position)
      : null;
    card.draw(byId("card"), scene, position, { close, actions });
  }

  /** Do what a button of the card offers, and give the keyboard to the button in its place.
   * @param {Choice} choice */
  function act({ key, changes, moving, said }) {
    simulate(changes, moving);
    if (said) say(said);
    /** @param {string} name
     * @returns {HTMLElement | null} */
    const button = (name) => byId("card").querySelector("[data-key=" + CSS.escape(name) + "]");
    (button(key) || button("stay") || byId("card")).focus();
  }

  /** Show the data with these changes.
   * @param {Changes} changes
   * @param {number | null} [moving] */
  function simulate(changes, moving = state.moving) {
    if (!simulable || !panel) return;
    state.changes = changes;
    state.moving = moving;
    scene = simulated(simulable, changes);
    panel.draw(scene, changes, moving);
    map.invalidateSize({ animate: false }); // the banner takes its room above
    layers.places(scene.places);
    table.update(scene);
    drawTheme();
    carded = "";
    showCard();
    say(scene.simulation ? "Simulation" + NBSP + ": " + summary(data, scene) : "Chiffres publiés.");
    clearTimeout(saving); // browsers count how often an address changes, and a slider moves often
    saving = setTimeout(save, 300);
  }

  /** Give up a move: the post stays where it is. */
  function stay() {
    simulate(state.changes, null);
    say("Déplacement abandonné.");
    byId(state.selected === null ? "search" : "card").focus();
  }

  /** @param {number | null} position */
  function hover(position) {
    state.hovered = position;
    layers.hover(position);
    showCard();
  }

  /** @param {number | null} position */
  function select(position) {
    state.selected = position;
    state.hovered = null;
    layers.hover(null);
    layers.select(position);
    table.select(position);
    showCard();
    if (position !== null) say(card.spoken(scene, position));
    save();
  }

  /** Close the card, and give the keyboard back to where it came from. */
  function close() {
    const lost = byId("card").contains(document.activeElement);
    select(null);
    say("Fiche fermée.");
    if (lost) (opener instanceof HTMLElement && opener.isConnected ? opener : byId("search")).focus();
  }

  /** @param {number} position */
  function choose(position) {
    opener = document.activeElement;
    select(position);
    layers.show(position, roomOfCard());
    found(document, ".frame").scrollIntoView({ block: "nearest" });
  }

  function drawTheme() {
    const theme = scene.themes.find((each) => each.key === state.theme) || scene.themes[0];
    layers.paint(theme);
    legend.draw(byId("legend"), theme);
    return theme;
  }

  /** @param {string} key */
  function setTheme(key) {
    state.theme = key;
    const theme = drawTheme();
    say("Thème : " + theme.title + ". " + theme.question);
    controls.checkTheme(key);
    save();
  }

  function save() {
    if (!ready) return;
    permalink.write({
      map,
      theme: state.theme,
      commune: state.selected === null ? null : data.communes.insee[state.selected],
      simulation: simulable && scene.simulation ? address.write(state.changes, simulable) : "",
    });
  }

  function goWhereTheAddressSays() {
    const asked = permalink.read();
    ready = false;
    const changes = simulable ? address.read(asked.simulation, simulable) : NONE;
    // Before the view: a banner leaves less room for it.
    if (scene.simulation || changed(changes)) simulate(changes, null);
    if (asked.view) map.setView(asked.view.at, asked.view.zoom, { animate: false });
    else map.fitBounds(data.bounds, { animate: false, padding: [14, 14] });
    const theme = data.themes.find(({ key }) => key === asked.theme);
    setTheme(theme ? theme.key : data.first);
    const commune = asked.commune === null ? -1 : data.communes.insee.indexOf(asked.commune);
    select(commune < 0 ? null : commune);
    ready = true;
  }

  controls.themes(data.themes, setTheme);
  controls.ofLayers(layers);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (state.selected !== null) close();
    else if (state.moving !== null) stay();
  });
  goWhereTheAddressSays();
  globalThis.addEventListener("hashchange", () => {
    // A link to a part of the page asks for no other view: the address is put right again.
    if (/^#[^=]+$/.test(location.hash)) save();
    else goWhereTheAddressSays();
  });
  map.on("moveend", save);
  printing.create(map, data.bounds);
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
