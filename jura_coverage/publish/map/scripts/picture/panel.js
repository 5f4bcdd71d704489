/* The picture of the map that the reader downloads, as a file of pixels or of shapes. */
import { themeOn } from "../carding.js";
import { byId, download, element, found, inputById, setText } from "../dom.js";
import { L } from "../leaflet.js";
import { nameShown } from "../saving.js";
import { fold, NBSP } from "../text.js";
import { extent } from "./chart.js";
import { headline } from "./headline.js";
import { sheet } from "./sheet.js";
/** @import { Page, Scene, ShownTheme } from "../types.d.ts"
 * @import { Content, Format } from "./sheet.js" */

/** What the page shows: what is published, the same with the reader's list of posts, and what is tried on
 * that, each the one before where there is none; the theme; the name of the scenario; and the commune that
 * is chosen.
 * @typedef {{data: Scene, base: Scene, scene: Scene, theme: ShownTheme, name: string,
 *   selected: number | null}} Shown */

/** @param {Page} page */
export function create(page) {
  for (const kind of ["png", "svg"]) {
    byId("picture-" + kind).addEventListener("click", async () => {
      const { map, data, scene } = page;
      /** @type {Shown} */
      const shown = {
        data,
        base: page.simulable,
        scene,
        theme: themeOn(page),
        name: nameShown(page),
        selected: page.state.selected,
      };
      const format = /** @type {Format} */ (inputById("picture-format").value);
      const whole = L.latLngBounds(data.bounds);
      const made = sheet(map, whole, format, content(shown, extent(map, whole) === whole));
      const blob = kind === "svg" ? new Blob([made.svg], { type: "image/svg+xml" }) : await raster(made);
      const name = fileName(shown, format, new Date()) + "." + kind;
      if (blob) download(blob, name);
      setText(
        byId("picture-status"),
        blob
          ? "Image téléchargée : " + name
          : "Le navigateur n'a pas pu dessiner l'image : téléchargez-la en SVG.",
      );
    });
  }
}

/** Draw a picture as pixels; null where the browser cannot.
 * @param {ReturnType<typeof sheet>} picture
 * @returns {Promise<Blob | null>} */
async function raster({ svg, width, height }) {
  const image = new Image();
  await new Promise((done) => {
    image.onload = image.onerror = done;
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg); // what the policy allows
  });
  const canvas = element("canvas", { width, height });
  if (!image.naturalWidth) return null;
  canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
  return new Promise((done) => canvas.toBlob(done));
}

/** The name of the file: what is tried is never taken for what is published.
 * @param {Shown} shown
 * @param {Format} format
 * @param {Date} today
 * @returns {string} */
export function fileName({ data, base, scene, theme, name }, format, today) {
  const tried = [
    ...(base === data ? [] : ["liste"]),
    ...(scene === base ? [] : ["simulation", ...fold(name).split(" ").filter(Boolean)]),
  ];
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
    .map((each) => String(each).padStart(2, "0"));
  return ["carte", data.departement, theme.key, ...tried, format, ...day].join("-");
}

/** @param {string} selector */
const textOf = (selector) => found(document, selector).textContent?.trim() ?? "";

/** What a picture says, in the page's own words where it has them.
 * @param {Shown} shown
 * @param {boolean} whole
 * @returns {Content} */
function content({ data, base, scene, theme, name, selected }, whole) {
  const ofFlags = theme.follows === "situation" || theme.scales.length > 1;
  const today = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long" }).format(new Date());
  const title = scene === data && ofFlags
    ? textOf("h1") // it tells how sure it is
    : headline(scene, theme, scene === data ? null : scene === base ? data : base);
  return {
    title,
    place: [
      ...document.title.split(" · ").slice(-1), // after the finding
      ...(base === data ? [textOf("#advisors-of").replace(/\.$/, "")] : []),
      ...(whole ? [] : ["Extrait : le titre et la légende portent sur tout le département"]),
    ].filter(Boolean).join(". "),
    badges: badges({ data, base, scene, name }),
    theme,
    foot: [
      textOf("#printed-sources"),
      "Image du " + today + ". Paramètres du calcul : " + data.fingerprint + ".",
    ],
    names: scene.communes.name,
    first: selected,
    signs: scene.signs,
  };
}

/** What is tried, in the words of the page's banner.
 * @param {Pick<Shown, "data" | "base" | "scene" | "name">} shown
 * @returns {Content["badges"]} */
function badges({ data, base, scene, name }) {
  const list = {
    head: "Simulation : " + base.simulation,
    texts: [textOf("#own-list-counts"), textOf("#own-list-unlike")],
  };
  const changes = {
    head: "Simulation" + (name && " «" + NBSP + name + NBSP + "»"),
    texts: [scene.simulation ?? "", textOf("#simulation-counts")],
  };
  return [...(base === data ? [] : [list]), ...(scene === base ? [] : [changes])];
}
