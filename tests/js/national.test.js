/* Unit tests of the national page's modules that need no page: which commune a pixel shows, and where. */
import { outer } from "../../jura_coverage/publish/national/scripts/lines.js";
import { inOrder, placed } from "../../jura_coverage/publish/national/scripts/names.js";
import { paint, tile } from "../../jura_coverage/publish/national/scripts/paint.js";
import { plane } from "../../jura_coverage/publish/national/scripts/plane.js";
import { numbered } from "../../jura_coverage/publish/national/scripts/raster.js";
import { fitted, held, middle, moved, zoomed } from "../../jura_coverage/publish/national/scripts/view.js";
import { equal, payload } from "./drawn.js";
/** @import { Frame } from "../../jura_coverage/publish/national/scripts/payload.d.ts" */

/** Whole numbers as text, as Python's steps_text writes those from -16 to 15.
 * @param {number[]} steps */
const text = (steps) =>
  steps.map((step) => String.fromCharCode(63 + (step < 0 ? ~(step << 1) : step << 1))).join("");

/** Communes bounded by rings of corners, each ring an arc of its own.
 * @param {[number, number][][][]} communes
 * @param {Partial<Frame>} [more]
 * @returns {Frame} */
function frame(communes, more) {
  const rings = communes.flat();
  let [next, corner] = [0, [0, 0]];
  return {
    name: "",
    first: 0,
    topology: {
      transform: { scale: [1, 1], translate: [0, 0] },
      arcs: rings.map((ring) => {
        corner = [0, 0];
        return text(ring.flatMap(([x, y]) => {
          const step = [x - corner[0], y - corner[1]];
          corner = [x, y];
          return step;
        }));
      }),
      communes: communes.map((own) => [own.map(() => [next++])]),
    },
    ...more,
  };
}

/** A square with its lower left corner at x and y.
 * @param {number} x
 * @param {number} y
 * @param {number} side
 * @returns {[number, number][]} */
const square = (x, y, side) => [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]];

/** Two squares side by side that share an arc: up to the right of the first, and the rest of each.
 * @type {Frame} */
const PAIR = {
  name: "",
  first: 0,
  topology: {
    transform: { scale: [1, 1], translate: [0, 0] },
    arcs: [text([2, 0, 0, 2]), text([2, 2, -2, 0, 0, -2, 2, 0]), text([2, 0, 2, 0, 0, 2, -2, 0])],
    communes: [[[[0, 1]]], [[[2, ~0]]]],
  },
};
const WHOLE = { west: 0, north: 2, scale: 2 };

/** The picture in rows.
 * @param {Int32Array} numbers
 * @param {number} width */
const rows = (numbers, width) =>
  Array.from(
    { length: numbers.length / width },
    (_, y) => [...numbers.subarray(y * width, (y + 1) * width)].join(""),
  );

Deno.test("neighbours share a border, without a gap", () => {
  equal(rows(numbered(plane([PAIR], false), WHOLE, { width: 8, height: 4 }), 8), Array(4).fill("11112222"));
});

Deno.test("what is out of sight is cut, and what is beside the land is nothing", () => {
  const shown = numbered(plane([PAIR], false), { west: 1.5, north: 2.5, scale: 2 }, { width: 7, height: 3 });
  equal(rows(shown, 7), ["0000000", "1222200", "1222200"]);
});

Deno.test("an enclave is its own, and a hole is nothing", () => {
  const around = [square(0, 0, 6), square(1, 1, 2), square(4, 4, 1)];
  const drawn = numbered(
    plane([frame([around, [square(1, 1, 2)]])], false),
    { west: 0, north: 6, scale: 1 },
    {
      width: 6,
      height: 6,
    },
  );
  equal(rows(drawn, 6), ["111111", "111101", "111111", "122111", "122111", "111111"]);
});

Deno.test("a commune that holds no middle of a pixel takes none from its neighbours", () => {
  const drawn = numbered(plane([frame([[square(0, 0, 1)], [square(1, 0, 8)]])], false), {
    west: -3,
    north: 9,
    scale: 0.25,
  }, { width: 3, height: 3 });
  equal(drawn.includes(1), false);
  equal(drawn.includes(2), true);
});

Deno.test("every pixel shows the polygon that holds its middle, as counted by crossings", () => {
  /** A star of many corners, and a triangle. @type {[number, number][][]} */
  const shapes = [
    [[0, 0], [9, 3], [15, 0], [12, 8], [15, 14], [7, 11], [1, 15], [4, 7], [0, 0]],
    [[15, 0], [15, 14], [12, 8], [15, 0]],
  ];
  const [width, height, scale] = [41, 37, 2.7];
  const drawn = numbered(plane([frame(shapes.map((ring) => [ring]))], false), {
    west: -0.2,
    north: 14.3,
    scale,
  }, {
    width,
    height,
  });
  /** @param {[number, number][]} ring
   * @param {number} x
   * @param {number} y */
  const inside = (ring, x, y) =>
    ring.slice(1).reduce((odd, [toX, toY], i) => {
      const [fromX, fromY] = ring[i];
      const crosses = (fromY > y) !== (toY > y) && x < fromX + (toX - fromX) * (y - fromY) / (toY - fromY);
      return crosses ? !odd : odd;
    }, false);
  const expected = Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [(i % width + 0.5) / scale - 0.2, 14.3 - (Math.floor(i / width) + 0.5) / scale];
    return 1 + shapes.findIndex((ring) => inside(ring, x, y));
  });
  equal([...drawn], expected);
});

