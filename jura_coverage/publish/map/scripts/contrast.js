/* How colours stand out from one another, by the relative luminance of WCAG 2.2. */

/** @param {string} colour */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const level = parseInt(colour.slice(at, at + 2), 16) / 255;
    return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** From 1 to 21.
 * @param {string} one
 * @param {string} other */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Of two colours that which stands out more from a ground.
 * @param {string} ground
 * @param {string} one
 * @param {string} other */
export const clearer = (ground, one, other) => contrast(ground, one) > contrast(ground, other) ? one : other;
