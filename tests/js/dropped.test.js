/* Lists that are dropped on the page, read from the cases that Python's tests read too. */
import { Refused, sentence } from "../../jura_coverage/publish/map/scripts/dropped/faults.js";
import { openingHours } from "../../jura_coverage/publish/map/scripts/dropped/hours.js";
import { readPosts } from "../../jura_coverage/publish/map/scripts/dropped/posts.js";
import { projected } from "../../jura_coverage/publish/map/scripts/dropped/projection.js";
import { opened } from "../../jura_coverage/publish/map/scripts/dropped/recognise.js";
import { equal } from "./drawn.js";

/** @param {string} name */
const vectors = (name) => JSON.parse(Deno.readTextFileSync(new URL("../vectors/" + name, import.meta.url)));
const dropped = { ...vectors("lists.json"), former_codes: [] };

/** The letters beyond ASCII that the cases have, in what spreadsheets wrote before UTF-8.
 * @type {Record<string, Record<string, number>>} */
const BYTES = {
  cp1252: { "’": 0x92 },
  mac_roman: { "’": 0xd5, "É": 0x83, "é": 0x8e, "è": 0x8f },
};

/** @param {string} text
 * @param {string} [encoding] */
function bytes(text, encoding) {
  if (!encoding) return new TextEncoder().encode(text);
  if (encoding !== "utf-16") {
    return Uint8Array.from(text, (letter) => BYTES[encoding][letter] ?? letter.charCodeAt(0));
  }
  const units = ["\ufeff", ...text].map((letter) => letter.charCodeAt(0));
  return Uint8Array.from(units.flatMap((unit) => [unit & 255, unit >> 8]));
}

const { cases, hours, projections } = vectors("dropped.json");

for (const { written, said } of hours) {
  Deno.test("hours: " + written, () => {
    equal(openingHours(written, dropped.days).replaceAll("\u00a0", " "), said);
  });
}

for (const { epsg, projection, points } of projections) {
  Deno.test("EPSG:" + epsg + " to a millimetre", () => {
    const project = projected(projection);
    for (const { degrees, metres } of points) {
      const off = project(degrees[0], degrees[1]).map((each, i) => Math.abs(each - metres[i]) < 0.001);
      equal(off, [true, true]);
    }
  });
}

for (const { why, text, encoding, departement = "39", rows, notes, faults } of cases) {
  Deno.test("dropped: " + why, () => {
    try {
      const read = readPosts(
        opened(bytes(text, encoding), dropped.formats, dropped),
        dropped,
        departement,
      );
      const names = Object.keys(rows[0] ?? {});
      equal(
        read.posts.map((/** @type {any} */ post) =>
          Object.fromEntries(names.map((name) => [name, post[name]]))
        ),
        rows,
      );
      if (notes) equal(read.notes, notes);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      equal(error.faults.map(sentence).sort(), [...(faults ?? [])].sort());
      const lines = error.faults.map(({ line }) => line);
      equal(lines, [...lines].sort((one, other) => one - other));
    }
  });
}
