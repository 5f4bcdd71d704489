/* The page: one state, and every part of the page drawn from it. Called with the Leaflet map. */
jura.start = function (map) {
  "use strict";
  const { element } = jura.text;
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const state = {
    theme: data.first, // its key
    selected: null,
    hovered: null,
    changes: jura.whatif.NONE,
    moving: null, // the post that waits for its new commune
  };
  let scene = data; // what is shown: the data, or a simulation
  let carded = ""; // what the card shows
  let opener = null; // what had the keyboard when a card was asked for
  let saving; // the timer of an address that is yet to be written
  let ready = false; // until the first view stands, there is no address to write

  data.communes.shareWithout = jura.whatif.shares(data.communes);
  for (const theme of data.themes) theme.quantity = data.quantities[theme.quantity];
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
  const panel = data.travel && jura.simulation.create(data, { change: simulate, stay });
  jura.search.create(data, { choose, preview: hover, filter: table.filter });

  function showCard() {
    // A map that moves under a mouse at rest takes no card from those who are in it by keyboard.
    const held = state.selected !== null && $("card").querySelector(":focus-visible");
    const position = state.hovered === null || held ? state.selected : state.hovered;
    const chosen = position === state.selected;
    const shown = [position, chosen].join();
    if (shown === carded) return; // drawing it again would take the keyboard from its button
    carded = shown;
    if (position === null) {
      $("card").hidden = true;
      return;
    }
    const actions = data.travel && chosen ? jura.simulation.actions(data, scene, state, position, act) : null;
    jura.card.draw($("card"), scene, position, close, actions);
  }

  /* Do what a button of the card offers, and give the keyboard to the button in its place. */
  function act({ key, changes, moving, said }) {
    simulate(changes, moving);
    if (said) $("announcement").textContent = said;
    const button = (name) => $("card").querySelector("[data-key=" + CSS.escape(name) + "]");
    (button(key) || button("stay") || $("card")).focus();
  }

  /* Show the data with these changes. */
  function simulate(changes, moving = state.moving) {
    state.changes = changes;
    state.moving = moving;
    scene = jura.whatif.scene(data, changes);
    panel.draw(scene, changes, moving);
    map.invalidateSize({ animate: false }); // the banner takes its room above
    layers.places(scene.places);
    table.update(scene);
    drawTheme();
    carded = "";
    showCard();
    $("announcement").textContent = scene.simulation
      ? "Simulation\u00a0: " + jura.whatif.summary(data, scene)
      : "Chiffres publiés.";
    clearTimeout(saving); // browsers count how often an address changes, and a slider moves often
    saving = setTimeout(save, 300);
  }

  /* Give up a move: the post stays where it is. */
  function stay() {
    simulate(state.changes, null);
    $("announcement").textContent = "Déplacement abandonné.";
    (state.selected === null ? $("search") : $("card")).focus();
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
    if (position !== null) $("announcement").textContent = jura.card.spoken(scene, position);
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

  function drawTheme() {
    const theme = scene.themes.find((each) => each.key === state.theme);
    layers.paint(theme);
    jura.legend.draw($("legend"), theme);
    return theme;
  }

  function setTheme(key) {
    state.theme = key;
    const theme = drawTheme();
    $("announcement").textContent = "Thème : " + theme.title + ". " + theme.question;
    const radio = $("themes").querySelector('[value="' + CSS.escape(key) + '"]');
    if (radio) radio.checked = true;
    save();
  }

  function save() {
    if (!ready) return;
    jura.permalink.write({
      map,
      theme: state.theme,
      commune: state.selected === null ? null : data.communes.insee[state.selected],
      simulation: scene.simulation && jura.whatif.write(state.changes, data),
    });
  }

  for (const theme of data.themes) {
    const radio = element("input", { type: "radio", name: "theme", value: theme.key });
    radio.addEventListener("change", () => setTheme(theme.key));
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
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (state.selected !== null) close();
    else if (state.moving !== null) stay();
  });

  function goWhereTheAddressSays() {
    const asked = jura.permalink.read();
    ready = false;
    const changes = jura.whatif.read(asked.simulation, data);
    // Before the view: a banner leaves less room for it.
    if (scene.simulation || jura.whatif.changed(changes)) simulate(changes, null);
    if (asked.view) map.setView(asked.view.at, asked.view.zoom, { animate: false });
    else map.fitBounds(data.bounds, { animate: false, padding: [14, 14] });
    setTheme(data.themes.some((theme) => theme.key === asked.theme) ? asked.theme : data.first);
    const commune = data.communes.insee.indexOf(asked.commune);
    select(commune < 0 ? null : commune);
    ready = true;
  }

  goWhereTheAddressSays();
  globalThis.addEventListener("hashchange", () => {
    // A link to a part of the page asks for no other view: the address is put right again.
    if (/^#[^=]+$/.test(location.hash)) save();
    else goWhereTheAddressSays();
  });
  map.on("moveend", save);
  jura.printing.create(map, data.bounds);
};
