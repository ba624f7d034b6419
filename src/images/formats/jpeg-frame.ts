/** The frame header of a JPEG, which describes its samples. */
export type JpegFrame = {
  /** 0xc0 baseline, 0xc2 progressive, ... (ITU T.81, table B.1); 0xf7 JPEG-LS. */
  readonly marker: number;
  /** Bits a sample. */
  readonly precision: number;
  /** 1: grey, 3: colour, 4: CMYK inks. */
  readonly components: number;
};

/** The first frame header of a JPEG; null where none is found. */
export function jpegFrame(encoded: Uint8Array): JpegFrame | null {
  for (let at = 2; at + 9 < encoded.length && encoded[at] === 0xff; ) {
    const marker = encoded[at + 1];
    if (isFrame(marker)) return { marker, precision: encoded[at + 4], components: encoded[at + 9] };
    // Any number of 0xff may stand before a marker.
    at += marker === 0xff ? 1 : 2 + (encoded[at + 2] << 8) + encoded[at + 3];
  }
  return null;
}

/** SOF0 to SOF15 without the tables and extensions in the same range, and JPEG-LS (SOF55). */
function isFrame(marker: number): boolean {
  const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
  return frame || marker === 0xf7;
}

/** Which feature of the frame is not supported, in words; null where all are. */
export function unreadFrame({ marker, precision, components }: JpegFrame): string | null {
  if (marker === 0xf7) return 'JPEG-LS';
  if (marker === 0xcb) return 'lossless arithmetic coding';
  if ((marker >= 0xc5 && marker <= 0xc7) || marker >= 0xcd) return 'hierarchical frames';
  if (precision !== 8) return `${precision} bits per sample`;
  return [1, 3, 4].includes(components) ? null : `${components} components`;
}
