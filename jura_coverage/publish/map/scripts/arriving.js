/* Show what the address or a scenario asks for, and say what of it has no effect. */
import * as address from "./address.js";
import { close, select, setTheme, showHost } from "./choosing.js";
import { byId, setText } from "./dom.js";
import { names } from "./host.js";
import * as permalink from "./permalink.js";
import { nameShown, save, settle, showName, written } from "./saving.js";
import { tidied } from "./scenarios.js";
import { simulated } from "./scene.js";
import { quoted } from "./text.js";
import { show, simulate } from "./trying.js";
import { FOREIGN, withoutEffect } from "./words.js";
/** @import { Changes, Page } from "./types.d.ts" */

/** @param {Page} page */
export function goWhereTheAddressSays(page) {
  const { map, data, simulable, state } = page;
  const asked = permalink.read();
  const first = !page.ready;
  page.ready = false;
  clearTimeout(page.saving); // what waits to be written is older
  page.saving = 0;
  const { changes, lost } = address.read(asked.simulation, simulable);
  const theme = data.themes.find(({ key }) => key === asked.theme);
  const commune = data.communes.insee.indexOf(asked.commune ?? "");
  const { places } = simulated(simulable, changes);
  const host = commune < 0 ? names(places).indexOf(asked.host ?? "") : -1; // one card at a time
  // Before the view: what is said above the map leaves less room for it.
  showLost("du lien", [
    ...asked.lost,
    ...(asked.theme !== null && !theme ? ["thème " + quoted(asked.theme)] : []),
    ...(asked.commune !== null && commune < 0 ? ["commune " + quoted(asked.commune)] : []),
    ...(asked.host !== null && host < 0 ? ["structure " + quoted(asked.host)] : []),
    ...lost,
  ], asked.fingerprint !== null && asked.fingerprint !== simulable.fingerprint);
  const before = written(page);
  page.step = address.write(changes, simulable);
  if (asked.name !== null) {
    page.named = { name: tidied(asked.name), simulation: page.step };
    page.shelf?.name(page.named.name);
  }
  if (page.step !== before || state.moving !== null) show(page, changes, null);
  else showName(page);
  map.invalidateSize({ animate: false }); // what is said above the map has taken its room
  if (asked.view) map.setView(asked.view.at, asked.view.zoom, { animate: false });
  else map.fitBounds(data.bounds, { animate: false, padding: [14, 14] });
  const key = theme ? theme.key : data.first;
  if (first || key !== state.theme) setTheme(page, key);
  const position = commune < 0 ? null : commune;
  if (host >= 0) {
    if (host !== state.host) showHost(page, host);
  } else if (position !== null) {
    if (position !== state.selected) select(page, position);
  } else if (state.selected !== null || state.host !== null) close(page);
  page.ready = true;
  page.shelf?.update();
}

/** What the panel of scenarios sees of the page, and does to it.
 * @param {Page} page */
export const ofShelf = (page) => ({
  shown: () => ({
    data: page.simulable,
    scene: page.scene,
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

/** Name what is shown.
 * @param {Page} page
 * @param {string} name */
function nameIt(page, name) {
  page.named = { name, simulation: written(page) };
  showName(page);
  save(page);
}

/** Say what of a link or a scenario has no effect here, and whether it was made on other data.
 * @param {"du lien" | "du scénario"} of
 * @param {string[]} lost
 * @param {boolean} [foreign] */
function showLost(of, lost, foreign = false) {
  setText(
    byId("left-out"),
    [...(foreign ? [FOREIGN] : []), withoutEffect(of, lost)].filter(Boolean)
      .join(" "),
  );
  byId("left-out").hidden = !lost.length && !foreign;
}
