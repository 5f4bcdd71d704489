/* What lies on the map: communes, borders, names, places, and a background on demand. */
import { borders, features } from "./geometry.js";
import { L } from "./leaflet.js";
import { markers } from "./markers.js";
import { nameLayer } from "./names.js";
import { fill } from "./patterns.js";
/** @import { Map, PathOptions } from "leaflet"
 * @import { Scene, ShownPlace, ShownTheme } from "./types.d.ts" */

/** @typedef {{hover: (position: number | null) => void, select: (position: number) => void}} On
 * @typedef {"places" | "epci" | "names"} Toggled */

const LINE = { color: "#6d7883", weight: 0.6 };
const INK = "#1b1f24";
/** @type {Record<string, {url: string, attribution: string}>} */
const BACKGROUNDS = {
  ign: {
    url:
      "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2" +
      "&STYLE=normal&FORMAT=image/png&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
    attribution: '© <a href="https://geoservices.ign.fr">IGN Géoplateforme</a>',
  },
  osm: {
    url: "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
    attribution: '© <a href="https://www.openstreetmap.org/copyright">contributeurs OpenStreetMap</a>',
  },
};

/** @param {Map} map */
function makePanes(map) {
  for (const [name, order] of [["borders", 410], ["selection", 420], ["names", 450]]) {
    const { style } = map.createPane(String(name));
    style.zIndex = String(order);
    style.pointerEvents = "none";
  }
}

/** The outline of one commune, or of none.
 * @param {Map} map
 * @param {ReturnType<typeof features>} shapes
 * @param {PathOptions} options */
function outline(map, shapes, options) {
  const layer = L.geoJSON(null, {
    pane: "selection",
    interactive: false,
    style: { fill: false, color: INK, ...options },
  }).addTo(map);
  return (/** @type {number | null} */ position) => {
    layer.clearLayers();
    if (position !== null) layer.addData(shapes[position]);
  };
}

/** A background that says where it cannot be had.
 * @param {string} key
 * @param {(missing: boolean) => void} tell */
function tiles(key, tell) {
  const { url, attribution } = BACKGROUNDS[key];
  const layer = L.tileLayer(url, {
    attribution,
    maxZoom: 18,
    referrerPolicy: "strict-origin-when-cross-origin",
  });
  return layer.on("tileerror", () => tell(true)).on("tileload", () => tell(false));
}

/** The shapes of the communes, and the layer of each by its position.
 * @param {ReturnType<typeof features>} shapes
 * @param {(feature?: any) => PathOptions} style
 * @param {On} on */
function communeLayer(shapes, style, on) {
  /** @type {(import("leaflet").Polygon | undefined)[]} */
  const layerOf = []; // a commune without boundaries has none
  /** @type {any} */
  const collection = { type: "FeatureCollection", features: shapes };
  const communes = L.geoJSON(collection, {
    style,
    onEachFeature: (feature, layer) => {
      const position = feature.properties?.position;
      layerOf[position] = /** @type {import("leaflet").Polygon} */ (layer);
      layer.on({
        mouseover: () => on.hover(position),
        mouseout: () => on.hover(null),
        click: () => on.select(position),
      });
    },
    ...{ smoothFactor: 0.6 }, // handed on to each shape
  });
  return { communes, layerOf };
}

/** @param {Map} map
 * @param {Scene} data
 * @param {On} on */
export function create(map, data, on) {
  /** @type {ShownTheme | null} */
  let theme = null;
  /** @type {import("leaflet").TileLayer | null} */
  let background = null;
  let shownPlaces = data.places;
  makePanes(map);

  /** @param {any} [feature]
   * @returns {PathOptions} */
  const style = (feature) => ({
    ...LINE,
    fillColor: theme ? fill(theme, theme.of[feature.properties.position]) : "#fff",
    fillOpacity: background ? 0.7 : 1,
  });
  const shapes = features(data.topology);
  const { communes, layerOf } = communeLayer(shapes, style, on);
  communes.addTo(map);
  const hovered = outline(map, shapes, { weight: 1.6 });
  const selected = outline(map, shapes, { weight: 3 });
  const places = L.layerGroup(markers(shownPlaces));
  const names = nameLayer(data, () => shownPlaces);
  const epci = L.geoJSON(borders(data.topology, data.communes.epci), {
    pane: "borders",
    interactive: false,
    style: { color: "#26303a", weight: 1.7, fill: false },
  });
  /** @type {Record<Toggled, import("leaflet").Layer>} */
  const toggled = { epci, places, names };

  return {
    /** @param {ShownTheme} chosen */
    paint(chosen) {
      theme = chosen;
      communes.setStyle(style);
    },
    /** Show the places of a simulation, or those of today again.
     * @param {ShownPlace[]} others */
    places(others) {
      shownPlaces = others;
      places.clearLayers();
      markers(others).forEach((marker) => places.addLayer(marker));
      if (map.hasLayer(names)) names.draw();
    },
    hover: hovered,
    select: selected,
    /** Show a commune where the card, so many pixels from the right or the bottom, leaves room.
     * @param {number} position
     * @param {[number, number]} paddingBottomRight */
    show(position, paddingBottomRight) {
      const layer = layerOf[position];
      if (!layer) return;
      map.fitBounds(layer.getBounds(), {
        maxZoom: 12,
        paddingTopLeft: [60, 40],
        paddingBottomRight,
        animate: false, // at once: nothing moves that nobody asked to see move
      });
    },
    /** @param {Toggled} name
     * @param {boolean} shown */
    toggle(name, shown) {
      if (shown) toggled[name].addTo(map);
      else toggled[name].remove();
    },
    /** @param {string} key
     * @param {(missing: boolean) => void} tell */
    background(key, tell) {
      if (background) background.remove();
      background = key ? tiles(key, tell).addTo(map) : null;
      tell(false);
      communes.setStyle(style);
    },
  };
}
