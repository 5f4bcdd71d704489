/* The address tells the view: position, zoom, theme, commune and simulation, and survives a reload. */
import { quoted } from "./text.js";

const NAMES = ["carte", "theme", "commune", "simulation"];

/** What the address asks for, and the names of what nothing here understands: a view that is not on
 * Earth is none. */
export function read() {
  const asked = new URLSearchParams(location.hash.slice(1));
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
    simulation: asked.get("simulation"),
  };
}

/** @param {{map: import("leaflet").Map, theme: string, commune: string | null, simulation: string}} view */
export function write({ map, theme, commune, simulation }) {
  const { lat, lng } = map.getCenter();
  const parts = [
    "carte=" + [map.getZoom(), lat.toFixed(4), lng.toFixed(4)].join("/"),
    "theme=" + encodeURIComponent(theme),
  ];
  if (commune) parts.push("commune=" + encodeURIComponent(commune));
  if (simulation) parts.push("simulation=" + simulation); // codes and numbers only
  try {
    history.replaceState(null, "", "#" + parts.join("&"));
  } catch {
    // A notebook shows the page in a frame whose address cannot change: there is no link to keep.
  }
}
