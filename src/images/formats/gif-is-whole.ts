const [extension, picture, trailer] = [0x21, 0x2c, 0x3b];

/** Whether the blocks of a GIF follow each other up to the final one. */
export function gifIsWhole(encoded: Uint8Array): boolean {
  let at = 13 + paletteBytes(encoded[10]);
  while (at < encoded.length) {
    if (encoded[at] === trailer) return true;
    if (encoded[at] === extension) at = afterBlocks(encoded, at + 2);
    else if (encoded[at] === picture) at = afterBlocks(encoded, at + 11 + paletteBytes(encoded[at + 9]));
    else return false;
  }
  return false;
}

/** The size in bytes of the palette that the flags announce. */
function paletteBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** The index after a sequence of data blocks, each of which begins with its length; the last one is empty. */
function afterBlocks(encoded: Uint8Array, from: number): number {
  let at = from;
  while (encoded[at] > 0) at += 1 + encoded[at];
  return at + 1;
}
