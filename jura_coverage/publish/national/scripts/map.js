/* The map: pictures of a view on canvases, colours below lines below marks, drawn anew when a movement
   ends and moved as they are until then. */
import { byId } from "../../map/scripts/dom.js";
import { borders, edge, outer } from "./lines.js";
import * as names from "./names.js";
import { paint, tile } from "./paint.js";
import { numbered } from "./raster.js";
import { fitted, held } from "./view.js";
/** @import { ShownTheme } from "../../map/scripts/types.d.ts"
 * @import { Plane, Scene, Size, View } from "./types.d.ts" */

/** More pixels of a picture to one of the page cost more time than they show. */
const MOST_RATIO = 2;
/** How long nothing moves before the picture is drawn anew, in milliseconds. */
const SETTLED = 140;

/** What is drawn, of which view, what is seen of it now, and what is marked.
 * @typedef {{
 *   scene: Scene,
 *   plane: Plane,
 *   outer: Uint8Array,
 *   order: number[],
 *   theme: ShownTheme,
 *   size: Size,
 *   ratio: number,
 *   whole: View,
 *   drawn: View,
 *   view: View,
 *   numbers: Int32Array,
 *   hovered: number | null,
 *   selected: number | null,
 *   waiting: number,
 *   isHeld: boolean,
 *   onPaper: boolean,
 * }} Atlas */

/** @param {string} id */
const canvas = (id) => /** @type {HTMLCanvasElement} */ (byId(id));

/** @param {HTMLCanvasElement} of */
const contextOf = (of) => /** @type {CanvasRenderingContext2D} */ (of.getContext("2d"));

/** @param {Scene} scene
 * @param {Plane} plane
 * @param {ShownTheme} theme
 * @returns {Atlas} */
export function create(scene, plane, theme) {
  const size = measured();
  const whole = fitted(plane.extent, size);
  return {
    scene,
    plane,
    outer: outer(plane, scene.communes.departement),
    order: names.inOrder(scene.communes),
    theme,
    size,
    ratio: ratio(),
    whole,
    drawn: whole,
    view: whole,
    numbers: new Int32Array(0),
    hovered: null,
    selected: null,
    waiting: 0,
    isHeld: false,
    onPaper: false,
  };
}

/** How large the map is on the page.
 * @returns {Size} */
function measured() {
  const { clientWidth, clientHeight } = byId("map");
  return { width: Math.max(1, clientWidth), height: Math.max(1, clientHeight) };
}

const ratio = () => Math.min(MOST_RATIO, globalThis.devicePixelRatio || 1);

/** Draw what is seen, at once.
 * @param {Atlas} atlas */
export function draw(atlas) {
  clearTimeout(atlas.waiting);
  const { plane, view, size: { width, height }, ratio } = atlas;
  const size = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
  Object.assign(canvas("fills"), size);
  atlas.numbers = numbered(plane, { ...view, scale: view.scale * ratio }, size);
  atlas.drawn = view;
  byId("sheet").style.transform = "";
  colour(atlas);
  const lines = drawing(atlas, "lines");
  borders(lines, atlas.outer, atlas.scene.signs);
  names.draw(lines, atlas.scene, atlas.order);
  asPixels(lines.context);
  mark(atlas);
}

/** Paint the theme over what is drawn.
 * @param {Atlas} atlas */
export function colour({ numbers, theme, ratio, scene }) {
  const of = canvas("fills");
  const context = contextOf(of);
  const image = context.createImageData(of.width, of.height);
  const tiles = theme.classes.map((each) => tile(each, scene.signs, ratio));
  paint(numbers, of.width, { of: theme.of, tiles }, new Uint32Array(image.data.buffer));
  context.putImageData(image, 0, 0);
}

/** Let Chromium print pixels: it would repeat the strokes, at a scale that is not that of the colours.
 * @param {CanvasRenderingContext2D} context */
function asPixels(context) {
  context.putImageData(context.createImageData(1, 1), 0, 0);
}

/** What lines are drawn with, on a canvas that is empty: one that is cleared would hide, on paper, those
 * below.
 * @param {Atlas} atlas
 * @param {string} id */
function drawing({ plane, drawn: view, size, ratio }, id) {
  const { width, height } = canvas("fills");
  Object.assign(canvas(id), { width, height });
  const context = contextOf(canvas(id));
  context.scale(ratio, ratio);
  return { context, plane, view, size };
}

/** Mark the commune that is pointed at, and that which is chosen.
 * @param {Atlas} atlas */
export function mark(atlas) {
  const { hovered, selected, scene: { signs } } = atlas;
  const marks = drawing(atlas, "marks");
  if (hovered !== null && hovered !== selected) edge(marks, hovered, signs, 1.5);
  if (selected !== null) edge(marks, selected, signs, 2.5);
  asPixels(marks.context);
}

/** Show another view: the picture moves at once, and is drawn anew when nothing moves any more; while it is
 * held, when it is let go.
 * @param {Atlas} atlas
 * @param {View} view
 * @param {boolean} now whether it is drawn at once */
export function show(atlas, view, now) {
  atlas.view = view === atlas.whole ? view : held(view, atlas.size, atlas.plane);
  clearTimeout(atlas.waiting);
  if (now) return draw(atlas);
  const { drawn, view: { west, north, scale } } = atlas;
  const [x, y] = [(drawn.west - west) * scale, (north - drawn.north) * scale];
  byId("sheet").style.transform = "translate(" + x + "px," + y + "px) scale(" + scale / drawn.scale + ")";
  if (!atlas.isHeld) atlas.waiting = setTimeout(() => draw(atlas), SETTLED);
}

/** Take the size that the map has now, with the middle and the scale that it had; all of it, if all was
 * seen.
 * @param {Atlas} atlas */
export function resize(atlas) {
  const [before, { size, view, ratio: drawn }] = [atlas.whole, atlas];
  atlas.size = measured();
  atlas.ratio = atlas.onPaper ? MOST_RATIO : ratio();
  const { width, height } = atlas.size;
  if (width === size.width && height === size.height && atlas.ratio === drawn) return;
  atlas.whole = fitted(atlas.plane.extent, atlas.size);
  atlas.view = view === before ? atlas.whole : fitted(seen(view, size), atlas.size, 0);
  draw(atlas);
}

/** What a view shows.
 * @param {View} view
 * @param {Size} size
 * @returns {Plane["extent"]} */
const seen = ({ west, north, scale }, { width, height }) => [
  west,
  north - height / scale,
  west + width / scale,
  north,
];

/** The commune at a place of the map, in pixels of the page; null for none.
 * @param {Atlas} atlas
 * @param {{x: number, y: number}} at
 * @returns {number | null} */
export function communeAt({ numbers, ratio, size }, { x, y }) {
  const width = Math.round(size.width * ratio);
  const [column, row] = [Math.floor(x * ratio), Math.floor(y * ratio)];
  if (column < 0 || row < 0 || column >= width) return null;
  const number = numbers[row * width + column];
  return number ? number - 1 : null;
}

/** A view that shows a commune with what is around it; null for one without a border.
 * @param {Atlas} atlas
 * @param {number} commune
 * @returns {View | null} */
export function around({ plane: { boxes }, size }, commune) {
  const [west, south, east, north] = boxes.subarray(4 * commune, 4 * commune + 4);
  if (west > east) return null;
  const reach = 2.5 * Math.max(east - west, north - south);
  return fitted([west - reach, south - reach, east + reach, north + reach], size);
}
