/* What the page uses of fflate. */
export function inflateSync(data: Uint8Array, options: { out: Uint8Array }): Uint8Array;
export function unzipSync(
  data: Uint8Array,
  options?: { filter?: (file: { name: string; size: number; originalSize: number }) => boolean },
): Record<string, Uint8Array>;
