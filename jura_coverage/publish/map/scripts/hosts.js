/* The table of the places where the public meets advisors, those of the département first. */
import { byId, element } from "./dom.js";
/** @import { Scene } from "./types.d.ts" */

/** @param {Scene["places"]} places */
export function write(places) {
  const rows = [...places].sort((one, other) => Number(other.ours) - Number(one.ours)).map((place) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, place.host),
      element("td", {}, place.commune + (place.ours ? "" : " (hors du département)")),
      element("td", {}, place.presence),
      element("td", {}, place.hours || "horaires non connus"),
      element("td", {}, place.approximate ? "à la mairie (adresse inconnue)" : "à son adresse"),
    )
  );
  byId("hosts").replaceChildren(...rows);
}
