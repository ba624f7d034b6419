/** Whether a JPEG has four components, CMYK or its kin, by its frame header; false where none is found. */
export function hasFourInks(encoded: Uint8Array): boolean {
  let at = 2;
  while (at + 9 < encoded.length && encoded[at] === 0xff) {
    const marker = encoded[at + 1];
    if (isFrame(marker)) return encoded[at + 9] === 4;
    at += 2 + (encoded[at + 2] << 8) + encoded[at + 3];
  }
  return false;
}

/** SOF0 to SOF15, without the tables and extensions that share their numbers (ITU T.81, table B.1). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
