/* The panel "Et si… ?", the banner of a simulation, and what the card of a commune offers to try. */
jura.simulation = (function () {
  "use strict";
  const { element, shortest, NBSP } = jura.text;
  const whatif = jura.whatif;
  const $ = (id) => document.getElementById(id);
  const WRITTEN = {
    share: whatif.percent,
    minutes: (value) => shortest(value) + NBSP + "min",
  };

  /* `on.change` is called with other changes, and with null where no post is on its way any more;
     `on.stay` when a move is given up. */
  function create(data, on) {
    const panel = $("whatif");
    const sliders = ["share", "minutes"].map((measure) => slider(measure));
    let changes = whatif.NONE;

    function slider(measure) {
      const input = $("whatif-" + measure);
      const values = whatif.steps(data, measure);
      input.max = values.length - 1;
      input.addEventListener(
        "input",
        () => on.change(whatif.set(changes, measure, values[input.value], data)),
      );
      return () => {
        const value = whatif.thresholds(data, changes)[measure];
        input.value = values.indexOf(value);
        input.setAttribute("aria-valuetext", WRITTEN[measure](value));
        $("whatif-" + measure + "-value").textContent = WRITTEN[measure](value);
      };
    }

    function listed({ text, undone }) {
      const button = element("button", { type: "button", "aria-label": "Annuler\u00a0: " + text }, "Annuler");
      button.addEventListener("click", () => {
        on.change(undone);
        ($("whatif-changes").querySelector("button") || panel.querySelector("summary")).focus();
      });
      return element("li", {}, text, button);
    }

    function resetBy(id, next) {
      $(id).addEventListener("click", () => {
        on.change(whatif.NONE, null);
        next.focus(); // the button is gone
      });
    }
    resetBy("whatif-reset", panel.querySelector("summary"));
    resetBy("simulation-reset", $("search"));

    $("moving-stop").addEventListener("click", on.stay);

    /* Show what is changed, and the post that is on its way. */
    function draw(scene, now, moving = null) {
      changes = now;
      $("moving").hidden = moving === null;
      $("moving-host").textContent = moving === null ? "" : whatif.named(data, moving);
      const simulated = Boolean(scene.simulation);
      sliders.forEach((redraw) => redraw());
      $("whatif-changes").replaceChildren(...whatif.items(changes, data).map(listed));
      $("whatif-reset").hidden = $("simulation").hidden = $("published").hidden = !simulated;
      $("whatif-signs").hidden = !scene.places.some((place) => place.change);
      if (!simulated) return;
      $("simulation-counts").textContent = whatif.summary(data, scene);
      $("simulation-changes").textContent = scene.simulation;
    }

    draw(data, changes);
    return { draw };
  }

  const CHOOSE = "choisissez la commune d'arrivée, sur la carte ou par la recherche";

  /* What can be tried in a commune: the words of each button, the changes that it makes, the post that
     is then on its way, and what is to be said where figures do not say it. */
  function choices(data, scene, { changes, moving }, commune) {
    const free = whatif.standsSomewhere(data, commune);
    const added = changes.added.includes(commune);
    const posts = whatif.movable(data).filter((place) => scene.places[place].in === commune);
    const host = (place) => whatif.counted(data, place);
    return [
      moving !== null && free && scene.places[moving].in !== commune && {
        key: "here",
        text: "Déplacer ici\u00a0: " + host(moving),
        changes: whatif.move(changes, moving, commune, data),
        moving: null,
      },
      moving !== null && {
        key: "stay",
        text: "Ne pas déplacer\u00a0: " + host(moving),
        changes,
        moving: null,
        said: "Déplacement abandonné.",
      },
      (free || added) && {
        key: "add",
        text: added ? "Retirer ce poste" : "Ajouter un poste ici",
        changes: added ? whatif.remove(changes, commune) : whatif.add(changes, commune),
        moving,
      },
      ...posts.flatMap((place) => {
        const closed = changes.closed.includes(place);
        return [
          {
            key: "close" + place,
            text: (closed ? "Rouvrir\u00a0: " : "Fermer\u00a0: ") + host(place),
            changes: closed ? whatif.reopen(changes, place) : whatif.close(changes, place),
            moving: moving === place ? null : moving,
          },
          !closed && moving === null && {
            key: "move" + place,
            text: "Déplacer…\u00a0: " + host(place),
            changes,
            moving: place,
            said: "Déplacement\u00a0: " + CHOOSE + ", puis «\u00a0Déplacer ici\u00a0» dans sa fiche.",
          },
        ];
      }),
    ].filter(Boolean);
  }

  /* What else is to know here: where a post on its way may go, and whose stops these are. */
  function hints(data, scene, { moving }, commune) {
    const stops = scene.places.filter((place, i) =>
      place.in === commune && place.ours && place.base !== i && place.receives
    );
    return [
      moving !== null && scene.places[moving].in === commune &&
      CHOOSE.charAt(0).toUpperCase() + CHOOSE.slice(1) + ".",
      ...stops.map(({ host, base }) =>
        host + " fait étape ici\u00a0: son poste se ferme ou se déplace à sa base, " +
        data.places[base].commune + "."
      ),
    ].filter(Boolean);
  }

  /* The part of a card in which changes are made; `act` is called with the choice. */
  function actions(data, scene, state, commune, act) {
    const buttons = choices(data, scene, state, commune).map((choice) => {
      const button = element("button", { type: "button", "data-key": choice.key }, choice.text);
      button.addEventListener("click", () => act(choice));
      return button;
    });
    const notes = hints(data, scene, state, commune).map((text) => element("p", { class: "note" }, text));
    return element("div", { class: "whatif" }, element("h3", {}, "Et si… ?"), ...notes, ...buttons);
  }

  return { create, actions };
})();
