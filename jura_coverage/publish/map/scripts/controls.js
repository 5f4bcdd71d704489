/* What stands beside the map and on it: the choice of a theme, of layers and of a background. */
import { byId, element, inputById, setText } from "./dom.js";
import { L } from "./leaflet.js";
/** @import { Map } from "leaflet"
 * @import { ShownTheme } from "./types.d.ts"
 * @import { Toggled } from "./layers.js" */

/** Leaflet's own controls, in French, and what is said of the map to those who hear it.
 * @param {Map} map */
export function ofMap(map) {
  L.control.zoom({ zoomInTitle: "Zoom avant", zoomOutTitle: "Zoom arrière" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  L.control.attribution({ prefix: '<a href="https://leafletjs.com">Leaflet</a>' })
    .addAttribution("© IGN Admin Express")
    .addTo(map);
  map.getContainer().setAttribute(
    "aria-label",
    "Carte. Flèches pour se déplacer, plus et moins pour zoomer. Équivalent : le tableau des communes.",
  );
  map.getContainer().setAttribute("role", "application");
}

/** A button for each theme, with a strip of its colours.
 * @param {ShownTheme[]} all
 * @param {(key: string) => void} choose */
export function themes(all, choose) {
  for (const theme of all) {
    const radio = element("input", { type: "radio", name: "theme", value: theme.key });
    radio.addEventListener("change", () => choose(theme.key));
    const shown = theme.grid ? [0, 2, 6, 8].map((i) => theme.classes[i]) : theme.classes.slice(0, -1);
    const colours = shown.map(({ colour }) => element("i", { style: { background: colour } }));
    const strip = element("span", { class: "strip", "aria-hidden": "true" }, ...colours);
    byId("themes").append(element("label", {}, radio, theme.title, strip));
  }
}

/** @param {string} key */
export function checkTheme(key) {
  const radio = byId("themes").querySelector('[value="' + CSS.escape(key) + '"]');
  if (radio) /** @type {HTMLInputElement} */ (radio).checked = true;
}

/** @type {[string, Toggled][]} */
const BOXES = [
  ["show-places", "places"],
  ["show-others", "others"],
  ["show-epci", "epci"],
  ["show-names", "names"],
];

/** @param {{toggle: (name: Toggled, shown: boolean) => void,
 *   background: (key: string, tell: (missing: boolean) => void) => void}} layers */
export function ofLayers(layers) {
  for (const [id, layer] of BOXES) {
    const box = inputById(id);
    box.addEventListener("change", () => layers.toggle(layer, box.checked));
    layers.toggle(layer, box.checked);
  }
  const background = inputById("background");
  background.addEventListener("change", () => layers.background(background.value, tellOfTiles));
}

/** @param {boolean} missing */
function tellOfTiles(missing) {
  const status = byId("tiles-status");
  status.hidden = !missing;
  setText(
    status,
    missing ? "Fond de carte indisponible (pas de réseau) : la carte reste utilisable sans lui." : "",
  );
}
