/* What lies on the map: communes, borders, names, places, and a background on demand. */
import { byId, found } from "./dom.js";
import { borders, features, lines } from "./geometry.js";
import { L } from "./leaflet.js";
import { isStop, markers, numbered, others } from "./markers.js";
import { nameLayer } from "./names.js";
import { edge, fill } from "./patterns.js";
/** @import { LatLngBounds, LatLngExpression, Map } from "leaflet"
 * @import { Signs } from "./payload.d.ts"
 * @import { Scene, ShownPlace, ShownTheme } from "./types.d.ts" */

/** @typedef {{hover: (position: number | null) => void, select: (position: number) => void,
 *   host: (place: ShownPlace) => void, choose: (position: number) => void}} On
 * @typedef {"places" | "others" | "epci" | "names"} Toggled */

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

/** Panes of our own, and how high each lies. */
const PANES = Object.entries({
  around: 390,
  hamlets: 405,
  borders: 410,
  selection: 420,
  ways: 430,
  names: 450,
  candidates: 610,
});

/** @param {Map} map */
function makePanes(map) {
  for (const [name, order] of PANES) {
    const { style } = map.createPane(String(name));
    style.zIndex = String(order);
    style.pointerEvents = "none";
  }
}

/** The outline of one commune, or of none.
 * @param {Map} map
 * @param {ReturnType<typeof features>} shapes
 * @param {{color: string, weight: number}} line */
