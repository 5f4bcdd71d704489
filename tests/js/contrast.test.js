/* Unit tests of what stands out: `deno test --allow-read tests/js`. */
import { clearer, contrast } from "../../jura_coverage/publish/map/scripts/contrast.js";
import { edge } from "../../jura_coverage/publish/map/scripts/patterns.js";
import { equal, scene } from "./drawn.js";

Deno.test("contrast is that of WCAG, whichever colour comes first", () => {
  equal(contrast("#000000", "#ffffff"), 21);
  equal(contrast("#ffffff", "#000000"), 21);
  equal(contrast("#767676", "#767676"), 1);
  equal(contrast("#ffffff", "#767676").toFixed(2), "4.54"); // the lightest grey that text may have on white
});

Deno.test("of two colours that one is taken which stands out", () => {
  equal(clearer("#000000", "#6d7883", "#ffffff"), "#ffffff");
  equal(clearer("#ffffff", "#6d7883", "#ffffff"), "#6d7883");
});

Deno.test("an edge stands out from the ground of its class, whatever the ground", () => {
  const { signs } = scene;
  // Between grey and white every ground has a contrast of 2.1 to one of them: the root of that of both.
  for (let level = 0; level < 256; level += 5) {
    const colour = "#" + level.toString(16).padStart(2, "0").repeat(3);
    for (const pattern of /** @type {const} */ (["", "hatched"])) {
      const { color } = edge({ label: "", colour, pattern }, signs);
      if (contrast(colour, color) < 2.1) throw new Error(`${color} is lost on ${colour}`);
    }
  }
});
