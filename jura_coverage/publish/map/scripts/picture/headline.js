/* The title of a picture: what the theme that is shown has found. */
import { tally } from "../legend.js";
import { capital, count, least, MISSING, NBSP, number } from "../text.js";
import { FLAGGED, noted } from "../words.js";
/** @import { Measure, Scene, ShownTheme } from "../types.d.ts" */

/** What communes beyond the threshold of a scale are: one, and many.
 * @type {Record<Measure, string[]>} */
const BEYOND = {
  share: ["commune mal desservie", "communes mal desservies"],
  minutes: ["commune", "communes"].map((noun) => noun + " à plus de {minutes} d'un conseiller"),
};

/** Which communes a theme is about, and what they are: those that are flagged, or those beyond the
 * threshold of its one scale; null where it has none.
 * @param {Scene} scene
 * @param {ShownTheme} theme
 * @returns {{nouns: string[], among: boolean[]} | null} */
function subject({ communes, travel }, { follows, scales, of, classes }) {
  if (follows === "situation" || scales.length > 1) {
    return {
      nouns: ["commune signalée", "communes signalées"],
      among: communes.situation.map((each) => each === FLAGGED),
    };
  }
  if (!scales.length) return null;
  const [{ measure, factors }] = scales;
  const worst = factors.findIndex(([over, under]) => over === under) + 1;
  return {
    nouns: BEYOND[measure].map((noun) => noted(noun, travel)),
    among: of.map((each) => worst <= each && each < classes.length - 1),
  };
}

/** How many communes more or fewer than before.
 * @param {number} now
 * @param {number} was */
function difference(now, was) {
  if (now === was) return " (autant)";
  return " (" + number(Math.abs(now - was)) + (now < was ? " de moins)" : " de plus)");
}

/** What a theme says that it has found, else the class of most communes, in a sentence.
 * @param {ShownTheme} theme
 * @param {number[]} communes */
function mostly({ title, finding, classes, of }, communes) {
  if (finding) return finding;
  const most = Math.max(...communes);
  const { label } = classes[communes.indexOf(most)];
  return title + NBSP + ": " + label.charAt(0).toLowerCase() + label.slice(1) + " pour " +
    count(most, "commune") + " sur " + number(of.length);
}

/** What a theme has found in one sentence, and how that differs from before.
 * @param {Scene} scene
 * @param {ShownTheme} theme
 * @param {Scene | null} before what is compared with; none for what is published
 * @returns {string} */
export function headline(scene, theme, before) {
  const known = tally(theme).communes.slice(0, -1);
  const all = known.reduce((sum, each) => sum + each, 0);
  if (!all) return theme.title + NBSP + ": " + MISSING;
  const found = subject(scene, theme);
  if (!found) return mostly(theme, known);
  const { among, nouns } = found;
  const sums = tally({ ...theme, classes: [0, 1], of: among.map(Number) });
  const [communes, residents] = [sums.communes[1], sums.quantity[1]];
  const was = before && before.themes.find(({ key }) => key === theme.key);
  const compared = before && was && subject(before, was);
  return capital(
    least(communes > 0 && all < among.length) + count(communes, nouns[0], nouns[1]) +
      (compared ? difference(communes, compared.among.filter(Boolean).length) : "") +
      (residents ? ", " + least(sums.partly[1]) + count(residents, "habitant") : ""),
  );
}
