/* The address tells the view: position, zoom, theme, commune and simulation, and survives a reload. */
import { quoted } from "./text.js";

const NAMES = ["carte", "theme", "commune", "structure", "nom", "donnees", "simulation"];

/** The address as it was last read or written. */
let known = "";

/** What the address asks for, and the names of what nothing here understands: a view that is not on
 * Earth is none. */
export function read() {
  known = location.hash;
  const asked = new URLSearchParams(known.slice(1));
  const [zoom, latitude, longitude] = (asked.get("carte") || "").split("/").map(Number);
  const onEarth = Math.abs(latitude) <= 85 && Math.abs(longitude) <= 180 && zoom >= 0 && zoom <= 20;
  /** @type {[number, number]} */
  const at = [latitude, longitude];
  // Without a name it leads to a part of the page.
  const unknown = location.hash.includes("=")
    ? [...asked.keys()].filter((name) => !NAMES.includes(name))
    : [];
  return {
    lost: [...unknown.map(quoted), ...(asked.has("carte") && !onEarth ? ["vue de la carte"] : [])],
    view: asked.has("carte") && onEarth ? { zoom, at } : null,
    theme: asked.get("theme"),
    commune: asked.get("commune"),
    host: asked.get("structure"),
    name: asked.get("nom"),
    fingerprint: asked.get("donnees"),
    simulation: asked.get("simulation"),
  };
}

/** Write what is shown into the address, as a new step where `step` says so: one of the browser's
 * Back button.
 * @param {{map: import("leaflet").Map, theme: string, commune: string | null, host: string | null,
 *   name: string, fingerprint: string, simulation: string}} view
 * @param {boolean} step */
export function write({ map, theme, commune, host, name, fingerprint, simulation }, step) {
  if (location.hash !== known) return; // somebody has gone elsewhere: it is about to be read
  const { lat, lng } = map.getCenter();
  const parts = [
    "carte=" + [map.getZoom(), lat.toFixed(4), lng.toFixed(4)].join("/"),
    "theme=" + encodeURIComponent(theme),
  ];
  if (commune) parts.push("commune=" + encodeURIComponent(commune));
  if (host) parts.push("structure=" + encodeURIComponent(host));
  if (name) parts.push("nom=" + encodeURIComponent(name));
  if (simulation) parts.push("donnees=" + encodeURIComponent(fingerprint), "simulation=" + simulation);
  try {
    history[step ? "pushState" : "replaceState"](null, "", "#" + parts.join("&"));
  } catch {
    // A notebook shows the page in a frame whose address cannot change: there is no link to keep.
  }
  known = location.hash;
}
