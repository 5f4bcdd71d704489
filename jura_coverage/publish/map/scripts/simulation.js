/* The panel "Et si… ?", the banner of a simulation, and what the card of a commune offers to try. */
import * as change from "./changes.js";
import { byId, element, found, inputById, setText } from "./dom.js";
import { percent } from "./scales.js";
import { besides, nowhere, siteOf } from "./sites.js";
import { capital, count, linked, NBSP, shortest } from "./text.js";
import { counted, items, named } from "./words.js";
/** @import { Changes, Choice, Scene, State, Threshold } from "./types.d.ts" */

/** @typedef {{
 *   change: (changes: Changes, moving?: number | null) => void,
 *   slide: (changes: Changes) => void,
 *   stay: () => void,
 * }} On */

/** @type {Record<Threshold, {id: string, write: (value: number) => string}>} */
const SLIDERS = {
  poor_share: { id: "whatif-share", write: percent },
  far_minutes: { id: "whatif-minutes", write: (value) => shortest(value, 3) + NBSP + "min" },
};

/** Lead a slider's moves to what tries them; gives the function that shows the threshold tried.
 * @param {Scene} data
 * @param {Threshold} threshold
 * @param {(value: number) => void} tried */
function slider(data, threshold, tried) {
  const { id, write } = SLIDERS[threshold];
  const input = inputById(id);
  const values = change.steps(data, threshold);
  input.max = String(values.length - 1);
  input.addEventListener("input", () => tried(values[Number(input.value)]));
  return (/** @type {Changes} */ changes) => {
    const value = change.thresholdsOf(data, changes)[threshold];
    input.value = String(values.indexOf(value));
    input.setAttribute("aria-valuetext", write(value));
    setText(byId(id + "-value"), write(value));
  };
}

/** The panel: the data and the changes that it starts from, and its sliders.
 * @typedef {{data: Scene, on: On, changes: Changes, sliders: ((changes: Changes) => void)[]}} Panel */

const summaryOfPanel = () => found(byId("whatif"), "summary");

/** The panel; `on.change` is called with other changes, and with null where no post is on its way
 * any more; `on.slide` as a slider moves, `on.stay` when a move is given up.
 * @param {Scene} data
 * @param {On} on */
export function create(data, on) {
  /** @type {Panel} */
  const panel = { data, on, changes: change.NONE, sliders: [] };
  panel.sliders = change.THRESHOLDS.map((threshold) =>
    slider(data, threshold, (value) => on.slide(change.set(panel.changes, threshold, value, data)))
  );
  resetBy("whatif-reset", on, summaryOfPanel());
  resetBy("simulation-reset", on, byId("search"));
  byId("moving-stop").addEventListener("click", on.stay);
  const sites = nowhere(data);
  byId("whatif-sites").hidden = !sites;
  setText(byId("whatif-sites"), sites);
  draw(panel, data, null, "");
  return {
    /** Start from other data.
     * @param {Scene} other */
    of(other) {
      panel.data = other;
    },
    /** Show what is changed, the post that is on its way, and what the changes make of the figures.
     * @param {Scene} scene
     * @param {Changes} changes
     * @param {number | null} moving
     * @param {string} counts */
    draw(scene, changes, moving, counts) {
      panel.changes = changes;
      draw(panel, scene, moving, counts);
    },
  };
}

/** @param {string} id
 * @param {On} on
 * @param {HTMLElement} next */
function resetBy(id, on, next) {
  byId(id).addEventListener("click", () => {
    on.change(change.NONE, null);
    next.focus(); // the button is gone
  });
}

/** A change with the button that undoes it.
 * @param {{text: string, undone: Changes}} item
 * @param {On} on */
function listed({ text, undone }, on) {
  const label = "Annuler : " + text;
  const button = element("button", { type: "button", "aria-label": label }, "Annuler");
  button.addEventListener("click", () => {
    on.change(undone);
    (byId("whatif-changes").querySelector("button") || summaryOfPanel()).focus();
  });
  return element("li", {}, text, button);
}

/** @param {Panel} panel
 * @param {Scene} scene
 * @param {number | null} moving
 * @param {string} counts */
function draw({ data, on, changes, sliders }, scene, moving, counts) {
  byId("moving").hidden = moving === null;
  setText(byId("moving-how"), capital(HOW) + ".");
  setText(
    byId("moving-host"),
    moving === null ? "" : named(data, moving, change.next(data, changes, moving)),
  );
  sliders.forEach((show) => show(changes));
  const list = items(changes, data);
  byId("whatif-changes").replaceChildren(...list.map((item) => listed(item, on)));
  const tried = change.changed(changes);
  for (const id of ["simulation", "published"]) byId(id).hidden = !scene.simulation;
  for (const id of ["whatif-reset", "simulation-told", "simulation-reset"]) byId(id).hidden = !tried;
  byId("whatif-signs").hidden = !scene.places.some((place) => place.change);
  if (!tried) return;
  setText(byId("simulation-counts"), counts);
  const many = list.length > 1 ? count(list.length, "changement") + ". " : "";
  setText(byId("simulation-changes"), many + scene.simulation);
}

const HERE = "Déplacer ici";
const CHOOSE = "choisissez la commune d'arrivée, sur la carte ou par la recherche";
const HOW = CHOOSE + ", puis «" + NBSP + HERE + NBSP + "» dans sa fiche";

