/* The page of many départements: one state, and every part of the page drawn from it. */
import { checkTheme, themes } from "../../map/scripts/controls.js";
import { byId, found, say, setText } from "../../map/scripts/dom.js";
import { entry, posted } from "../../map/scripts/finding.js";
import * as legend from "../../map/scripts/legend.js";
import { install } from "../../map/scripts/patterns.js";
import { shares } from "../../map/scripts/scene.js";
import * as search from "../../map/scripts/search.js";
import * as address from "./address.js";
import * as card from "./card.js";
import * as map from "./map.js";
import * as moving from "./moving.js";
import { plane } from "./plane.js";
import * as printing from "./printing.js";
import * as tables from "./tables.js";
import { unpacked } from "./unpacked.js";
import { moved } from "./view.js";
/** @import { ShownTheme } from "../../map/scripts/types.d.ts"
 * @import { Payload } from "./payload.d.ts"
 * @import { Atlas } from "./map.js"
 * @import { Scene } from "./types.d.ts" */

/** @typedef {{scene: Scene, atlas: Atlas, theme: ShownTheme, selected: number | null,
 *   opener: Element | null}} Page */

/** Make the payload ready to be shown.
 * @param {Payload} payload
 * @returns {Scene} */
const published = ({ quantities, ...payload }) => ({
  ...payload,
  communes: { ...payload.communes, share_without: shares(payload.communes) },
  themes: payload.themes.map((theme) => ({ ...theme, quantity: quantities[theme.quantity] })),
});

/** @param {Payload} payload */
function start(payload) {
  const scene = published(payload);
  const { clientWidth, clientHeight } = byId("map");
  const theme = themeOf(scene, address.read().theme) ?? themeOf(scene, scene.first) ?? scene.themes[0];
  const atlas = map.create(scene, plane(scene.frames, clientHeight > clientWidth), theme);
  /** @type {Page} */
  const page = { scene, atlas, theme, selected: null, opener: null };
  install(scene.themes, scene.signs);
  themes(scene.themes, (key) => setTheme(page, key));
  map.draw(atlas);
  byId("loading").hidden = true;
  showTheme(page);
  moving.create(atlas, {
    hover: (commune, at) => hover(page, commune, at),
    choose: (commune) => commune === null ? close(page) : select(page, commune),
    open: (commune) => {
      select(page, commune);
      byId("card").focus();
    },
  });
  search.create(entries(scene, atlas.order), {
    choose: ({ position }) => {
      goTo(page, position);
      byId("card").focus();
    },
    preview: (position) => point(page, position),
    filter: () => {},
  });
  printing.create(atlas);
  document.addEventListener("keydown", (event) => escape(page, event));
  goWhereTheAddressSays(page);
  globalThis.addEventListener("hashchange", () => goWhereTheAddressSays(page));
  new ResizeObserver(() => map.resize(atlas)).observe(byId("map"));
}

/** Take back what was said of the commune that is pointed at; else close the card.
 * @param {Page} page
 * @param {KeyboardEvent} event */
function escape(page, event) {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  if (byId("tip").hidden) close(page);
  else byId("tip").hidden = true;
}

/** All communes that can be found, each with its département, for names repeat: of those that fit alike the
 * most populous comes first.
 * @param {Scene} scene
 * @param {number[]} order */
function entries(scene, order) {
  const { communes, postcodes } = scene;
  const posts = posted(postcodes, communes.name.length);
  return order.map((i) => {
    const codes = [communes.insee[i], ...posts[i]];
    const more = card.where(scene, i) + " · " + codes.join(", ");
    return entry("commune", i, communes.name[i], { more, codes });
  });
}

/** @param {Scene} scene
 * @param {string | null} key */
const themeOf = ({ themes }, key) => themes.find((theme) => theme.key === key);

/** @param {Page} page
 * @param {string} key */
function setTheme(page, key) {
  page.theme = page.atlas.theme = themeOf(page.scene, key) ?? page.theme;
  map.colour(page.atlas);
  showTheme(page);
  save(page);
}

