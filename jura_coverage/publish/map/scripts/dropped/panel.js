/* Lists that the reader drops on the page or chooses: what is read, what is wrong, what is asked. */
import { byId, element, inputById } from "../dom.js";
import { count, NBSP, number } from "../text.js";
import { legible } from "./bytes.js";
import { ranked, readCandidates } from "./candidates.js";
import { Refused, refused, sentence } from "./faults.js";
import { GREATEST_BYTES } from "./limits.js";
import { withPosts } from "./placing.js";
import { mayMean, readPosts } from "./posts.js";
import { opened } from "./recognise.js";
/** @import { Dropped, Field } from "../payload.d.ts"
 * @import { Scene } from "../types.d.ts"
 * @import { Fault, Table } from "./types.d.ts" */

/** What of the page a list acts on: the published data, what is shown, other posts in place of the
 * published ones, marks on the map, the choice of a commune, and what is said aloud.
 * @typedef {{
 *   published: Scene,
 *   dropped: Dropped,
 *   shown: () => Scene,
 *   adopt: (other: Scene) => void,
 *   mark: (communes: number[]) => void,
 *   choose: (commune: number) => void,
 *   say: (text: string) => void,
 * }} On
 * @typedef {"posts" | "candidates" | "either"} Role */

const FAULTS_SHOWN = 50;
// What a place and its flags depend on; the other columns of a list change nothing here.
const MAPPED = [
  "host",
  "posts",
  "commune",
  "insee",
  "latitude",
  "longitude",
  "fte",
  "state",
  "open",
  "stops",
];
const UNREADABLE = {
  found: "un fichier qui ne peut pas être lu",
  expected: "un fichier lisible",
  action: "Vérifiez qu'il est encore là, puis choisissez-le de nouveau.",
};

/** @param {On} on */
export function create(on) {
  let latest = 0; // of two files one after the other, the second counts, however long the first takes
  /** @param {File | undefined} file
   * @param {Role} role */
  async function take(file, role) {
    if (!file) return;
    const turn = ++latest;
    const raw = file.size > GREATEST_BYTES ? new Uint8Array(GREATEST_BYTES + 1) : await bytesOf(file);
    if (turn !== latest) return;
    const name = legible(file.name);
    attempt(name, on, () => {
      if (!raw) throw refused(UNREADABLE);
      read(raw, name, role, on);
    });
  }
  for (const role of /** @type {const} */ (["posts", "candidates"])) {
    const input = inputById("list-" + role);
    input.addEventListener("change", () => {
      take(input.files?.[0], role);
      input.value = ""; // the same file again, once corrected, is a change too
    });
  }
  addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files[0], "either");
  });
}

/** @param {File} file
 * @returns {Promise<Uint8Array | null>} */
async function bytesOf(file) {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch {
    return null; // it was moved or its drive is gone
  }
}

/** Do what may show that a list is wrong, and then say what is.
 * @param {string} file
 * @param {On} on
 * @param {() => void} what */
function attempt(file, on, what) {
  try {
    what();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const found = count(error.faults.length, "problème");
    report(
      file + NBSP + ": " + found,
      element("p", {}, "Rien n'a changé sur la page. Corrigez le fichier, puis choisissez-le de nouveau."),
      faultList(error.faults),
    );
    on.say(file + NBSP + ": " + found + ". " + sentence(error.faults[0]));
  }
}

/** @param {Uint8Array} raw
 * @param {string} file
 * @param {Role} role
 * @param {On} on */
function read(raw, file, role, on) {
  if (role === "candidates") return candidates(raw, file, on);
  const table = opened(raw, on.dropped.formats, on.dropped);
  if (table.format) return posts(table, file, on);
  const [{ headings: [code] }] = on.dropped.candidates;
  if (role === "either" && (table.heading.length === 1 || table.heading.includes(code))) {
    return candidates(raw, file, on);
  }
  ask(table, file, on);
}

/** @param {Table} table
 * @param {string} file
 * @param {On} on */
