/* Print to one A4 page: the map must know its size on paper before it is drawn. */
import { byId, found, setText } from "./dom.js";
/** @import { FitBoundsOptions, LatLngBounds, LatLngBoundsLiteral, Map } from "leaflet" */

/** @type {FitBoundsOptions} */
const WHOLE = { animate: false, padding: [4, 4] };

/** @param {Map} map
 * @param {string} width
 * @param {string} height */
function resize(map, width, height) {
  const { style } = found(document, ".frame");
  style.width = width;
  style.height = height;
  style.flex = height && "none"; // else its column gives it the height of the screen
  map.invalidateSize({ animate: false, pan: false });
}

/** @param {Map} map
 * @param {LatLngBoundsLiteral} bounds */
export function create(map, bounds) {
  const banner = byId("simulation");
  /** @type {LatLngBounds | null} what is printed with its card, in place of all */
  let part = null;
  /** @type {{center: import("leaflet").LatLng, zoom: number, snap?: number} | null} */
  let before = null;

  globalThis.addEventListener("beforeprint", () => {
    before = { center: map.getCenter(), zoom: map.getZoom(), snap: map.options.zoomSnap };
    map.options.zoomSnap = 0;
    // The banner of a simulation, as wide as the page, takes its room from the map.
    banner.style.width = "188mm";
    document.body.classList.toggle("part", part !== null);
    resize(map, "122mm", "calc(" + (part ? 82 : 172) + "mm - " + banner.offsetHeight + "px)");
    const today = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long" }).format(new Date());
    setText(byId("printed-on"), today);
    map.fitBounds(part || bounds, part ? { ...WHOLE, maxZoom: 12 } : WHOLE);
  });
  globalThis.addEventListener("afterprint", () => {
    if (!before) return;
    map.options.zoomSnap = before.snap;
    banner.style.width = "";
    resize(map, "", "");
    map.setView(before.center, before.zoom, { animate: false });
    document.body.classList.remove("part");
    before = part = null;
  });
  byId("print").addEventListener("click", () => globalThis.print());
  return {
    /** Print what lies within these bounds, and the card.
     * @param {LatLngBounds} within */
    print(within) {
      part = within;
      globalThis.print();
    },
  };
}
