/* Unit tests of work done once: `deno test --allow-read tests/js`. */
import { once } from "../../jura_coverage/publish/map/scripts/once.js";
import { equal } from "./drawn.js";

Deno.test("work is done again only where its grounds are others", () => {
  let done = 0;
  const list = [1, 2];
  const sum = once(
    (/** @type {{list: number[], by: number, said: string}} */ { list, by }) => [list, by],
    ({ list, by }) => {
      done += 1;
      return list.map((each) => each * by);
    },
  );
  const first = sum({ list, by: 2, said: "a" });
  equal(first, [2, 4]);
  equal(sum({ list, by: 2, said: "b" }) === first, true); // what it does not rest on counts for nothing
  equal(done, 1);
  equal(sum({ list, by: 3, said: "b" }), [3, 6]);
  equal(sum({ list: [5], by: 3, said: "b" }), [15]);
  equal(sum({ list, by: 2, said: "a" }), [2, 4]); // only the last is kept
  equal(done, 4);
});
