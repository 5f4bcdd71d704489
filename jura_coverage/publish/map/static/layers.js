/* What lies on the map: communes, borders, names, places, and a background on demand. */
jura.layers = (function () {
  "use strict";
  const { element } = jura.text;
  const LINE = { color: "#6d7883", weight: 0.6 };
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

  function create(map, data, on) {
    let theme = null;
    let translucent = false;
    let background = null;
    let shownPlaces = data.places;

    for (const [name, order] of [["borders", 410], ["selection", 420], ["names", 450]]) {
      map.createPane(name).style.zIndex = order;
      map.getPane(name).style.pointerEvents = "none";
    }

    const style = (feature) => ({
      ...LINE,
      fillColor: theme ? jura.patterns.fill(theme, theme.of[feature.properties.position]) : "#fff",
      fillOpacity: translucent ? 0.7 : 1,
    });
    const layerOf = [];
    const shapes = jura.geometry.features(data.topology);
    const communes = L.geoJSON({ type: "FeatureCollection", features: shapes }, {
      style,
      smoothFactor: 0.6,
      onEachFeature: (feature, layer) => {
        const position = feature.properties.position;
        layerOf[position] = layer; // a commune without boundaries has none
        layer.on({
          mouseover: () => on.hover(position),
          mouseout: () => on.hover(null),
          click: () => on.select(position),
        });
      },
    }).addTo(map);

    const outline = (options) =>
      L.geoJSON(null, { pane: "selection", interactive: false, style: { fill: false, ...options } }).addTo(
        map,
      );
    const hovered = outline({ color: "#1b1f24", weight: 1.6 });
    const selected = outline({ color: "#1b1f24", weight: 3 });
    const mark = (layer, position) => {
      layer.clearLayers();
      if (position !== null) layer.addData(shapes[position]);
    };

    const epci = L.geoJSON(jura.geometry.borders(data.topology, data.communes.epci), {
      pane: "borders",
      interactive: false,
      style: { color: "#26303a", weight: 1.7, fill: false },
    });

    const toggled = {
      epci,
      places: L.layerGroup(placeMarkers(shownPlaces)),
      names: nameLayer(data, () => shownPlaces),
    };

    return {
      paint(chosen) {
        theme = chosen;
        communes.setStyle(style);
      },
      /* Show the places of a simulation, or those of today again. */
      places(places) {
        shownPlaces = places;
        toggled.places.clearLayers();
        placeMarkers(places).forEach((marker) => toggled.places.addLayer(marker));
        if (map.hasLayer(toggled.names)) toggled.names.draw();
      },
      hover: (position) => mark(hovered, position),
      select: (position) => mark(selected, position),
      /* Show a commune where the card, so many pixels from the right or the bottom, leaves room. */
      show(position, paddingBottomRight) {
        if (!layerOf[position]) return;
        map.fitBounds(layerOf[position].getBounds(), {
          maxZoom: 12,
          paddingTopLeft: [60, 40],
          paddingBottomRight,
          animate: false, // at once: nothing moves that nobody asked to see move
        });
      },
      toggle(name, shown) {
        if (shown) toggled[name].addTo(map);
        else toggled[name].remove();
      },
      background(key, tell) {
        if (background) background.remove();
        background = null;
        translucent = Boolean(key);
        if (key) {
          const { url, attribution } = BACKGROUNDS[key];
          background = L.tileLayer(url, {
            attribution,
            maxZoom: 18,
            referrerPolicy: "strict-origin-when-cross-origin",
          });
          background.on("tileerror", () => tell(true)).on("tileload", () => tell(false)).addTo(map);
        }
        tell(false);
        communes.setStyle(style);
      },
    };
  }

  /* A simulation has signs of its own: a diamond for what came, a crossed circle for what went. */
  const Sign = L.CircleMarker.extend({
    _updatePath() {
      const { x, y } = this._point;
      const radius = this._radius;
      const [arm, wide] = [1.1 * radius, 1.3 * radius];
      const circle = `a${radius},${radius} 0 1,0 ${2 * radius},0 a${radius},${radius} 0 1,0 ${-2 * radius},0`;
      const cross = `M${x - arm},${y - arm}l${2 * arm},${2 * arm}M${x - arm},${y + arm}l${2 * arm},${
        -2 * arm
      }`;
      const diamond = `M${x},${y - wide}L${x + wide},${y}L${x},${y + wide}L${x - wide},${y}Z`;
      const path = this.options.sign === "came" ? diamond : `M${x - radius},${y}${circle}${cross}`;
      this._renderer._setPath(this, path);
    },
  });

  /* What went lies below what is there, and what came on top. A post that moved is of both. */
  function placeMarkers(places) {
    const came = ({ change }) => change === "added" || change === "moved";
    return [
      ...grouped([
        ...places.filter((place) => place.change === "closed"),
        ...places.filter((place) => place.left).map((place) => ({
          ...place.left,
          receives: false,
          change: "gone",
        })),
      ], "went"),
      ...grouped(places.filter((place) => !place.change), "there"),
      ...grouped(places.filter(came), "came"),
    ];
  }

  /* Hosts at one address share a marker; its size tells the posts, hollow where none receives. */
  function grouped(places, sign) {
    const groups = new Map();
    for (const place of places) {
      const key = place.at.join();
      groups.set(key, [...(groups.get(key) || []), place]);
    }
    return [...groups.values()].map((group) => marker(group, sign));
  }

  function marker(places, sign) {
    const posts = places.reduce((sum, place) => sum + place.posts, 0);
    const [ring, disc] = places.some((place) => place.receives) ? ["#fff", "#1b1f24"] : ["#1b1f24", "#fff"];
    const made = new (sign === "there" ? L.CircleMarker : Sign)(places[0].at, {
      pane: "markerPane",
      radius: 5 + 1.6 * posts,
      color: ring,
      weight: 2,
      fillColor: disc,
      fillOpacity: 1,
      sign,
    });
    made.on("add", () => {
      made.getElement().setAttribute("role", "img");
      made.getElement().setAttribute("aria-label", spoken(places));
    });
    return made.bindTooltip(() => describe(places), { className: "place-tip", direction: "top" });
  }

  /* What a simulation does to a place, in words. */
  const CHANGES = { added: "ajouté", closed: "fermé", moved: "déplacé ici", gone: "parti d'ici" };

  const where = (place) =>
    place.commune + ", " + place.presence +
    (place.approximate && !place.change ? " (placé à la mairie)" : "") +
    (place.change ? " (" + CHANGES[place.change] + " dans la simulation)" : "");

  const spoken = (places) => places.map((place) => place.host + ", " + where(place)).join("\u00a0; ");

  function describe(places) {
    return element(
      "div",
      {},
      ...places.map((place) =>
        element(
          "p",
          {},
          element("b", {}, place.host),
          element("br"),
          where(place),
        )
      ),
    );
  }

  /* The most populous communes first; a name that would cover another waits for a closer look. */
  function nameLayer(data, places) {
    const { name, at, residents } = data.communes;
    const order = name.map((_, position) => position).sort((a, b) =>
      (residents[b] || 0) - (residents[a] || 0)
    );
    const Names = L.Layer.extend({
      onAdd(map) {
        this.holder = element("div", { "aria-hidden": "true", class: "leaflet-zoom-hide" });
        map.getPane("names").append(this.holder);
        map.on("zoomend moveend resize", this.draw, this);
        this.draw();
      },
      onRemove(map) {
        this.holder.remove();
        map.off("zoomend moveend resize", this.draw, this);
      },
      draw() {
        const map = this._map;
        const view = map.getBounds().pad(0.05);
        const most = 14 * Math.pow(2.6, Math.max(0, map.getZoom() - map.getBoundsZoom(data.bounds)));
        const taken = places().map((place) => {
          const { x, y } = map.latLngToLayerPoint(place.at);
          return [x - 8, y - 8, x + 8, y + 8];
        });
        const labels = [];
        for (const position of order) {
          if (labels.length >= most) break;
          if (!view.contains(at[position])) continue;
          const { x, y } = map.latLngToLayerPoint(at[position]);
          const half = name[position].length * 3.3 + 5;
          const centre = [y - 18, y + 18].find((middle) =>
            !taken.some(([left, top, right, bottom]) =>
              x - half < right && left < x + half && middle - 9 < bottom && top < middle + 9
            )
          );
          if (centre === undefined) continue;
          taken.push([x - half, centre - 9, x + half, centre + 9]);
          labels.push(
            element(
              "span",
              { class: "name-label", style: { left: x + "px", top: centre + "px" } },
              name[position],
            ),
          );
        }
        this.holder.replaceChildren(...labels);
      },
    });
    return new Names();
  }

  return { create };
})();
