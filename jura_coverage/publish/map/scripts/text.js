/* French text: numbers, plurals, and names folded for searching, as Python writes them. */
export const MISSING = "non disponible";
export const NBSP = "\u00a0";
const MINUS = "\u2212";

/** Round as Python does: the number is taken exactly, and a half goes to the even side.
 * @param {number} value
 * @param {number} digits
 * @returns {string} */
export function rounded(value, digits) {
  const halves = Math.abs(value) * 2 ** (digits + 1);
  if (halves % 2 !== 1) return value.toFixed(digits);
  const below = Math.floor(value * 10 ** digits);
  return ((below % 2 ? below + 1 : below) / 10 ** digits).toFixed(digits);
}

/** Write a number the French way; a missing one says so.
 * @param {number | null} value
 * @param {number} [digits]
 * @returns {string} */
export function number(value, digits = 0) {
  if (value === null) return MISSING;
  const [whole, part] = rounded(value, digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NBSP);
  const text = part ? grouped + "," + part : grouped;
  return /[1-9]/.test(text) ? text.replace("-", MINUS) : text.replace("-", "");
}

/** Write a chosen number, such as a threshold, without idle zeros.
 * @param {number} value
 * @param {number} digits
 * @returns {string} */
export function shortest(value, digits) {
  const text = number(value, digits);
  return text.includes(",") ? text.replace(/0+$/, "").replace(/,$/, "") : text;
}

/** Write a share (0 to 1); a part is never rounded up to the whole or down to nothing.
 * @param {number | null} share
 * @param {number} [decimals]
 * @returns {string} */
export function percent(share, decimals = 1) {
  if (share === null) return MISSING;
  const unit = NBSP + "%";
  if (share === 0 || share === 1) return number(100 * share) + unit;
  const step = 10 ** -decimals;
  const shown = Number(rounded(100 * share, decimals));
  if (shown >= 100) return "plus de " + number(100 - step, decimals) + unit;
  if (shown <= 0) return "moins de " + number(step, decimals) + unit;
  return number(100 * share, decimals) + unit;
}

/** Write minutes with one decimal.
 * @param {number | null} value
 * @returns {string} */
export function minutes(value) {
  return value === null ? MISSING : number(value, 1) + NBSP + "min";
}

/** Write a quantity with its noun, in the plural from two on; a missing one says so.
 * @param {number | null} quantity
 * @param {string} noun
 * @param {string} [plural]
 * @returns {string} */
export function count(quantity, noun, plural = noun + "s") {
  if (quantity === null) return MISSING;
  return number(quantity) + NBSP + (quantity < 2 ? noun : plural);
}

/** Put before a quantity that it is the least that it can be, where something is not counted.
 * @param {boolean} partly */
export const least = (partly) => (partly ? "au moins" + NBSP : "");

/** Write a number of posts; what is shared between places is a fraction of one at each.
 * @param {number} quantity
 * @returns {string} */
export function posts(quantity) {
  return shortest(quantity, 2) + NBSP + (Number(rounded(quantity, 2)) < 2 ? "poste" : "postes");
}

// Prepositions with the article "le", and with "les".
const CONTRACTED = { à: ["au ", "aux "], de: ["du ", "des "] };

/** Put "à" or "de" before the name of a commune, and make one word of it with its article.
 * @param {"à" | "de"} preposition
 * @param {string} name
 * @returns {string} */
export function linked(preposition, name) {
  const [, le, les] = /^(?:(le) |(les) )(?=.)/i.exec(name) ?? [];
  if (le || les) return CONTRACTED[preposition][les ? 1 : 0] + name.slice((le ?? les).length + 1);
  if (/^l['’]/i.test(name)) return preposition + " l" + name.slice(1);
  const vowel = /^[aeiouœæ]/i.test(name.normalize("NFD"));
  return vowel && preposition === "de" ? "d'" + name : preposition + " " + name;
}

/** Reduce a name to what people type: no accent, hyphen, apostrophe or first article; "st" is "saint".
 * @param {string} name
 * @returns {string} */
export function fold(name) {
  return name
    .toLowerCase()
    .replace(/œ/g, "oe")
    .replace(/æ/g, "ae")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim()
    .replace(/\bst(e?)\b/g, "saint$1")
    .replace(/^(le|la|les|l)\s+(?=\S)/, "");
}

// A file or an address, or what print has otherwise: an apostrophe, a space where no line may break.
const TYPED = new RegExp(
  String.raw`(?<![^\s«»(\\">])[^\s<>]*(?:[/\\]|\.(?=[\p{L}\d_]))[^\s<>]*` +
    String.raw`|(?<=\p{L})'(?=[\p{L}\d_«<])` +
    String.raw`| (?=[?!:;»%€])|(?<=«) |(?<=\d) (?=\d{3}(?!\d)|(?:km|m|min|h|ko|Mo|[kMG]bit)\b)`,
  "gu",
);
/** @type {Record<string, string>} */
const PRINTED = { "'": "’", " ": NBSP };

/** Set a text as print has it; files and addresses stay as they are typed.
 * @param {string} text
 * @returns {string} */
export const typeset = (text) => text.replace(TYPED, (met) => PRINTED[met] ?? met);

/** Begin with a capital.
 * @param {string} text
 * @returns {string} */
export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// Characters shown of what others wrote.
const MOST_SHOWN = 40;

/** What others wrote, cut to what can be read.
 * @param {string} text
 * @returns {string} */
export const quoted = (text) =>
  "«" + NBSP + (text.length > MOST_SHOWN ? text.slice(0, MOST_SHOWN) + "…" : text) + NBSP + "»";

/** Items with commas between them, and a last word before the last.
 * @param {string[]} items
 * @param {"et" | "ou"} [last] */
export const enumeration = (items, last = "et") =>
  items.length > 1
    ? items.slice(0, -1).join(", ") + " " + last + " " + items[items.length - 1]
    : items.join();