/** What can be tried in a commune.
 * @param {Scene} data
 * @param {Pick<State, "changes" | "moving">} state
 * @param {number} commune
 * @returns {Choice[]} */
function choices(data, { changes, moving }, commune) {
  const posts = change.movable(data).filter((place) => data.places[place].inside === commune);
  const arrived = changes.moved.filter(([, towards]) => towards === commune);
  return [
    ...(moving === null ? [] : ofMove(data, changes, moving, commune)),
    ...ofAdded(data, changes, moving, commune),
    ...posts.flatMap((place) => ofPost(data, changes, moving, place)),
    ...arrived.map((move) => ofArrived(data, changes, moving, move)),
  ];
}

/** To end a move, here or where the post is.
 * @param {Scene} data
 * @param {Changes} changes
 * @param {number} place
 * @param {number} commune
 * @returns {Choice[]} */
function ofMove(data, changes, place, commune) {
  const number = change.next(data, changes, place);
  const post = counted(data, place, number);
  /** @type {Choice} */
  const stay = {
    key: "stay",
    text: "Ne pas déplacer : " + post,
    changes,
    moving: null,
    said: "Déplacement abandonné.",
  };
  if (!siteOf(data, commune) || data.places[place].inside === commune) return [stay];
  return [{
    key: "here",
    text: HERE + NBSP + ": " + post,
    changes: change.move(changes, place, commune, number),
    moving: null,
  }, stay];
}

/** To add a post, and to take it back.
 * @param {Scene} data
 * @param {Changes} changes
 * @param {number | null} moving
 * @param {number} commune
 * @returns {Choice[]} */
function ofAdded(data, changes, moving, commune) {
  const added = changes.added.find(([each]) => each === commune)?.[1] ?? 0;
  /** @type {Choice} */
  const more = {
    key: added ? "more" : "add",
    text: added ? "Ajouter encore un poste" : "Ajouter un poste ici",
    changes: change.add(changes, commune, 1),
    moving,
  };
  if (!added) return siteOf(data, commune) ? [more] : [];
  return [{
    key: "add",
    text: added > 1 ? "Retirer un poste" : "Retirer ce poste",
    changes: change.add(changes, commune, -Math.min(1, added)),
    moving,
  }, more];
}

/** To close a post of a host, to open it again, or to move it.
 * @param {Scene} data
 * @param {Changes} changes
 * @param {number | null} moving
 * @param {number} place
 * @returns {Choice[]} */
function ofPost(data, changes, moving, place) {
  const number = change.next(data, changes, place);
  const post = counted(data, place, number);
  const closed = changes.closed.find(([base]) => base === place)?.[1] ?? 0;
  const again = Math.min(1, closed);
  /** @type {Choice} */
  const close = {
    key: "close" + place,
    text: "Fermer : " + post,
    changes: change.close(changes, place, number),
    moving: moving === place && change.staying(data, changes, place) === number ? null : moving,
  };
  /** @type {Choice} */
  const reopen = {
    key: (number ? "reopen" : "close") + place,
    text: "Rouvrir : " + counted(data, place, again),
    changes: change.close(changes, place, -again),
    moving,
  };
  /** @type {Choice} */
  const move = {
    key: "move" + place,
    text: "Déplacer… : " + post,
    changes,
    moving: place,
    said: "Déplacement : " + HOW + ".",
  };
  return [
    ...(number ? [close] : []),
    ...(closed ? [reopen] : []),
    ...(number && moving === null ? [move] : []),
  ];
}

/** To bring back a post that was moved.
 * @param {Scene} data
 * @param {Changes} changes
 * @param {number | null} moving
 * @param {Changes["moved"][number]} move
 * @returns {Choice} */
function ofArrived(data, changes, moving, [place, commune, arrived]) {
  const number = Math.min(1, arrived);
  return {
    key: "back" + place,
    text: "Ramener " + linked("à", data.places[place].commune) + NBSP + ": " + counted(data, place, number),
    changes: change.move(changes, place, commune, -number),
    moving,
  };
}

/** What else is to know here: where a post on its way may go, and whose stops these are.
 * @param {Scene} data
 * @param {Scene} scene
 * @param {number | null} moving
 * @param {number} commune
 * @returns {string[]} */
function hints(data, scene, moving, commune) {
  const stops = scene.places.filter((place, i) =>
    place.inside === commune && place.ours && place.base !== i && place.fte
  );
  const here = moving !== null && data.places[moving].inside === commune;
  return [
    ...(here ? [capital(CHOOSE) + "."] : []),
    ...[besides(data, commune)].filter(Boolean),
    ...stops.map(({ host, base }) =>
      host + " fait étape ici : son poste se ferme ou se déplace à sa base, " +
      data.places[base].commune + "."
    ),
  ];
}

/** The part of a card in which changes are made, null where none can be; `act` is called with the choice.
 * @param {Scene} data
 * @param {{scene: Scene, state: State, act: (choice: Choice) => void}} page
 * @param {number} commune */
export function actions(data, { scene, state, act }, commune) {
  const buttons = choices(data, state, commune).map((choice) => {
    const button = element("button", { type: "button", "data-key": choice.key }, choice.text);
    button.addEventListener("click", () => act(choice));
    return button;
  });
  const notes = hints(data, scene, state.moving, commune).map((text) =>
    element("p", { class: "note" }, text)
  );
  const all = [...notes, ...buttons];
  return all.length ? element("div", { class: "whatif" }, element("h3", {}, "Et si… ?"), ...all) : null;
}
