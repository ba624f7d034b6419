import type { Sharp, SharpOptions } from 'sharp';
import type { Reading } from '../../images/formats/reading.ts';
import { sharp } from './sharp.ts';

/** A picture in sharp, upright. Of a TIFF with several pictures it is the one that `reading` names. */
export function openPicture(encoded: Uint8Array, reading: Reading, options: SharpOptions): Sharp {
  const { page, inner, sequence } = reading;
  return sharp(sequence ? asOne(encoded) : encoded, {
    autoOrient: true,
    ...(page !== undefined && page > 0 && { page }),
    ...(inner !== undefined && { tiff: { subifd: inner } }),
    ...options,
  });
}

/**
 * A copy of an AVIF whose first brand says that it is a single picture. libvips refuses sequences, though libheif reads
 * their first picture.
 */
function asOne(encoded: Uint8Array): Uint8Array {
  const copy = encoded.slice();
  copy.set(new TextEncoder().encode('avif'), 8);
  return copy;
}
