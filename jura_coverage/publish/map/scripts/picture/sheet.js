/* A picture of the map: title, map, legend and sources on a slide or a sheet of paper, as one SVG that
   stands alone. */
import { told } from "../legend.js";
import { node } from "../patterns.js";
import { count, NBSP } from "../text.js";
import { bar, BELOW, chart, extent, fitted } from "./chart.js";
import { key } from "./key.js";
import { FONT, gap, moved, paragraph, said, stacked } from "./parts.js";
import { plain } from "./plain.js";
/** @import { LatLngBounds, Map } from "leaflet"
 * @import { Signs } from "../payload.d.ts"
 * @import { ShownTheme } from "../types.d.ts"
 * @import { Room } from "./chart.js"
 * @import { Part } from "./parts.js" */

/** What a picture says and shows: where it is about, what the map found, what is tried in badges,
 * what it stands on, the names of the communes, and the one that is named before all others.
 * @typedef {{title: string, place: string, badges: {head: string, texts: string[]}[], theme: ShownTheme,
 *   foot: string[], names: string[], first: number | null, signs: Signs}} Content
 * @typedef {{width: number, height: number, column: number}} Size
 * @typedef {"16x9" | "a4"} Format */

/** Units are pixels of the page, 96 to an inch on paper; a slide shows them a quarter larger. Of the sizes of
 * a format the one that shows the map largest is taken, and the one with the widest legend of those: most
 * départements stand upright on paper, some lie across.
 * @type {Record<Format, {sizes: Size[], pixels: number}>} */
const FORMATS = {
  "16x9": {
    sizes: [{ width: 1024, height: 576, column: 312 }, { width: 1024, height: 576, column: 400 }],
    pixels: 1920 / 1024,
  },
  a4: {
    sizes: [{ width: 794, height: 1123, column: 258 }, { width: 1123, height: 794, column: 320 }],
    pixels: 200 / 96,
  },
};
const MARGIN = 28;
const GAP = 12;
const MOST_LINES = 3; // of a title, and of a text in a badge

/** What is tried, in a frame that nothing else has.
 * @param {Content["badges"][number]} badge
 * @param {number} width
 * @param {Signs} signs
 * @returns {Part} */
function badge({ head, texts }, width, { trial, ink }) {
  const [most, x] = [MOST_LINES, GAP];
  const { nodes, height } = stacked([
    gap(6),
    paragraph(head, width - 2 * x, { size: 13, fill: trial, bold: true }, { x, most }),
    ...texts.map((text) => paragraph(text, width - 2 * x, { size: 12, fill: ink }, { x, most })),
    gap(7),
  ]);
  const frame = node("rect", { width, height, rx: 3, fill: "none", stroke: trial, "stroke-width": 1.5 });
  return { nodes: [frame, ...nodes], height: height + GAP };
}

/** What stands where on a size.
 * @param {Content} content
 * @param {Size} size */
function laidOut({ title, place, badges, foot, signs }, size) {
  const width = size.width - 2 * MARGIN;
  const fine = { size: 8.5, fill: signs.muted };
  const above = stacked([
    paragraph(title, width, { size: 22, fill: signs.ink, bold: true }, { most: MOST_LINES }),
    gap(2),
    paragraph(place, width, { size: 13, fill: signs.muted }),
    gap(GAP),
    ...badges.map((each) => badge(each, width, signs)),
  ]);
  const rule = node("path", { d: `M0 0H${width}`, stroke: signs.line, "stroke-width": 0.5 });
  const below = stacked([{ nodes: [rule], height: 6 }, ...foot.map((text) => paragraph(text, width, fine))]);
  const [top, bottom] = [MARGIN - 6, size.height - MARGIN + 8 - below.height];
  const y = top + above.height;
  /** @type {Room} */
  const room = { x: MARGIN, y, width: width - size.column - 20, height: bottom - GAP - y - BELOW };
  return { size, room, around: [moved(above.nodes, MARGIN, top), moved(below.nodes, MARGIN, bottom)] };
}

/** What the picture shows, for those who cannot see it.
 * @param {Content} content */
function described({ place, theme, badges }) {
  const classes = told(theme).classes.map(({ label, communes }) =>
    label + NBSP + ": " + count(communes, "commune")
  );
  return [
    place + ".",
    ...badges.map(({ head, texts }) => [head, ...texts].join(" ")),
    theme.question,
    classes.join(" ; ") + ".",
  ].join(" ");
}

/** Draw a picture.
 * @param {Map} map
 * @param {LatLngBounds} whole
 * @param {Format} format
 * @param {Content} content
 * @returns {{svg: string, width: number, height: number}} the document, and its size as pixels */
export function sheet(map, whole, format, content) {
  const { sizes, pixels } = FORMATS[format];
  const bounds = extent(map, whole);
  const scaleOf = (/** @type {ReturnType<typeof laidOut>} */ { room }) => fitted(map, bounds, room).scale;
  const { size: { width, height, column }, room, around } = sizes.map((size) => laidOut(content, size))
    .reduce((one, other) => scaleOf(other) < scaleOf(one) ? one : other);
  const { signs, theme } = content;
  const legend = key(map, theme, column, signs);
  const shown = format === "a4" ? 1 : 1.25;
  const root = node(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      width: shown * width,
      height: shown * height,
      role: "img",
      "aria-labelledby": "title desc",
    },
    said("title", content.title, { id: "title" }),
    said("desc", described(content), { id: "desc" }),
    node("clipPath", { id: "room" }, node("rect", { ...room })),
    node("rect", { width, height, fill: signs.paper }),
    node(
      "g",
      { "font-family": FONT },
      node("g", { "clip-path": "url(#room)" }, ...chart(map, whole, room, content)),
      moved(
        legend.nodes,
        width - MARGIN - column,
        room.y,
        Math.min(1, (room.height + BELOW) / legend.height),
      ),
      ...bar(map, whole, room, signs),
      ...around,
    ),
  );
  plain(root);
  return {
    svg: '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(root),
    width: Math.floor(pixels * width),
    height: Math.floor(pixels * height),
  };
}