function posts(table, file, on) {
  const { published, dropped } = on;
  const reading = readPosts(table, dropped, published.departement);
  const { scene, notes } = withPosts(published, reading.posts, { dropped, file });
  on.adopt(scene);
  on.mark([]); // the report of candidates goes
  const told = [...reading.notes, ...notes];
  const read = count(reading.posts.length, "ligne lue", "lignes lues");
  report(
    file + NBSP + ": " + read,
    element(
      "p",
      {},
      "Toute la page suit cette liste. Elle reste dans ce navigateur : rien n'est envoyé.",
    ),
    told.length ? element("ul", {}, ...told.map((each) => element("li", {}, each))) : null,
  );
}

/** Ask which columns are meant where their headings are none that are known.
 * @param {Table} table
 * @param {string} file
 * @param {On} on */
function ask(table, file, on) {
  const format = on.dropped.formats[on.dropped.formats.length - 1];
  const fields = MAPPED.flatMap((name) => format.fields.filter((field) => field.name === name));
  const named = table.heading.filter(Boolean);
  const selects = fields.map((field) => {
    const meant = named.find((heading) => mayMean(heading, field.heading));
    const options = named.map((heading) =>
      element("option", { value: heading, selected: heading === meant }, heading)
    );
    const required = format.needed.includes(field.heading);
    const attributes = { id: "column-" + field.name, required };
    return element("select", attributes, element("option", { value: "" }, "aucune"), ...options);
  });
  const form = element(
    "form",
    {},
    element("p", {}, "Ses colonnes n'ont pas les noms du modèle. Dites ce que chacune contient."),
    ...fields.map(({ name, heading }, i) =>
      element(
        "label",
        { for: "column-" + name },
        heading + (format.needed.includes(heading) ? " (obligatoire)" : ""),
        selects[i],
      )
    ),
    element("button", {}, "Lire ainsi"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = new Map(fields.map(({ name }, i) => [name, selects[i].value]));
    /** @param {Field} field */
    const called = (field) => ({ ...field, heading: chosen.get(field.name) || "" });
    const mapped = { ...table, format: { ...format, fields: format.fields.map(called) } };
    attempt(file, on, () => posts(mapped, file, on));
  });
  report(file + NBSP + ": quelles colonnes ?", form);
  on.say("Les colonnes du fichier ne sont pas reconnues : dites ce que chacune contient.");
}

/** @param {Uint8Array} raw
 * @param {string} file
 * @param {On} on */
function candidates(raw, file, on) {
  const { communes, faults } = readCandidates(raw, on.published, on.dropped);
  const best = ranked(on.shown(), communes);
  on.mark(best.map(({ commune }) => commune));
  const items = best.map(({ commune, residents }) => {
    const button = element("button", { type: "button" }, on.published.communes.name[commune]);
    button.addEventListener("click", () => on.choose(commune));
    return element("li", {}, button, count(residents, "habitant") + " de plus à portée");
  });
  const found = count(communes.length, "commune candidate", "communes candidates");
  const out = communes.filter((each) => !best.some(({ commune }) => commune === each));
  report(
    file + NBSP + ": " + found,
    element(
      "p",
      {},
      "De la plus utile à la moins utile, avec les postes et les seuils d'à présent, et leurs numéros sur la carte. Choisissez-en une pour y ajouter un poste depuis sa fiche.",
    ),
    element("ol", {}, ...items),
    out.length
      ? element(
        "p",
        {},
        count(out.length, "commune") + " où aucun poste ne peut être essayé : " +
          out.map((each) => on.published.communes.name[each]).join(", ") + ".",
      )
      : null,
    faults.length
      ? element("p", {}, count(faults.length, "ligne mise de côté", "lignes mises de côté") + NBSP + ":")
      : null,
    faultList(faults),
  );
  on.say(found + ".");
}

/** @param {Fault[]} faults */
function faultList(faults) {
  const shown = faults.slice(0, FAULTS_SHOWN).map((each) => element("li", {}, sentence(each)));
  const rest = faults.length - shown.length;
  return element(
    "ul",
    { class: "faults" },
    ...shown,
    rest ? element("li", {}, "… et " + number(rest) + " autre" + (rest > 1 ? "s" : "") + ".") : null,
  );
}

/** Show what came of a file, in place of what came of the one before.
 * @param {string} title
 * @param {(Node | null)[]} parts */
function report(title, ...parts) {
  byId("lists").setAttribute("open", "");
  byId("list-report").replaceChildren(element("h3", {}, title), ...parts.filter((part) => part !== null));
  byId("list-report").focus();
}
