import { unreadVariant } from './formats/reading.ts';

/** Values that 16 bits give when they are brought to 8: below a quarter of the range. */
const quarter = 64;

/**
 * Throws `unsupported` where no colour of a picture with 16 bits a sample reaches a quarter of the range: a camera or
 * scanner with 8 to 14 bits wrote numbers whose range the file does not state, and the picture would be all but black.
 * `data` holds the values brought to 8 bits, [P, channels]; a fourth channel is alpha.
 */
export function requireFullRange(data: Uint8Array, channels: number, format: string): void {
  for (let i = 0; i < data.length; i++) if (data[i] >= quarter && (channels === 3 || i % channels !== 3)) return;
  throw unreadVariant(
    format,
    '16 bits a sample, of which the highest are not used: how bright it is meant to be is not stated',
  );
}
