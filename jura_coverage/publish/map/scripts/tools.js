/* What the card of a commune leads to: its sheet, paper, a link, the whole département. */
import { element, setText } from "./dom.js";
/** @import { Scene } from "./types.d.ts" */

/** Copy the address of the page, and say whether that was allowed.
 * @param {HTMLElement} button */
async function copy(button) {
  try {
    await navigator.clipboard.writeText(location.href);
    setText(button, "Lien copié");
  } catch {
    setText(button, "Copie refusée : le lien est l'adresse de la page");
  }
}

/** @param {Scene} scene
 * @param {number} position
 * @param {{print: () => void, whole: () => void}} on */
export function tools({ communes, sheets }, position, on) {
  const sheet = sheets[communes.epci[position]];
  /** @param {string} text
   * @param {(button: HTMLElement) => void} act */
  const button = (text, act) => {
    const made = element("button", { type: "button" }, text);
    made.addEventListener("click", () => act(made));
    return made;
  };
  return element(
    "div",
    { class: "tools" },
    sheet ? element("a", { href: sheet }, "Fiche de l'intercommunalité") : null,
    button("Imprimer cette commune", on.print),
    // In a notebook's frame the address leads nowhere.
    location.protocol === "about:" ? null : button("Copier le lien", copy),
    button("Tout le département", on.whole),
  );
}
