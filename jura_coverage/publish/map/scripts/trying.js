/* Try other posts or thresholds: a simulation is measured, and every part of the page shows it. */
import { drawWay, showCard } from "./carding.js";
import { drawTheme } from "./choosing.js";
import { byId, say } from "./dom.js";
import { measured } from "./measures.js";
import { save, settle, showName } from "./saving.js";
import { simulated } from "./scene.js";
import { summary } from "./words.js";
/** @import { Changes, Choice, Page } from "./types.d.ts" */

/** Show the data with these changes: a step that Back undoes.
 * @param {Page} page
 * @param {Changes} changes
 * @param {number | null} [moving] */
export function simulate(page, changes, moving = page.state.moving) {
  settle(page);
  show(page, changes, moving);
  save(page);
  page.shelf?.update();
}

/** Show the data as a slider moves: one step once it rests, since browsers count how often an address
 * changes.
 * @param {Page} page
 * @param {Changes} changes */
export function slide(page, changes) {
  clearTimeout(page.saving);
  page.saving = setTimeout(() => settle(page), 300);
  show(page, changes, page.state.moving);
}

/** @param {Page} page
 * @param {Changes} changes
 * @param {number | null} moving */
export function show(page, changes, moving) {
  const { simulable, panel } = page;
  page.state.changes = changes;
  page.state.moving = moving;
  const scene = simulated(simulable, changes);
  page.scene = scene;
  if (page.state.host !== null && !scene.places[page.state.host]) page.state.host = null; // taken back
  page.measures ??= measured(simulable);
  const counts = scene === simulable ? "" : summary(page.measures, measured(scene));
  panel.draw(scene, changes, moving, counts);
  showName(page);
  page.layers.places(page.scene.places);
  page.table.update(page.scene);
  drawTheme(page);
  page.carded = "";
  drawWay(page);
  showCard(page);
  say(counts ? "Simulation : " + counts : "Chiffres publiés.");
}

/** Do what a button of the card offers, and give the keyboard to the button in its place.
 * @param {Page} page
 * @param {Choice} choice */
export function carryOut(page, { key, changes, moving, said }) {
  simulate(page, changes, moving);
  if (said) say(said);
  /** @param {string} name
   * @returns {HTMLElement | null} */
  const button = (name) => byId("card").querySelector("[data-key=" + CSS.escape(name) + "]");
  (button(key) || button("stay") || byId("card")).focus();
}

/** Give up a move: the post stays where it is.
 * @param {Page} page */
export function stay(page) {
  simulate(page, page.state.changes, null);
  say("Déplacement abandonné.");
  byId(page.state.selected === null ? "search" : "card").focus();
}