Deno.test("what lies overseas stands in boxes beside the mainland, and nowhere else", () => {
  const island = (/** @type {string} */ name, /** @type {number} */ first) =>
    frame([[square(3, 3, 4)]], { name, first });
  for (const tall of [false, true]) {
    // In any order: communes stand in that of their numbers.
    const drawn = plane([island("B", 2), frame([[square(0, 0, 15)]]), island("A", 1)], tall);
    equal(drawn.insets.map(({ name }) => name), ["A", "B"]);
    drawn.insets.forEach(({ box: [west, south, east, north] }, i) => {
      const [left, bottom, right, top] = drawn.boxes.subarray(4 * (i + 1), 4 * (i + 2));
      equal([left > west, bottom > south, right < east, top < north], [true, true, true, true]);
      equal(east <= 0 || north <= 0, true); // off the mainland
    });
    const [first, second] = drawn.insets.map(({ box }) => box);
    equal(tall ? first[2] <= second[0] : first[1] >= second[3], true);
    equal([...drawn.boxes.subarray(0, 4)], [0, 0, 15, 15]);
  }
});

Deno.test("without the mainland boxes stand alone, and without a border nothing does", () => {
  const alone = plane([frame([[square(3, 3, 4)], []], { name: "A" })], false);
  equal(alone.insets.map(({ box }) => box), [alone.extent]);
  equal([...alone.boxes.subarray(4, 6)], [Infinity, Infinity]);
  const none = plane([frame([[]])], false);
  equal([...numbered(none, fitted(none.extent, { width: 2, height: 2 }), { width: 2, height: 2 })], [
    0,
    0,
    0,
    0,
  ]);
});

Deno.test("a border of départements lies between them, and around all", () => {
  const drawn = plane([PAIR], false);
  equal([...outer(drawn, [0, 0])], [0, 1, 1]);
  equal([...outer(drawn, [0, 1])], [1, 1, 1]);
});

Deno.test("a view keeps what it is told to keep", () => {
  const size = { width: 400, height: 200 };
  const whole = fitted([0, 0, 10_000, 10_000], size);
  equal(middle(whole, size).map(Math.round), [5_000, 5_000]);
  equal(whole.scale, (200 - 20) / 10_000);
  const at = { x: 300, y: 50 };
  const [before, after] = [whole, zoomed(whole, 2, at, whole.scale)].map((view) => [
    Math.round(view.west + at.x / view.scale),
    Math.round(view.north - at.y / view.scale),
  ]);
  equal(after, before);
  equal(zoomed(whole, 1e9, at, whole.scale).scale, 1 / 12); // no closer than 12 m a pixel
  const off = held(moved(whole, 1e6, 0), size, { extent: [0, 0, 10_000, 10_000] });
  equal(middle(off, size).map(Math.round), [0, 5_000]);
});

Deno.test("a pattern is painted over its colour, and a clear pixel where nothing is", () => {
  const { signs } = payload;
  const plain = tile({ label: "", colour: "#102030", pattern: "" }, signs, 1);
  const dotted = tile({ label: "", colour: "#ffffff", pattern: "dotted" }, signs, 1);
  const striped = tile({ label: "", colour: "#000000", pattern: "lined" }, signs, 2);
  equal([dotted.side, striped.side], [8, 16]); // spaced by 8 pixels, of which the second has two each
  const picture = new Uint32Array(4);
  paint(Int32Array.of(0, 1, 2, 2), 2, { of: [0, 1], tiles: [plain, dotted] }, picture);
  const bytes = new Uint8Array(picture.buffer);
  equal([...bytes.subarray(0, 8)], [0, 0, 0, 0, 0x10, 0x20, 0x30, 255]);
  equal([...bytes.subarray(8, 12)], [255, 255, 255, 255]); // beside the dot
  // Half of white over black, in the first two of eight pixels, twice as fine.
  const lines = [...new Uint8Array(striped.pixels.buffer)].filter((_, i) => i % (4 * 16) === 0);
  equal(lines, [128, 128, 128, 128, ...Array(12).fill(0)]);
});

Deno.test("a name stands where it fits, the most populous first", () => {
  const row = [square(0, 0, 4), square(4, 0, 4), square(8, 0, 4)];
  const drawing = {
    plane: plane([frame(row.map((ring) => [ring]))], false),
    view: { west: 0, north: 4, scale: 20 }, // each is 80 pixels wide
    size: { width: 240, height: 80 },
  };
  const order = inOrder({ residents: [null, 300, 20] });
  equal(order, [1, 2, 0]);
  const names = ["A", "B", "C"];
  const fitting = placed(drawing, names, order, () => 60);
  equal(fitting.map(({ name, x, y }) => [name, x, y]), [["B", 120, 40], ["C", 200, 40], ["A", 40, 40]]);
  equal(placed(drawing, names, order, () => 90).map(({ name }) => name), ["B"]); // the others would meet it
  equal(placed({ ...drawing, view: { west: 0, north: 4, scale: 10 } }, names, order, () => 9), []); // from afar
});
