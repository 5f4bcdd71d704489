/* The address says what is shown: written a step at a time, once a slider rests. */
import * as address from "./address.js";
import { byId, setText } from "./dom.js";
import { names } from "./host.js";
import * as permalink from "./permalink.js";
import { quoted } from "./text.js";
/** @import { Page } from "./types.d.ts" */

/** What is shown in the address; empty for what is published.
 * @param {Page} page */
export const written = ({ simulable, state }) => address.write(state.changes, simulable);

/** The name of the scenario that is shown; none where it was changed since.
 * @param {Page} page */
export const nameShown = (page) =>
  page.named.simulation && page.named.simulation === written(page) ? page.named.name : "";

/** @param {Page} page */
export function showName(page) {
  const name = nameShown(page);
  setText(byId("simulation-name"), name && " " + quoted(name));
}

/** Write what is shown into the address, unless that waits for a slider to rest. A simulation is a
 * step that Back undoes, and so is what `step` says to be one.
 * @param {Page} page
 * @param {boolean} [step] */
export function save(page, step = false) {
  const { ready, saving, map, data, scene, state } = page;
  if (!ready || saving) return;
  const simulation = written(page);
  permalink.write({
    map,
    theme: state.theme,
    commune: state.selected === null ? null : data.communes.insee[state.selected],
    host: state.host === null ? null : names(scene.places)[state.host],
    name: nameShown(page),
    fingerprint: page.simulable.fingerprint,
    simulation,
  }, step || simulation !== page.step);
  page.step = simulation;
}

/** Write the address that waits for a slider to rest.
 * @param {Page} page */
export function settle(page) {
  if (!page.saving) return;
  clearTimeout(page.saving);
  page.saving = 0;
  save(page);
  page.shelf?.update();
}
