/* From the frames of the payload to one plane: the mainland as it lies, départements overseas in boxes
   beside it, each at its own scale. */
import { steps } from "../../map/scripts/geometry.js";
/** @import { Frame } from "./payload.d.ts"
 * @import { Box, Plane } from "./types.d.ts" */

/** How many boxes stand side by side along the mainland, and which part of each is drawn on. */
const BESIDE = 5;
const FILLED = 0.76;
/** The side of a box where there is no mainland, in metres. */
const ALONE_M = 100_000;

/** A frame as it is drawn: where its points begin and end, and its extent, in metres of its own.
 * @typedef {{name: string, points: [number, number], communes: [number, number], box: Box}} Part */

/** What a plane is made of, while it is read.
 * @typedef {Record<"east" | "north" | "arcs" | "by" | "bounded", number[]>} Read */

/** All frames on one plane.
 * @param {Frame[]} frames
 * @param {boolean} tall whether boxes stand below the mainland, not at its side
 * @returns {Plane} */
export function plane(frames, tall) {
  /** @type {Read} */
  const read = { east: [], north: [], arcs: [0], by: [], bounded: [0] };
  const parts = inOrder(frames).map((frame) => part(frame, read));
  const whole = {
    east: Float64Array.from(read.east),
    north: Float64Array.from(read.north),
    arcs: Int32Array.from(read.arcs),
    by: Int32Array.from(read.by),
    bounded: Int32Array.from(read.bounded),
  };
  const { insets, box } = arranged(parts, whole, tall);
  const ofArcs = arcBoxes(whole);
  const ofCommunes = boxes(whole, ofArcs);
  return {
    ...whole,
    arcBoxes: ofArcs,
    boxes: ofCommunes,
    usual: usual(ofCommunes, parts),
    between: between(whole),
    insets,
    extent: box,
  };
}

/** Read a frame behind those that are read already.
 * @param {Frame} frame
 * @param {Read} read
 * @returns {Part} */
function part({ name, topology: { transform: { scale, translate }, arcs, communes } }, read) {
  const [begun, first, before] = [read.east.length, read.arcs.length - 1, read.bounded.length - 1];
  for (const text of arcs) {
    const moves = steps(text);
    let [x, y] = [0, 0];
    for (let i = 0; i < moves.length; i += 2) {
      x += moves[i];
      y += moves[i + 1];
      read.east.push(x * scale[0] + translate[0]);
      read.north.push(y * scale[1] + translate[1]);
    }
    read.arcs.push(read.east.length);
  }
  for (const polygons of communes) {
    for (const index of polygons.flat(2)) read.by.push(first + (index < 0 ? ~index : index));
    read.bounded.push(read.by.length);
  }
  const end = read.east.length;
  const box = extent(read.east, read.north, begun, end);
  return { name, points: [begun, end], communes: [before, read.bounded.length - 1], box };
}

/** Frames in the order of their communes.
 * @param {Frame[]} frames */
const inOrder = (frames) => [...frames].sort((one, other) => one.first - other.first);

/** @param {ArrayLike<number>} east
 * @param {ArrayLike<number>} north
 * @param {number} begin
 * @param {number} end
 * @returns {Box} */
function extent(east, north, begin, end) {
  /** @type {Box} */
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = begin; i < end; i++) {
    box[0] = Math.min(box[0], east[i]);
    box[1] = Math.min(box[1], north[i]);
    box[2] = Math.max(box[2], east[i]);
    box[3] = Math.max(box[3], north[i]);
  }
  return box;
}

/** Put what lies overseas into boxes beside the mainland; and the box around all.
 * @param {Part[]} parts
 * @param {{east: Float64Array, north: Float64Array}} points which are moved
 * @param {boolean} tall
 * @returns {{insets: Plane["insets"], box: Box}} */
