/* The places on the map: one marker an address, its size the posts, its form what befell it. */
import { element } from "./dom.js";
import { L } from "./leaflet.js";
import { NBSP, typeset } from "./text.js";
import { where } from "./words.js";
/** @import { OtherPlace, Signs } from "./payload.d.ts"
 * @import { Scene, ShownPlace } from "./types.d.ts" */

/** @typedef {Signs["place"]} Symbol */

/** The shapes that Leaflet lacks: a simulation has signs of its own for what came and what went, and
 * places of another service are no discs. */
const Sign = L.CircleMarker.extend({
  /** @this {any} */
  _updatePath() {
    const { x, y } = this._point;
    const radius = this._radius;
    const [arm, wide] = [1.1 * radius, 1.3 * radius];
    const circle = `a${radius},${radius} 0 1,0 ${2 * radius},0 a${radius},${radius} 0 1,0 ${-2 * radius},0`;
    const cross = `M${x - arm},${y - arm}l${2 * arm},${2 * arm}M${x - arm},${y + arm}l${2 * arm},${-2 * arm}`;
    const diamond = `M${x},${y - wide}L${x + wide},${y}L${x},${y + wide}L${x - wide},${y}Z`;
    const square = `M${x - radius},${y - radius}h${2 * radius}v${2 * radius}h${-2 * radius}Z`;
    const [end, half] = [1.25 * radius, 0.45 * radius];
    const step = end - half;
    const plus =
      `M${x - half},${y - end}h${2 * half}v${step}h${step}v${2 * half}h${-step}v${step}h${-2 * half}` +
      `v${-step}h${-step}v${-2 * half}h${step}Z`;
    const crossed = `M${x - radius},${y}${circle}${cross}`;
    /** @type {Record<string, string>} */
    const paths = { diamond, square, plus, crossed };
    this._renderer._setPath(this, paths[this.options.shape]);
  },
});

/** What went lies below what is there, and what came on top.
 * @param {ShownPlace[]} places
 * @param {Signs} signs
 * @param {(place: ShownPlace) => void} choose called with the first at an address
 * @returns {import("leaflet").CircleMarker[]} */
export function markers(places, signs, choose) {
  /** @param {ShownPlace["change"][]} changes */
  const of = (...changes) => places.filter(({ change }) => changes.includes(change));
  return [
    ...grouped(of("closed", "gone"), () => signs.went, choose),
    ...grouped(of(undefined, "fewer"), (group) => isStop(group) ? signs.stop : signs.place, choose),
    ...grouped(of("added", "moved"), () => signs.came, choose),
  ];
}

/** Whether at an address itinerant posts alone receive.
 * @param {ShownPlace[]} group */
export const isStop = (group) => {
  const open = group.filter(({ fte }) => fte);
  return open.length > 0 && open.every(({ at_stop }) => at_stop);
};

/** Hosts at one address share a marker; its size tells the posts, hollow where none receives.
 * @param {ShownPlace[]} places
 * @param {(group: ShownPlace[]) => Symbol} symbolOf
 * @param {(place: ShownPlace) => void} choose */
function grouped(places, symbolOf, choose) {
  /** @type {Map<string, ShownPlace[]>} */
  const groups = new Map();
  for (const place of places) {
    const key = place.at.join();
    groups.set(key, [...(groups.get(key) || []), place]);
  }
  return [...groups.values()].map((group) =>
    marker(group, symbolOf(group)).on("click", () => choose(group[0]))
  );
}

/** Places of another service, where no advisor is counted: no simulation moves them.
 * @param {OtherPlace[]} places
 * @param {Symbol} symbol */
export const others = (places, symbol) => places.map((place) => other(place, symbol));

/** The numbers of communes in a list of candidates, which says the same to those who hear the page.
 * @param {number[]} communes
 * @param {Pick<Scene, "communes">} scene
 * @param {(commune: number) => void} choose */
export const numbered = (communes, { communes: { at, name } }, choose) =>
  communes.map((commune, i) => {
    const html = element("span", { "aria-hidden": "true" }, String(i + 1));
    const icon = L.divIcon({ className: "candidate", html, iconSize: [20, 20], iconAnchor: [10, 28] });
    const options = { icon, pane: "candidates", keyboard: false, title: name[commune], zIndexOffset: -i };
    return L.marker(at[commune], options)
      .on("click", () => choose(commune));
  });

/** @param {OtherPlace} place
 * @param {Symbol} symbol */
function other({ at, host, commune }, { shape, fill, ring, ring_width, radius }) {
  const options = {
    pane: "markerPane",
    radius,
    color: ring,
    weight: ring_width,
    fillColor: fill,
    fillOpacity: 1,
    shape,
  };
  /** @type {import("leaflet").CircleMarker} */
  const made = new (/** @type {any} */ (Sign))(at, options);
  made.on("add", () => {
    named(made.getElement(), [host, commune].filter(Boolean).join(", "));
  });
  const said = () => element("p", {}, element("b", {}, host), element("br"), commune);
  return made.bindTooltip(said, { className: "place-tip", direction: "top" });
}

/** @param {ShownPlace[]} places
 * @param {Symbol} symbol */
function marker(places, symbol) {
  const posts = places.reduce((sum, place) => sum + place.posts, 0);
  const { shape, fill, ring, ring_width, radius, radius_post, posts_most } = symbol;
  const [color, fillColor] = places.some((place) => place.fte) ? [ring, fill] : [fill, ring];
  const options = {
    pane: "markerPane",
    radius: radius + radius_post * Math.min(posts, posts_most),
    color,
    weight: ring_width,
    fillColor,
    fillOpacity: 1,
    shape,
  };
  /** @type {import("leaflet").CircleMarker} */
  const made = new (shape === "disc" ? L.CircleMarker : Sign)(places[0].at, options);
  made.on("add", () => {
    named(made.getElement(), spoken(places));
  });
  return made.bindTooltip(() => describe(places), { className: "place-tip", direction: "top" });
}

/** Say a symbol, where no Tab stops: some browsers would at each of a hundred, since tooltips listen to
 * the focus. The keyboard finds hosts by search, and in the list below.
 * @param {Element | undefined} node
 * @param {string} text */
function named(node, text) {
  node?.setAttribute("role", "img");
  node?.setAttribute("tabindex", "-1");
  node?.setAttribute("aria-label", typeset(text));
}

/** @param {ShownPlace[]} places */
const spoken = (places) => places.map((place) => place.host + ", " + where(place)).join(NBSP + "; ");

/** @param {ShownPlace[]} places */
function describe(places) {
  const lines = places.map((place) =>
    element("p", {}, element("b", {}, place.host), element("br"), where(place))
  );
  return element("div", {}, ...lines);
}
