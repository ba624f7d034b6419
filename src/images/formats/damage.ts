import { gifIsWhole } from './gif-is-whole.ts';
import { jpegScans } from './jpeg-scans.ts';
import type { PictureFormat } from './picture-format.ts';
import { pngDamage } from './png-damage.ts';
import { lastByte, tiffPages } from './tiff-directories.ts';
import { tiffPage } from './tiff-page.ts';

/** The message for a file that ends too early. */
export const endsEarly = 'it ends before its last pixels';
/** The message for a file whose structure is right but whose pixels cannot be decoded. */
export const undecodable = 'its pixels cannot be decoded';

/**
 * What is wrong with a picture that could not be decoded, found from its bytes alone. Null where nothing wrong can be
 * seen without decoding: the file may then be of a variant that is not supported.
 */
export const damages: { readonly [Format in PictureFormat]: (encoded: Uint8Array) => string | null } = {
  jpeg: (encoded) => {
    const scans = jpegScans(encoded);
    if (scans === null) return 'its segments do not follow each other';
    return scans.end === null || !scans.complete ? endsEarly : undecodable;
  },
  png: (encoded) => pngDamage(encoded) ?? undecodable,
  webp: (encoded) => (word(encoded, 4) + 8 > encoded.length ? endsEarly : undecodable),
  gif: (encoded) => (gifIsWhole(encoded) ? undecodable : endsEarly),
  tiff: (encoded) => {
    const page = tiffPage(tiffPages(encoded));
    if (page === null) return 'it ends before its first directory';
    return lastByte(page.directory) > encoded.length ? endsEarly : undecodable;
  },
  avif: (encoded) => (boxesEnd(encoded) > encoded.length ? endsEarly : null),
};

/** Four bytes, little-endian. */
function word(encoded: Uint8Array, at: number): number {
  return (encoded[at] | (encoded[at + 1] << 8) | (encoded[at + 2] << 16) | (encoded[at + 3] << 24)) >>> 0;
}

/** Where the last box of an ISO media file ends, by its own size field. A box of size 0 reaches to the file's end. */
function boxesEnd(encoded: Uint8Array): number {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  let at = 0;
  while (at + 8 <= encoded.length) {
    const size = view.getUint32(at);
    if (size === 0) return encoded.length;
    const isLong = size === 1 && at + 16 <= encoded.length;
    at += isLong ? Number(view.getBigUint64(at + 8)) : Math.max(size, 8);
  }
  return at;
}
