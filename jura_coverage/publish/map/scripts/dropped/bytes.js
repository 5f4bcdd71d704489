/* The text of a file: its encoding is told by its bytes alone, UTF-8, else what spreadsheets write. */

const NEWLINE = 10;
const RETURN = 13;
const UTF_16_BYTES = 1000;
const LOOKED_AT = 10_000;
// As in Python: small letters but among capitals, capitals but after small ones, and signs but
// between letters.
const SIGNS = "[‘“”«»…–—•€°™]";
const LIKELY = new RegExp(
  "(?<![A-Z]{2})[àâçéèêëîïôùûüÿœæ]|(?<![a-zÀ-ÿ])[ÀÂÇÉÈÊËÎÏÔÙÛÜŸŒÆ]|" +
    "’|(?<![a-zA-Z])" + SIGNS + "|" + SIGNS + "(?![a-zA-Z])",
  "g",
);

/** @typedef {"" | "utf-8" | "windows-1252" | "macintosh"} Encoding */

/** What an encoding that is none of the expected is called.
 * @type {Partial<Record<Encoding, string>>} */
export const SPOKEN = { "windows-1252": "cp1252", macintosh: "MacRoman (Macintosh)" };

/** The text as UTF-8 where it is UTF-16, with line ends where a Mac had others.
 * @param {Uint8Array} raw */
export function plain(raw) {
  const kind = utf16(raw);
  const text = kind ? new TextEncoder().encode(new TextDecoder(kind).decode(raw)) : raw;
  return text.includes(NEWLINE) ? text : text.map((byte) => (byte === RETURN ? NEWLINE : byte));
}

/** @param {Uint8Array} raw */
function utf16(raw) {
  if (raw[0] === 0xff && raw[1] === 0xfe) return "utf-16le";
  if (raw[0] === 0xfe && raw[1] === 0xff) return "utf-16be";
  const start = [...raw.slice(0, UTF_16_BYTES)];
  const halves = [0, 1].map((odd) => start.filter((_, i) => i % 2 === odd));
  const zeros = halves.map((half) => half.filter((byte) => !byte).length);
  if (10 * zeros[1] > 9 * halves[1].length && !zeros[0]) return "utf-16le";
  if (10 * zeros[0] > 9 * halves[0].length && !zeros[1]) return "utf-16be";
  return "";
}

/** The encoding of a text; empty if it is no text.
 * @param {Uint8Array} raw
 * @returns {Encoding} */
export function encodingOf(raw) {
  if (!raw.some((byte) => byte > 32) || raw.includes(0)) return "";
  if (firstWrongByte(raw) === null) return "utf-8";
  const beyond = around(raw);
  const possible = !raw.some((byte) => [0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte));
  const [windows, macintosh] = ["windows-1252", "macintosh"].map((name) =>
    (new TextDecoder(name).decode(beyond).match(LIKELY) ?? []).length
  );
  const most = 2 * macintosh >= beyond.filter((byte) => byte > 127).length;
  const control = raw.some((byte) => byte < 32 && ![9, NEWLINE, RETURN].includes(byte));
  if (most && macintosh > (possible ? windows : 0) && !control) return "macintosh";
  return possible ? "windows-1252" : "";
}

/** The letters beyond ASCII with their neighbours, a line each.
 * @param {Uint8Array} raw */
function around(raw) {
  const latin = Array.from(raw, (byte) => String.fromCharCode(byte)).join("");
  const found = [];
  for (const [part] of latin.matchAll(/.{0,2}[\x80-\xff]+.{0,2}/gs)) {
    if (found.push(part) === LOOKED_AT) break;
  }
  return Uint8Array.from(found.join("\n"), (letter) => letter.charCodeAt(0));
}

/** Where bytes are no UTF-8; null if they all are.
 * @param {Uint8Array} raw
 * @returns {number | null} */
export function firstWrongByte(raw) {
  const text = decoded(raw, "utf-8", { marked: true });
  for (let at = text.indexOf("\ufffd"), before = 0, byte = 0; at >= 0; at = text.indexOf("\ufffd", at + 1)) {
    byte += new TextEncoder().encode(text.slice(before, at)).length;
    before = at;
    if (raw[byte] !== 0xef || raw[byte + 1] !== 0xbf || raw[byte + 2] !== 0xbd) return byte;
  }
  return null;
}

/** @param {Uint8Array} raw
 * @param {Encoding} encoding
 * @param {{marked?: boolean}} [options] whether the mark of a beginning is kept */
export const decoded = (raw, encoding, { marked = false } = {}) =>
  new TextDecoder(encoding || "utf-8", { ignoreBOM: marked }).decode(raw);

/** Show by a sign whatever has none, would turn text around, or cannot be written.
 * @param {string} text */
export const legible = (text) =>
  text.replace(/(?![\t\n\r])[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/gu, (sign) => {
    const code = sign.charCodeAt(0);
    return code < 32 ? String.fromCharCode(0x2400 + code) : code === 127 ? "␡" : "\ufffd";
  });
