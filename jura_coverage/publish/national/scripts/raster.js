/* Which commune each pixel of a picture shows: what is drawn, and what lies under the pointer. */
/** @import { Plane, Size, View } from "./types.d.ts" */

/** Fill every commune by scan lines: the number of the one that holds the middle of each pixel, plus
 * one; 0 for none. Neighbours leave no gap, since both use the same arc in the same direction.
 * @param {Pick<Plane, "east" | "north" | "arcs" | "by" | "bounded" | "boxes">} plane
 * @param {View} view
 * @param {Size} size
 * @returns {Int32Array} row by row from the upper left */
export function numbered({ east, north, arcs, by, bounded, boxes }, view, { width, height }) {
  const found = new Int32Array(width * height);
  const lines = new Lines(height);
  for (let commune = 0; commune + 1 < bounded.length; commune++) {
    const [west, south, right, top] = boxes.subarray(4 * commune, 4 * commune + 4);
    if ((right - view.west) * view.scale < 0 || (west - view.west) * view.scale > width) continue;
    const first = Math.max(0, Math.ceil((view.north - top) * view.scale - 0.5));
    const last = Math.min(height - 1, Math.ceil((view.north - south) * view.scale - 0.5) - 1);
    if (first > last) continue;
    lines.begin(first, last);
    for (let i = bounded[commune]; i < bounded[commune + 1]; i++) {
      const end = arcs[by[i] + 1] - 1;
      for (let point = arcs[by[i]]; point < end; point++) {
        lines.cross(
          (east[point] - view.west) * view.scale,
          (view.north - north[point]) * view.scale,
          (east[point + 1] - view.west) * view.scale,
          (view.north - north[point + 1]) * view.scale,
        );
      }
    }
    lines.fill(found, width, commune + 1);
  }
  return found;
}

/** Where borders cross the middles of rows: chains of crossings, one a row. */
class Lines {
  /** @param {number} height */
  constructor(height) {
    this.heads = new Int32Array(height);
    this.next = new Int32Array(1 << 12);
    this.at = new Float64Array(1 << 12);
    this.count = this.first = this.last = 0;
    /** @type {number[]} */
    this.row = [];
  }

  /** Begin anew, with these rows.
   * @param {number} first
   * @param {number} last */
  begin(first, last) {
    this.heads.fill(-1, first, last + 1);
    this.count = 0;
    this.first = first;
    this.last = last;
  }

  /** Add where a stretch of a border crosses rows; its lower end belongs to the next stretch.
   * @param {number} x
   * @param {number} y
   * @param {number} toX
   * @param {number} toY */
  cross(x, y, toX, toY) {
    if (y === toY) return;
    const from = Math.max(this.first, Math.ceil(Math.min(y, toY) - 0.5));
    const to = Math.min(this.last, Math.ceil(Math.max(y, toY) - 0.5) - 1);
    const slope = (toX - x) / (toY - y);
    for (let row = from; row <= to; row++) {
      if (this.count === this.at.length) this.grow();
      this.at[this.count] = x + (row + 0.5 - y) * slope;
      this.next[this.count] = this.heads[row];
      this.heads[row] = this.count++;
    }
  }

  grow() {
    const [next, at] = [new Int32Array(2 * this.at.length), new Float64Array(2 * this.at.length)];
    next.set(this.next);
    at.set(this.at);
    this.next = next;
    this.at = at;
  }

  /** Write a number into what lies between a crossing and the next.
   * @param {Int32Array} found
   * @param {number} width
   * @param {number} number */
  fill(found, width, number) {
    const { row } = this;
    for (let y = this.first; y <= this.last; y++) {
      let count = 0;
      for (let i = this.heads[y]; i >= 0; i = this.next[i]) {
        let place = count++;
        for (; place > 0 && row[place - 1] > this.at[i]; place--) row[place] = row[place - 1];
        row[place] = this.at[i];
      }
      for (let i = 0; i + 1 < count; i += 2) {
        const from = Math.max(0, Math.ceil(row[i] - 0.5));
        const to = Math.min(width, Math.ceil(row[i + 1] - 0.5));
        if (from < to) found.fill(number, y * width + from, y * width + to);
      }
    }
  }
}
