/* The table of the places where the public meets advisors, those of the département first. */
import { byId, element } from "./dom.js";
/** @import { Scene } from "./types.d.ts" */

/** @param {Scene["places"]} places
 * @param {(place: number) => void} choose */
export function write(places, choose) {
  /** @param {number} position */
  const named = (position) => {
    const button = element("button", { type: "button" }, places[position].host);
    button.addEventListener("click", () => choose(position));
    return button;
  };
  const order = places.map((_, position) => position)
    .sort((one, other) => Number(places[other].ours) - Number(places[one].ours));
  const rows = order.map((position) => {
    const place = places[position];
    return element(
      "tr",
      {},
      element("th", { scope: "row" }, named(position)),
      element("td", {}, place.commune + (place.ours ? "" : " (hors du département)")),
      element("td", {}, place.presence),
      element("td", {}, place.hours || "horaires non connus"),
      element("td", {}, place.approximate ? "à la mairie (adresse inconnue)" : "à son adresse"),
    );
  });
  byId("hosts").replaceChildren(...rows);
}