/** Show what the theme says beside the map.
 * @param {Page} page */
function showTheme(page) {
  checkTheme(page.theme.key);
  legend.draw(byId("legend"), page.theme, page.scene);
  if (page.selected !== null) drawCard(page, page.selected);
}

/** Say what is under the pointer, or in the middle of the map for the keyboard.
 * @param {Page} page
 * @param {number | null} commune
 * @param {{x: number, y: number}} at */
function hover(page, commune, at) {
  const tip = byId("tip");
  if (commune !== page.atlas.hovered) {
    point(page, commune);
    if (commune !== null) {
      const { classes, of } = page.theme;
      const { name } = page.scene.communes;
      setText(
        tip,
        name[commune] + ", " + card.where(page.scene, commune) + " : " + classes[of[commune]].label,
      );
      if (document.activeElement === byId("map")) say(tip.textContent ?? "");
    }
  }
  tip.hidden = commune === null;
  if (tip.hidden) return;
  const { clientWidth, clientHeight } = byId("map");
  const beside = at.x + 14 + tip.offsetWidth > clientWidth ? at.x - 14 - tip.offsetWidth : at.x + 14;
  const below = at.y + 14 + tip.offsetHeight > clientHeight ? at.y - 14 - tip.offsetHeight : at.y + 14;
  tip.style.left = Math.max(0, beside) + "px";
  tip.style.top = Math.max(0, below) + "px";
}

/** @param {Page} page
 * @param {number | null} commune */
function point({ atlas }, commune) {
  atlas.hovered = commune;
  map.mark(atlas);
}

/** Open the card of a commune, where it is seen.
 * @param {Page} page
 * @param {number} commune */
function select(page, commune) {
  if (page.selected === null) page.opener = document.activeElement;
  page.selected = page.atlas.selected = commune;
  byId("tip").hidden = true;
  map.mark(page.atlas);
  drawCard(page, commune);
  byId("card").hidden = false;
  say(card.spoken(page.scene, commune));
  save(page);
}

/** @param {Page} page
 * @param {number} commune */
const drawCard = (page, commune) =>
  card.draw(byId("card"), page.scene, commune, { theme: page.theme, close: () => close(page) });

/** Show a commune from near, with its card.
 * @param {Page} page
 * @param {number} commune */
function goTo(page, commune) {
  select(page, commune);
  const view = map.around(page.atlas, commune);
  // On a narrow screen the card is a drawer over the lower part of the map.
  const { offsetTop, offsetWidth } = byId("card");
  const { width, height } = page.atlas.size;
  const hidden = offsetWidth >= width ? height - offsetTop : 0;
  if (view) map.show(page.atlas, moved(view, 0, -hidden / 2), true);
}

/** Close the card, and give the keyboard back to what had it.
 * @param {Page} page */
function close(page) {
  if (page.selected === null) return;
  const held = byId("card").contains(document.activeElement);
  page.selected = page.atlas.selected = null;
  byId("card").hidden = true;
  map.mark(page.atlas);
  if (held) (page.opener instanceof HTMLElement ? page.opener : byId("map")).focus();
  save(page);
}

/** @param {Page} page */
const save = ({ theme, selected, scene }) =>
  address.write({ theme: theme.key, commune: selected === null ? null : scene.communes.insee[selected] });

/** @param {Page} page */
function goWhereTheAddressSays(page) {
  const asked = address.read();
  const theme = themeOf(page.scene, asked.theme);
  if (theme && theme !== page.theme) setTheme(page, theme.key);
  const commune = asked.commune === null ? -1 : page.scene.communes.insee.indexOf(asked.commune);
  if (commune >= 0 && commune !== page.selected) goTo(page, commune);
}

tables.create(document);
const data = found(document, "#data").textContent ?? "";
if ("DecompressionStream" in globalThis) {
  // What can be read already is painted before the data are unpacked.
  requestAnimationFrame(() => setTimeout(() => unpacked(data).then(start)));
} else {
  setText(byId("loading"), "Ce navigateur est trop ancien pour la carte ; les chiffres sont plus bas.");
}
