/* Choose a commune, a host, an EPCI or a theme: every part of the page shows it. */
import * as card from "./card.js";
import { advisorOf, drawWay, roomOfCard, showCard, themeOn } from "./carding.js";
import * as controls from "./controls.js";
import { byId, found, inputById, say } from "./dom.js";
import * as hostCard from "./host.js";
import * as hosts from "./hosts.js";
import * as legend from "./legend.js";
import { save } from "./saving.js";
import { count, NBSP } from "./text.js";
/** @import { Page, ShownPlace } from "./types.d.ts" */

/** @param {Page} page
 * @param {number | null} position */
export function hover(page, position) {
  if (position === page.state.hovered) return;
  page.state.hovered = position;
  page.layers.hover(position);
  showCard(page);
}

/** Choose a commune, or a host, or none of them: a step that Back undoes where a card opens.
 * @param {Page} page
 * @param {{selected: number | null, host: number | null}} chosen */
function present(page, chosen) {
  const { state, layers, table } = page;
  const closed = (/** @type {typeof chosen} */ { selected, host }) => selected === null && host === null;
  const opens = closed(state) && !closed(chosen);
  Object.assign(state, chosen, { hovered: null });
  layers.hover(null);
  layers.select(chosen.selected);
  drawWay(page);
  table.select(chosen.selected);
  showCard(page);
  save(page, opens);
}

/** @param {Page} page
 * @param {number | null} position */
export function select(page, position) {
  present(page, { selected: position, host: null });
  if (position !== null) say(card.spoken(page.scene, position));
}

/** Select a commune and show it, with the way to its advisor, beside its card.
 * @param {Page} page
 * @param {number} position */
export function choose(page, position) {
  page.opener = document.activeElement;
  select(page, position);
  page.layers.show(page.layers.bounds([position], advisorOf(page.scene, position)), roomOfCard());
  found(document, ".frame").scrollIntoView({ block: "nearest" });
}

/** Show the card of a host in place of a commune's.
 * @param {Page} page
 * @param {number} place */
export function showHost(page, place) {
  if (place < 0) return; // where a post was before it moved nobody is
  present(page, { selected: null, host: place });
  say(hostCard.spoken(page.scene, place));
}

/** @param {Page} page
 * @param {ShownPlace[]} places */
export const listHosts = (page, places) =>
  hosts.write(places, (place) => {
    chooseHost(page, place);
    byId("card").focus(); // the table is far below
  });

/** Show a host, and the communes that need it, beside its card.
 * @param {Page} page
 * @param {number} place */
export function chooseHost(page, place) {
  page.opener = document.activeElement;
  showHost(page, place);
  const { layers, scene } = page;
  layers.show(layers.bounds(hostCard.dependants(scene, place), [scene.places[place].at]), roomOfCard());
  found(document, ".frame").scrollIntoView({ block: "nearest" });
}

/** Show the communes of an EPCI, on the map and in the table, within the borders of all of them.
 * @param {Page} page
 * @param {number} epci */
export function chooseEpci(page, epci) {
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
export function close(page) {
  const { opener } = page;
  const lost = byId("card").contains(document.activeElement);
  present(page, { selected: null, host: null });
  say("Fiche fermée.");
  if (lost) (opener instanceof HTMLElement && opener.isConnected ? opener : byId("search")).focus();
}

/** Draw the map and the legend of the theme.
 * @param {Page} page */
export function drawTheme(page) {
  const theme = themeOn(page);
  page.layers.paint(theme);
  legend.draw(byId("legend"), theme, page.scene);
  return theme;
}

/** @param {Page} page
 * @param {string} key */
export function setTheme(page, key) {
  page.state.theme = key;
  const theme = drawTheme(page);
  showCard(page);
  say("Thème : " + theme.title + ". " + theme.question);
  controls.checkTheme(key);
  save(page);
}