function arranged(parts, points, tall) {
  const main = parts.find(({ name, box }) => !name && box[0] < Infinity);
  const overseas = parts.filter(({ name, box }) => name && box[0] < Infinity);
  const [west, south, east, north] = main ? main.box : [0, 0, 0, 0];
  const side = main ? (tall ? east - west : north - south) / BESIDE : ALONE_M;
  const across = tall || !main;
  const insets = overseas.map(({ name, points: of, box }, i) => {
    const [left, top] = across ? [west + i * side, south] : [west - side, north - i * side];
    move(points, of, box, { left, top, side });
    return { name, box: /** @type {Box} */ ([left, top - side, left + side, top]) };
  });
  const all = [...(main ? [main.box] : []), ...insets.map(({ box }) => box)];
  /** @param {0 | 1 | 2 | 3} at
   * @param {(...numbers: number[]) => number} of */
  const most = (at, of) => of(...all.map((box) => box[at]));
  return {
    insets,
    box: all.length
      ? [most(0, Math.min), most(1, Math.min), most(2, Math.max), most(3, Math.max)]
      : [0, 0, 1, 1],
  };
}

/** Move and scale points into a square: to the middle, and to its foot, for its name stands above.
 * @param {{east: Float64Array, north: Float64Array}} points
 * @param {[number, number]} of
 * @param {Box} box
 * @param {{left: number, top: number, side: number}} to */
function move({ east, north }, [begin, end], box, { left, top, side }) {
  const factor = FILLED * side / Math.max(box[2] - box[0], box[3] - box[1]);
  const middle = left + side / 2 - factor * (box[0] + box[2]) / 2;
  const foot = top - side * (1 - FILLED / 2 - (1 - FILLED) / 4) - factor * (box[1] + box[3]) / 2;
  for (let i = begin; i < end; i++) {
    east[i] = middle + factor * east[i];
    north[i] = foot + factor * north[i];
  }
}

/** The box of each arc, four numbers each.
 * @param {Pick<Plane, "east" | "north" | "arcs">} plane */
function arcBoxes({ east, north, arcs }) {
  const found = new Float64Array(4 * (arcs.length - 1));
  for (let arc = 0; arc + 1 < arcs.length; arc++) {
    let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let point = arcs[arc]; point < arcs[arc + 1]; point++) {
      const [x, y] = [east[point], north[point]];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < bottom) bottom = y;
      if (y > top) top = y;
    }
    found.set([left, bottom, right, top], 4 * arc);
  }
  return found;
}

/** The box of each commune, four numbers each; of one without a border nothing is inside.
 * @param {Pick<Plane, "by" | "bounded">} plane
 * @param {Float64Array} arcBoxes */
function boxes({ by, bounded }, arcBoxes) {
  const found = new Float64Array(4 * (bounded.length - 1));
  for (let commune = 0; commune + 1 < bounded.length; commune++) {
    const box = found.subarray(4 * commune, 4 * commune + 4);
    box.set([Infinity, Infinity, -Infinity, -Infinity]);
    for (let i = bounded[commune]; i < bounded[commune + 1]; i++) {
      const arc = 4 * by[i];
      box[0] = Math.min(box[0], arcBoxes[arc]);
      box[1] = Math.min(box[1], arcBoxes[arc + 1]);
      box[2] = Math.max(box[2], arcBoxes[arc + 2]);
      box[3] = Math.max(box[3], arcBoxes[arc + 3]);
    }
  }
  return found;
}

/** How wide a commune of the same frame usually is, for each commune.
 * @param {Float64Array} boxes
 * @param {Part[]} parts */
function usual(boxes, parts) {
  const found = new Float64Array(boxes.length / 4);
  for (const { communes: [begin, end] } of parts) {
    const widths = Array.from(
      { length: end - begin },
      (_, i) => boxes[4 * (begin + i) + 2] - boxes[4 * (begin + i)],
    )
      .filter((width) => width >= 0);
    found.fill(widths.reduce((sum, width) => sum + width, 0) / widths.length, begin, end);
  }
  return found;
}

/** The communes on both sides of each arc, -1 for none.
 * @param {Pick<Plane, "arcs" | "by" | "bounded">} plane */
function between({ arcs, by, bounded }) {
  const found = new Int32Array(2 * (arcs.length - 1)).fill(-1);
  for (let commune = 0; commune + 1 < bounded.length; commune++) {
    for (let i = bounded[commune]; i < bounded[commune + 1]; i++) {
      found[2 * by[i] + (found[2 * by[i]] < 0 ? 0 : 1)] = commune;
    }
  }
  return found;
}
