import { unreadVariant } from './formats/reading.ts';

/** A quarter of the range of 8-bit values. */
const quarter = 64;

/**
 * Throws `unsupported` where no colour of a picture with 16 bits per sample reaches a quarter of the range. Such
 * numbers come from a camera or scanner with 8 to 14 bits; the file does not state their range, and the picture would
 * be almost black. `data` are the values reduced to 8 bits, [P, channels]; a fourth channel is alpha.
 */
export function requireFullRange(data: Uint8Array, channels: number, format: string): void {
  for (let i = 0; i < data.length; i++) if (data[i] >= quarter && (channels === 3 || i % channels !== 3)) return;
  throw unreadVariant(
    format,
    '16 bits per sample, of which the highest are unused: the brightness range is not stated',
  );
}
