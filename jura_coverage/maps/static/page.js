/* The page: one state, and every part of the page drawn from it. Called with the Leaflet map. */
jura.start = function (map) {
  "use strict";
  const { element } = jura.text;
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const first = data.themes.find((theme) => theme.key === data.first);
  const state = { theme: first, selected: null, hovered: null };
  let carded = null; // the commune on the card
  let opener = null; // what had the keyboard when a card was asked for
  let ready = false; // until the first view stands, there is no address to write

  jura.patterns.install(data.themes);
  L.control.zoom({ zoomInTitle: "Zoom avant", zoomOutTitle: "Zoom arrière" }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  L.control.attribution({ prefix: '<a href="https://leafletjs.com">Leaflet</a>' }).addAttribution(
    "© IGN Admin Express",
  ).addTo(map);
  map.getContainer().setAttribute(
    "aria-label",
    "Carte. Flèches pour se déplacer, plus et moins pour zoomer. Équivalent : le tableau des communes.",
  );
  map.getContainer().setAttribute("role", "application");

  const layers = jura.layers.create(map, data, { hover, select });
  const table = jura.table.create(data, { hover, choose });
  jura.search.create(data, { choose, preview: hover, filter: table.filter });

  function showCard() {
    const position = state.hovered === null ? state.selected : state.hovered;
    if (position === carded) return; // drawing it again would take the keyboard from its button
    carded = position;
    if (position === null) $("card").hidden = true;
    else jura.card.draw($("card"), data, position, close);
  }

  function hover(position) {
    state.hovered = position;
    layers.hover(position);
    showCard();
  }

  function select(position) {
    state.selected = position;
    state.hovered = null;
    layers.hover(null);
    layers.select(position);
    table.select(position);
    showCard();
    if (position !== null) $("announcement").textContent = jura.card.spoken(data, position);
    save();
  }

  /* Close the card, and give the keyboard back to where it came from. */
  function close() {
    const lost = $("card").contains(document.activeElement);
    select(null);
    $("announcement").textContent = "Fiche fermée.";
    if (lost) (opener && opener.isConnected ? opener : $("search")).focus();
  }

  function choose(position) {
    opener = document.activeElement;
    select(position);
    const [card, frame] = [$("card"), document.querySelector(".frame")].map((node) =>
      node.getBoundingClientRect()
    );
    layers.show(position, card.width < 0.7 * frame.width ? [card.width + 30, 40] : [30, card.height + 20]);
    document.querySelector(".frame").scrollIntoView({ block: "nearest" });
  }

  function setTheme(theme) {
    state.theme = theme;
    layers.paint(theme);
    jura.legend.draw($("legend"), theme);
    $("announcement").textContent = "Thème : " + theme.title + ". " + theme.question;
    const radio = $("themes").querySelector('[value="' + CSS.escape(theme.key) + '"]');
    if (radio) radio.checked = true;
    save();
  }

  function save() {
    if (!ready) return;
    jura.permalink.write({
      map,
      theme: state.theme.key,
      commune: state.selected === null ? null : data.communes.insee[state.selected],
    });
  }

  for (const theme of data.themes) {
    const radio = element("input", { type: "radio", name: "theme", value: theme.key });
    radio.addEventListener("change", () => setTheme(theme));
    const colours = (theme.grid ? [0, 2, 6, 8].map((i) => theme.classes[i]) : theme.classes.slice(0, -1)).map(
      (each) => each.colour,
    );
    const strip = element(
      "span",
      { class: "strip", "aria-hidden": "true" },
      ...colours.map((background) => element("i", { style: { background } })),
    );
    $("themes").append(element("label", {}, radio, theme.title, strip));
  }
  for (const [id, layer] of [["show-places", "places"], ["show-epci", "epci"], ["show-names", "names"]]) {
    const box = $(id);
    box.addEventListener("change", () => layers.toggle(layer, box.checked));
    layers.toggle(layer, box.checked);
  }
  $("background").addEventListener("change", (event) => {
    layers.background(event.target.value, (missing) => {
      $("tiles-status").hidden = !missing;
      $("tiles-status").textContent = missing
        ? "Fond de carte indisponible (pas de réseau)\u00a0: la carte reste utilisable sans lui."
        : "";
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && state.selected !== null) close();
  });

  function goWhereTheAddressSays() {
    const asked = jura.permalink.read();
    ready = false;
    if (asked.view) map.setView(asked.view.at, asked.view.zoom, { animate: false });
    else map.fitBounds(data.bounds, { animate: false, padding: [14, 14] });
    setTheme(data.themes.find((theme) => theme.key === asked.theme) || first);
    const commune = data.communes.insee.indexOf(asked.commune);
    select(commune < 0 ? null : commune);
    ready = true;
  }

  goWhereTheAddressSays();
  globalThis.addEventListener("hashchange", goWhereTheAddressSays);
  map.on("moveend", save);
  jura.printing.create(map, data.bounds);
};
