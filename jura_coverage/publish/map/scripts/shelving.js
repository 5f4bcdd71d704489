/* The panel "Scénarios": to keep a scenario, list, open, hand on and compare those kept. */
import { changed } from "./changes.js";
import * as comparison from "./comparison.js";
import { byId, download, element, inputById, setText } from "./dom.js";
import { simulated } from "./scene.js";
import * as scenarios from "./scenarios.js";
import * as shelf from "./shelf.js";
import { fold, NBSP, quoted } from "./text.js";
import { FOREIGN } from "./words.js";
/** @import { Changes, Scene } from "./types.d.ts" */

/** What the page shows, the scenario that this was `opened` or kept as, its `name` where that is not
 * changed since, and what the panel does to the page: `open` shows a scenario, `name` names what is shown, `link` gives the address of
 * it, null where nobody else could open that.
 * @typedef {{
 *   shown: () => {data: Scene, scene: Scene, changes: Changes, opened: string, name: string},
 *   open: (name: string, asked: {changes: Changes, lost: string[]}) => void,
 *   name: (name: string) => void,
 *   link: () => string | null,
 * }} On */

/** The panel: what was deleted last, and the name that is to be replaced if asked again.
 * @typedef {{on: On, deleted: [name: string, text: string] | null, replaced: string}} Panel */

const PUBLISHED = "chiffres publiés";

/** @param {On} on */
export function create(on) {
  /** @type {Panel} */
  const panel = { on, deleted: null, replaced: "" };
  const file = inputById("scenario-file");
  /** @type {Record<string, () => void>} */
  const buttons = {
    "scenario-save": () => save(panel),
    "scenario-copy": () => copy(panel),
    "scenario-download": () => handOut(panel),
    "scenario-load": () => file.click(),
    "scenario-restore": () => restore(panel),
    "comparison-close": () => closeComparison(panel),
  };
  for (const [id, act] of Object.entries(buttons)) byId(id).addEventListener("click", act);
  file.addEventListener("change", () => load(panel, file));
  selected().addEventListener("change", () => {
    compare(panel);
    tell(byId("comparison").hidden ? "Aucune comparaison." : "Comparaison affichée sous la carte.");
  });
  globalThis.addEventListener("storage", () => list(panel)); // another window kept something
  list(panel);
  return {
    /** Compare what the page shows. */
    update: () => compare(panel),
    /** Show the name of a scenario that was opened.
     * @param {string} name */
    name: (name) => {
      inputById("scenario-name").value = name;
    },
  };
}

/** @param {string} text */
function tell(text) {
  setText(byId("scenario-status"), text);
}

const selected = () => /** @type {HTMLSelectElement} */ (byId("scenario-compare"));

/** What is shown as a scenario under the name that is typed; null, and said, where it has no name or
 * nothing is changed.
 * @param {Panel} panel */
function typed({ on }) {
  const { data, changes } = on.shown();
  const name = scenarios.tidied(inputById("scenario-name").value);
  if (changed(changes) && name) {
    return { departement: data.departement, scenario: scenarios.scenario(name, changes, data) };
  }
  tell(
    changed(changes)
      ? "Donnez d'abord un nom au scénario."
      : "Rien n'est changé : essayez d'abord un seuil ou un poste.",
  );
  if (changed(changes)) byId("scenario-name").focus();
  return null;
}

/** @param {Panel} panel */
function save(panel) {
  const made = typed(panel);
  if (!made) return;
  const { departement, scenario } = made;
  const { name } = scenario;
  const another = shelf.all(departement).has(name) && name !== panel.on.shown().opened;
  if (another && panel.replaced !== name) {
    panel.replaced = name;
    tell(quoted(name) + " existe déjà : enregistrez encore une fois pour le remplacer.");
    return;
  }
  panel.replaced = "";
  if (!shelf.keep(departement, name, scenarios.written(scenario))) {
    tell(
      "Le navigateur n'enregistre rien pour cette page (navigation privée, cadre ou place pleine) : téléchargez plutôt le scénario.",
    );
    return;
  }
  panel.on.name(name);
  list(panel);
  tell("Scénario " + quoted(name) + " enregistré dans ce navigateur.");
}

/** @param {Panel} panel */
function handOut(panel) {
  const made = typed(panel);
  if (!made) return;
  const { departement, scenario } = made;
  const file = ["scenario", departement, ...fold(scenario.name).split(" ")].join("-") + ".json";
  panel.on.name(scenario.name);
  download(new Blob([scenarios.written(scenario)], { type: "application/json" }), file);
  tell(
    "Fichier " + quoted(file) + " téléchargé : il s'ouvre dans toute carte du même département.",
  );
}