function outline(map, shapes, line) {
  const style = { fill: false, ...line };
  const layer = L.geoJSON(null, { pane: "selection", interactive: false, style }).addTo(map);
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
 * @param {On} on */
function communeLayer(shapes, on) {
  /** @type {(import("leaflet").Polygon | undefined)[]} */
  const layerOf = []; // a commune without boundaries has none
  let pointed = ""; // where on the screen the mouse was last
  const options = {
    smoothFactor: 0.6, // handed on to each shape
    onEachFeature: (/** @type {any} */ feature, /** @type {any} */ layer) => {
      const { position } = feature.properties;
      layerOf[position] = layer;
      layer.on({
        mousemove: (/** @type {any} */ { originalEvent: { screenX, screenY } }) => {
          // Browsers say so too when the map moves under a mouse at rest.
          const at = screenX + "," + screenY;
          if (at !== pointed) on.hover(position);
          pointed = at;
        },
        mouseout: () => on.hover(null),
        click: () => on.select(position),
      });
    },
  };
  const communes = L.geoJSON(/** @type {any} */ ({ type: "FeatureCollection", features: shapes }), options);
  return { communes, layerOf };
}

/** How a commune is drawn under a theme.
 * @param {ShownTheme} theme
 * @param {Signs} signs
 * @param {number} opacity
 * @returns {import("leaflet").StyleFunction} */
function styled(theme, signs, opacity) {
  const of = theme.classes.map((each, position) => ({
    ...edge(each, signs),
    fillColor: fill(theme, position),
    fillOpacity: opacity,
  }));
  return (feature) => of[theme.of[feature?.properties.position]];
}

/** Style the communes that are to look other than they do: a slider's step changes few.
 * @param {(import("leaflet").Path | undefined)[]} layerOf
 * @param {ReturnType<typeof features>} shapes */
function painter(layerOf, shapes) {
  /** @type {string[]} */
  const looks = [];
  return (/** @type {import("leaflet").StyleFunction} */ style) =>
    shapes.forEach((shape, position) => {
      const wanted = style(shape);
      const look = JSON.stringify(wanted);
      if (look !== looks[position]) layerOf[position]?.setStyle(wanted);
      looks[position] = look;
    });
}

/** Show what the bounds hold where the card, so many pixels from the right or the bottom, leaves room.
 * @param {Map} map
 * @param {LatLngBounds} bounds
 * @param {[number, number]} paddingBottomRight */
function show(map, bounds, paddingBottomRight) {
  if (!bounds.isValid()) return;
  map.fitBounds(bounds, {
    maxZoom: 12,
    paddingTopLeft: [60, 40],
    paddingBottomRight,
    animate: false, // at once: nothing moves that nobody asked to see move
  });
}

/** The ground of the neighbours and their borders, pale; holes have the sign of what is not known.
 * @param {Scene} data */
function ground({ around, signs, themes }) {
  const [holes, below] = features(around.topology);
  const common = { pane: "around", interactive: false };
  const unknown = fill(themes[0], themes[0].classes.length - 1);
  const borders = { color: signs.line, opacity: 0.6, weight: 1, dashArray: "6 4", fill: false };
  return L.layerGroup([
    L.geoJSON(below, { ...common, style: { stroke: false, fillColor: signs.ground, fillOpacity: 1 } }),
    L.geoJSON(lines(around.topology), { ...common, style: borders }),
    L.geoJSON(holes, { ...common, style: { stroke: false, fillColor: unknown, fillOpacity: 1 } }),
  ]);
}

/** The squares of hamlets in the colours of their theme; nothing where nobody told them.
 * @param {Scene} data */
function squares({ hamlets, themes, signs }) {
  const theme = themes.find(({ key }) => key === hamlets?.theme);
  if (!hamlets || !theme) return L.layerGroup();
  const style = styled({ ...theme, of: hamlets.of }, signs, 1);
  return L.geoJSON(
    /** @type {any} */ ({ type: "FeatureCollection", features: features(hamlets.topology) }),
    { pane: "hamlets", interactive: false, style },
  );
}

/** What can be shown or hidden: the function that shows other places is among it.
 * @param {Map} map
 * @param {Scene} data
 * @param {On} on */
function togglable(map, data, on) {
  let shown = data.places;
  const places = L.layerGroup(markers(shown, data.signs, on.host));
  const names = nameLayer(data, () => shown);
  const explain = (/** @type {ShownPlace[]} */ of) =>
    byId("stop-sign").hidden = !of.some((place) => isStop([place]));
  explain(shown);
  const epci = L.geoJSON(borders(data.topology, data.communes.epci), {
    pane: "borders",
    interactive: false,
    style: { color: data.signs.border, weight: 1.7, fill: false },
  });
  /** Show the places of a simulation, or those of today again.
   * @param {ShownPlace[]} tried */
  const showPlaces = (tried) => {
    if (tried === shown) return;
    explain(tried);
    shown = tried;
    places.clearLayers();
    markers(tried, data.signs, on.host).forEach((marker) => places.addLayer(marker));
    if (map.hasLayer(names)) names.draw();
  };
  /** @type {Record<Toggled, import("leaflet").Layer>} */
  const layers = { epci, places, others: L.layerGroup(others(data.others, data.signs.other)), names };
  return { layers, showPlaces };
}

/** @param {Map} map
 * @param {Scene} data
 * @param {On} on */
export function create(map, data, on) {
  let theme = data.themes[0];
  /** @type {import("leaflet").TileLayer | null} */
  let background = null;
  makePanes(map);
  ground(data).addTo(map);
  const shapes = features(data.topology);
  const { communes, layerOf } = communeLayer(shapes, on);
  communes.addTo(map);
  const [hover, select] = [1.6, 3].map((weight) => outline(map, shapes, { color: data.signs.ink, weight }));
  const { layers, showPlaces } = togglable(map, data, on);
  const way = L.polyline([], {
    pane: "ways",
    interactive: false,
    color: data.signs.ink,
    weight: 2.5,
    dashArray: "7 5",
  })
    .addTo(map);
  const paint = painter(layerOf, shapes);
  const hamlets = squares(data);
  /** Communes as their theme has them: see-through over a background, pale between their hamlets. */
  const repaint = () => {
    const among = theme.key === data.hamlets?.theme;
    paint(styled(theme, data.signs, among ? 0.35 : background === null ? 1 : 0.7));
    if (among) hamlets.addTo(map);
    else hamlets.remove();
  };
  const candidates = L.layerGroup().addTo(map);
  return {
    hover,
    select,
    /** @param {number[]} communes where a post could be, the best first; none to take the marks away */
    candidates(communes) {
      candidates.clearLayers();
      numbered(communes, data, on.choose).forEach((mark) => candidates.addLayer(mark));
    },
    places: showPlaces,
    /** @param {LatLngExpression[]} ends of the line to an advisor, none to take it away */
    way: (ends) => way.setLatLngs(ends),
    /** What holds these communes and points.
     * @param {number[]} positions
     * @param {LatLngExpression[]} points */
    bounds(positions, points) {
      const bounds = L.latLngBounds([]);
      positions.forEach((position) => layerOf[position] && bounds.extend(layerOf[position].getBounds()));
      points.forEach((point) => bounds.extend(point));
      return bounds;
    },
    /** @param {ShownTheme} chosen */
    paint(chosen) {
      theme = chosen;
      repaint();
    },
    /** @param {LatLngBounds} bounds
     * @param {[number, number]} room */
    show: (bounds, room) => show(map, bounds, room),
    /** @param {Toggled} name
     * @param {boolean} shown */
    toggle(name, shown) {
      if (shown) layers[name].addTo(map);
      else layers[name].remove();
    },
    /** @param {string} key
     * @param {(missing: boolean) => void} tell */
    background(key, tell) {
      background?.remove();
      background = key ? tiles(key, tell).addTo(map) : null;
      found(map.getContainer(), ".leaflet-around-pane").hidden = background !== null; // that shows more
      tell(false);
      repaint();
    },
  };
}
