/* The payload of the page, as Python packed it: JSON, deflated, in base64. */
/** @import { Payload } from "./payload.d.ts" */

/** @param {string} text
 * @returns {Promise<Payload>} */
export function unpacked(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
}
