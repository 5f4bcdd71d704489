/* From degrees to the metres in which Python measures. */
/** @import { Projection } from "../payload.d.ts" */

/** @param {number} degrees */
const radians = (degrees) => degrees * Math.PI / 180;

/** A function from longitude and latitude to metres east and north.
 * @param {Projection} projection
 * @returns {(longitude: number, latitude: number) => [number, number]} */
export const projected = (projection) =>
  projection.method === "lambert" ? lambert(projection) : mercator(projection);

/** Lambert's conic, with two standard parallels (EPSG guidance note 7-2, method 9802).
 * @param {Projection} projection
 * @returns {(longitude: number, latitude: number) => [number, number]} */
function lambert({ numbers, semi_major, inverse_flattening }) {
  const e = eccentricity(inverse_flattening);
  const [latitude0, longitude0, south, north] = numbers.slice(0, 4).map(radians);
  const [east0, north0] = numbers.slice(4);
  /** @param {number} latitude */
  const m = (latitude) => Math.cos(latitude) / Math.sqrt(1 - (e * Math.sin(latitude)) ** 2);
  /** @param {number} latitude */
  const t = (latitude) =>
    Math.tan(Math.PI / 4 - latitude / 2) /
    ((1 - e * Math.sin(latitude)) / (1 + e * Math.sin(latitude))) ** (e / 2);
  const n = Math.log(m(south) / m(north)) / Math.log(t(south) / t(north));
  const scale = semi_major * m(south) / (n * t(south) ** n);
  /** @param {number} latitude */
  const radius = (latitude) => scale * t(latitude) ** n;
  return (longitude, latitude) => {
    const [r, angle] = [radius(radians(latitude)), n * (radians(longitude) - longitude0)];
    return [east0 + r * Math.sin(angle), north0 + radius(latitude0) - r * Math.cos(angle)];
  };
}

/** Transverse Mercator by Krüger's series to the fourth power (EPSG guidance note 7-2, method 9807).
 * @param {Projection} projection
 * @returns {(longitude: number, latitude: number) => [number, number]} */
function mercator({ numbers, semi_major, inverse_flattening }) {
  const e = eccentricity(inverse_flattening);
  const [latitude0, longitude0] = numbers.slice(0, 2).map(radians);
  const [k, east0, north0] = numbers.slice(2);
  const n = 1 / (2 * inverse_flattening - 1);
  const B = semi_major / (1 + n) * (1 + n ** 2 / 4 + n ** 4 / 64);
  const h = [
    n / 2 - 2 * n ** 2 / 3 + 5 * n ** 3 / 16 + 41 * n ** 4 / 180,
    13 * n ** 2 / 48 - 3 * n ** 3 / 5 + 557 * n ** 4 / 1440,
    61 * n ** 3 / 240 - 103 * n ** 4 / 140,
    49561 * n ** 4 / 161280,
  ];
  /** @param {number} across
   * @param {number} latitude
   * @returns {[number, number]} */
  function plane(across, latitude) {
    const q = Math.asinh(Math.tan(latitude)) - e * Math.atanh(e * Math.sin(latitude));
    const beta = Math.atan(Math.sinh(q));
    const eta0 = Math.atanh(Math.cos(beta) * Math.sin(across));
    const xi0 = Math.asin(Math.sin(beta) * Math.cosh(eta0));
    const terms = h.map((each, i) => [each, 2 * (i + 1)]);
    return [
      terms.reduce((sum, [each, i]) => sum + each * Math.cos(i * xi0) * Math.sinh(i * eta0), eta0),
      terms.reduce((sum, [each, i]) => sum + each * Math.sin(i * xi0) * Math.cosh(i * eta0), xi0),
    ];
  }
  const [, origin] = plane(0, latitude0);
  return (longitude, latitude) => {
    const [eta, xi] = plane(radians(longitude) - longitude0, radians(latitude));
    return [east0 + k * B * eta, north0 + k * B * (xi - origin)];
  };
}

/** @param {number} inverse */
const eccentricity = (inverse) => Math.sqrt(2 / inverse - 1 / inverse ** 2);
