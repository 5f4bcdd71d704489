/* How much a list may hold that a browser reads at once. */

export const GREATEST_BYTES = 5_000_000;
export const GREATEST_UNPACKED_BYTES = 30_000_000;
export const GREATEST_ROWS = 20_000;
export const TOO_MANY_ROWS = "20\u00a0000 lignes";
export const GREATEST_COLUMNS = 1000;

// Stands for a formula whose result the file does not hold; no text of a file is this.
export const UNCOMPUTED = "\0";
