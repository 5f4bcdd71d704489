/* The card of one commune, which leads to the page of its département. */
import { head, spoken as sentence, told, undrawn } from "../../map/scripts/card.js";
import { element } from "../../map/scripts/dom.js";
import { capital, minutes, MISSING, number, percent } from "../../map/scripts/text.js";
import { FLAGGED } from "../../map/scripts/words.js";
/** @import { ShownTheme } from "../../map/scripts/types.d.ts"
 * @import { Scene } from "./types.d.ts" */

/** The département of a commune with its code.
 * @param {Pick<Scene, "communes" | "departements">} scene
 * @param {number} position */
export function where({ communes, departements }, position) {
  const { name, code } = departements[communes.departement[position]];
  return name + " (" + code + ")";
}

/** The two values by which a commune is flagged.
 * @param {Scene} scene
 * @param {number} position */
function values({ communes, lacking, of_whole_city }, position) {
  const share = communes.share_without[position];
  const premises = communes.of_city.some(([i]) => i === position)
    ? of_whole_city
    : number(communes.premises_without[position]) + " sur " + number(communes.premises[position]);
  const time = communes.minutes[position];
  return [
    share === null ? "internet : " + MISSING : percent(share) + " des locaux " + lacking + " : " + premises,
    time === null ? "temps vers un conseiller : " + MISSING : "conseiller à " + minutes(time),
  ];
}

/** Where the page of the département shows a commune under a theme; null where there is no page.
 * @param {Scene} scene
 * @param {number} position
 * @param {string} theme */
export function address({ communes, departements }, position, theme) {
  const { page } = departements[communes.departement[position]];
  const asked = new URLSearchParams({ theme, commune: communes.insee[position] });
  return page && page + "#" + asked;
}

/** @param {HTMLElement} holder
 * @param {Scene} scene
 * @param {number} position
 * @param {{theme: ShownTheme, close: () => void}} more */
export function draw(holder, scene, position, { theme, close }) {
  const { communes, situations } = scene;
  const page = address(scene, position, theme.key);
  holder.replaceChildren(
    ...head({}, close),
    element("h2", {}, communes.name[position]),
    element("p", { class: "where" }, where(scene, position) + " · Insee " + communes.insee[position]),
    undrawn(scene, position),
    element(
      "div",
      { class: communes.situation[position] === FLAGGED ? "verdict flagged" : "verdict" },
      capital(situations[communes.situation[position]]),
      element("ul", {}, ...values(scene, position).map((value) => element("li", {}, value))),
    ),
    element(
      "dl",
      {},
      ...told(scene, position, theme).flatMap((
        [term, value],
      ) => [element("dt", {}, term), element("dd", {}, value)]),
    ),
    element(
      "p",
      { class: "tools" },
      page
        ? element("a", { href: page }, "Voir sur la carte du département")
        : "Ce département n'a pas pu être calculé.",
    ),
  );
}

/** One sentence for those who hear the page.
 * @param {Scene} scene
 * @param {number} position */
export const spoken = (scene, position) => where(scene, position) + ". " + sentence(scene, position);
