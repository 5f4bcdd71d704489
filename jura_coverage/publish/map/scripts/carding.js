/* The card of what is chosen, or under the mouse, and the line from it to its advisor. */
import * as card from "./card.js";
import { byId, found } from "./dom.js";
import * as hostCard from "./host.js";
import * as simulation from "./simulation.js";
import { tools } from "./tools.js";
/** @import { Page, Scene } from "./types.d.ts" */

/** Show the commune under the mouse, or else the chosen one, or else the chosen host.
 * @param {Page} page */
export function showCard(page) {
  const { simulable, scene, state, on } = page;
  // A mouse over the map takes no card from those who are in it by keyboard.
  const held = (state.selected ?? state.host) !== null && byId("card").querySelector(":focus-visible");
  const position = state.hovered === null || held ? state.selected : state.hovered;
  const chosen = position === state.selected;
  const shown = [position, chosen, state.host, state.theme].join();
  if (shown === page.carded) return; // drawing it again would take the keyboard from its button
  page.carded = shown;
  byId("card").hidden = position === null && state.host === null;
  if (position === null) {
    const head = card.head(scene, on.close);
    if (state.host !== null) hostCard.draw(byId("card"), scene, state.host, head);
    return;
  }
  const actions = chosen ? simulation.actions(simulable, { scene, state, act: on.act }, position) : null;
  card.draw(byId("card"), scene, position, {
    theme: themeOn(page),
    close: on.close,
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
export function advisorOf({ communes, places }, position) {
  const place = communes.place[position];
  return place === null ? [] : [places[place].at];
}

/** Draw the line from the chosen commune to its advisor.
 * @param {Page} page */
export function drawWay({ layers, scene, state: { selected } }) {
  const towards = selected === null ? [] : advisorOf(scene, selected);
  layers.way(selected !== null && towards.length ? [scene.communes.at[selected], ...towards] : []);
}

/** @param {Page} page */
export const themeOn = ({ scene, state }) =>
  scene.themes.find((each) => each.key === state.theme) || scene.themes[0];

/** The pixels that the card takes: from the right where it stands beside the map, else from below.
 * @returns {[number, number]} */
export function roomOfCard() {
  const taken = byId("card").getBoundingClientRect();
  const frame = found(document, ".frame").getBoundingClientRect();
  return taken.width < 0.7 * frame.width ? [taken.width + 30, 40] : [30, taken.height + 20];
}