/** @param {Panel} panel
 * @param {HTMLInputElement} input */
async function load(panel, input) {
  const [file] = input.files ?? [];
  if (!file) return;
  const text = file.size > scenarios.MOST_BYTES ? "" : await file.text().catch(() => "");
  input.value = ""; // the same file can be chosen again
  open(panel, text, "Le fichier " + quoted(file.name));
}

/** Show a scenario, or say why what holds it cannot be opened.
 * @param {Panel} panel
 * @param {string} text
 * @param {string} holder */
function open({ on }, text, holder) {
  const { data } = on.shown();
  const found = scenarios.read(text, data.departement);
  if (typeof found === "string") {
    tell(holder + " " + found);
    return;
  }
  on.open(found.name, scenarios.opened(found, data));
  const foreign = found.fingerprint === data.fingerprint ? "" : " " + FOREIGN;
  tell("Scénario " + quoted(found.name) + " ouvert." + foreign);
}

/** @param {Panel} panel */
async function copy({ on }) {
  const link = on.link();
  const field = inputById("scenario-link");
  field.hidden = true;
  if (link === null) {
    tell(
      "Cette carte est ouverte depuis un fichier : un lien ne marcherait qu'ici. Envoyez le fichier de la " +
        "carte, et le scénario avec « Télécharger ».",
    );
    byId("scenario-download").focus();
    return;
  }
  try {
    await navigator.clipboard.writeText(link);
    tell("Lien copié.");
  } catch { // refused, or no such thing without https
    field.value = link;
    field.hidden = false;
    field.select();
    tell("Le navigateur ne copie pas ici : copiez le lien ci-dessous.");
  }
}

/** @param {Panel} panel
 * @param {string} name
 * @param {string} text */
function remove(panel, name, text) {
  shelf.remove(panel.on.shown().data.departement, name);
  panel.deleted = [name, text];
  list(panel);
  tell("Scénario " + quoted(name) + " supprimé.");
  byId("scenario-restore").focus();
}

/** @param {Panel} panel */
function restore(panel) {
  if (!panel.deleted) return;
  const [name, text] = panel.deleted;
  shelf.keep(panel.on.shown().data.departement, name, text);
  panel.deleted = null;
  list(panel);
  tell("Scénario " + quoted(name) + " rétabli.");
  byId("scenario-name").focus();
}

/** @param {string} name
 * @param {string} does
 * @param {() => void} act */
function button(name, does, act) {
  const made = element("button", { type: "button", "aria-label": does + NBSP + ": " + name }, does);
  made.addEventListener("click", act);
  return made;
}

/** @param {Panel} panel */
function list(panel) {
  const { data } = panel.on.shown();
  const kept = [...shelf.all(data.departement)];
  byId("scenario-restore").hidden = !panel.deleted;
  byId("scenario-list").replaceChildren(...kept.map(([name, text]) =>
    element(
      "li",
      {},
      element("span", {}, name),
      button(name, "Ouvrir", () => open(panel, text, "Le scénario " + quoted(name))),
      button(name, "Supprimer", () => remove(panel, name, text)),
    )
  ));
  const before = selected().value;
  const names = ["", PUBLISHED, ...kept.map(([name]) => name)];
  selected().replaceChildren(
    ...names.map((name, i) => element("option", { value: i < 2 ? name : "=" + name }, name || "rien")),
  );
  selected().value = [...selected().options].some(({ value }) => value === before) ? before : "";
  compare(panel);
}

/** Compare what is chosen with what is shown; what cannot be read, or is gone, with nothing.
 * @param {Panel} panel */
function compare({ on }) {
  const { data, scene, name } = on.shown();
  const chosen = selected().value;
  const other = chosen === PUBLISHED ? data : kept(chosen.slice(1), data);
  for (const id of ["comparison", "scenario-compared"]) byId(id).hidden = !other;
  if (!other) return;
  const called = chosen === PUBLISHED ? PUBLISHED : quoted(chosen.slice(1));
  comparison.draw({ name: called, scene: other }, {
    name: name ? quoted(name) : scene === data ? PUBLISHED : "simulation en cours",
    scene,
  });
}

/** The data with a scenario that is kept.
 * @param {string} name
 * @param {Scene} data */
function kept(name, data) {
  const found = scenarios.read(shelf.all(data.departement).get(name) ?? "", data.departement);
  return typeof found === "string" ? null : simulated(data, scenarios.opened(found, data).changes);
}

/** @param {Panel} panel */
function closeComparison(panel) {
  selected().value = "";
  compare(panel);
  byId("search").focus();
}
