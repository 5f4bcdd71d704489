/* What the scripts of the national page make of the payload. */
import type { ShownTheme, Values } from "../../map/scripts/types.d.ts";
import type { Communes, Payload } from "./payload.d.ts";

/** West, south, east and north, in metres. */
export type Box = [number, number, number, number];

/** All borders on one plane, in metres to the east and to the north, each once.
 *
 * Arc i has the points from `arcs[i]` to `arcs[i + 1]` of `east` and `north`; commune i is bounded by
 * the arcs from `bounded[i]` to `bounded[i + 1]` of `by`. `arcBoxes` and
 * `boxes` have four numbers an arc and a commune, `usual` the width of the communes drawn at its scale, on
 * average, `between` the communes on both sides of each arc, -1 for none. */
export interface Plane {
  east: Float64Array;
  north: Float64Array;
  arcs: Int32Array;
  by: Int32Array;
  bounded: Int32Array;
  arcBoxes: Float64Array;
  boxes: Float64Array;
  usual: Float64Array;
  between: Int32Array;
  insets: { name: string; box: Box }[];
  extent: Box;
}

/** What of the plane is seen: what lies at the upper left corner, and pixels a metre. */
export interface View {
  west: number;
  north: number;
  scale: number;
}

/** A picture of a view, in pixels of its own. */
export interface Size {
  width: number;
  height: number;
}

/** The payload made ready. */
export interface Scene extends Omit<Payload, "communes" | "themes" | "quantities"> {
  communes: Communes & { share_without: Values };
  themes: ShownTheme[];
}
