/* What tests use of fflate. */
export function deflateSync(data: Uint8Array): Uint8Array;
