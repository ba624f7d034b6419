import type { Sharp, SharpOptions } from 'sharp';
import type { Reading } from '../images/formats/reading.ts';
import { sharp } from './sharp.ts';

/** A picture in sharp, upright: of a TIFF with several, the one that the reading names. */
export function openPicture(encoded: Uint8Array, reading: Reading, options: SharpOptions): Sharp {
  const { page, inner, sequence } = reading;
  return sharp(sequence ? asOne(encoded) : encoded, {
    autoOrient: true,
    ...(page !== undefined && page > 0 && { page }),
    ...(inner !== undefined && { tiff: { subifd: inner } }),
    ...options,
  });
}

/** An AVIF whose first brand says that it is one picture, copied: libvips refuses sequences, though libheif reads their first. */
function asOne(encoded: Uint8Array): Uint8Array {
  const copy = encoded.slice();
  copy.set(new TextEncoder().encode('avif'), 8);
  return copy;
}
