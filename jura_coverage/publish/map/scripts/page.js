/* The page: one state, and every part of the page drawn from it. */
import { takeLists } from "./adopting.js";
import { goWhereTheAddressSays, ofShelf } from "./arriving.js";
import { NONE } from "./changes.js";
import {
  choose,
  chooseEpci,
  chooseHost,
  close,
  hover,
  listHosts,
  select,
  setTheme,
  showHost,
} from "./choosing.js";
import * as controls from "./controls.js";
import { byId } from "./dom.js";
import { entries, shown } from "./finding.js";
import * as layering from "./layers.js";
import { install } from "./patterns.js";
import * as permalink from "./permalink.js";
import * as pictures from "./picture/panel.js";
import * as printing from "./printing.js";
import { save, settle } from "./saving.js";
import { published } from "./scene.js";
import * as search from "./search.js";
import * as shelving from "./shelving.js";
import * as simulation from "./simulation.js";
import * as tables from "./table.js";
import { carryOut, simulate, slide, stay } from "./trying.js";
/** @import { Map } from "leaflet"
 * @import { Changes, Choice, Page, Scene, ShownPlace } from "./types.d.ts" */

/** Start the page around a Leaflet map.
 * @param {Map} map */
export function start(map) {
  const data = published(JSON.parse(byId("data").textContent || ""));
  install(data.themes, data.signs);
  controls.ofMap(map);
  const page = made(map, data);
  listHosts(page, data.places);
  const chosen = { commune: choose, epci: chooseEpci, host: chooseHost };
  page.search = search.create(entries(data), {
    choose: ({ kind, position }) => chosen[kind](page, position),
    preview: (position) => hover(page, position),
    filter: (found) => page.table.filter(found && shown(page.data.communes, found)),
  });
  controls.themes(data.themes, (key) => setTheme(page, key));
  controls.ofLayers(page.layers);
  page.shelf = shelving.create(ofShelf(page));
  document.addEventListener("keydown", (event) => escape(page, event));
  takeLists(page);
  pictures.create(page);
  goWhereTheAddressSays(page);
  globalThis.addEventListener("hashchange", () => {
    if (!/^#[^=]+$/.test(location.hash)) return goWhereTheAddressSays(page);
    // A link to a part of the page asks for no other view: the address is put right again.
    permalink.read();
    save(page);
  });
  globalThis.addEventListener("pagehide", () => settle(page));
  map.on("moveend", () => save(page));
  // What is said above the map takes room from it, or gives it back.
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(map.getContainer());
}

/** @param {Map} map
 * @param {Scene} data
 * @returns {Page} */
function made(map, data) {
  const on = {
    hover: (/** @type {number | null} */ position) => hover(page, position),
    select: (/** @type {number} */ position) => select(page, position),
    host: (/** @type {ShownPlace} */ place) => showHost(page, page.scene.places.indexOf(place)),
    choose: (/** @type {number} */ position) => choose(page, position),
    change: (/** @type {Changes} */ changes, /** @type {number | null | undefined} */ moving) =>
      simulate(page, changes, moving),
    slide: (/** @type {Changes} */ changes) => slide(page, changes),
    stay: () => stay(page),
    act: (/** @type {Choice} */ choice) => carryOut(page, choice),
    close: () => close(page),
  };
  /** @type {Page} */
  const page = {
    on,
    map,
    data,
    simulable: data,
    measures: null,
    layers: layering.create(map, data, on),
    table: tables.create(data, on),
    panel: simulation.create(data, on),
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

/** @param {Page} page
 * @param {KeyboardEvent} event */
function escape(page, event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (page.state.selected !== null || page.state.host !== null) close(page);
  else if (page.state.moving !== null) stay(page);
}
