import { semaphore } from '../base/semaphore.ts';
import { howToRead } from '../images/formats/reading.ts';
import { openPicture } from './open-picture.ts';

/** Smaller files are let in unseen: decoded they stay below the 40 megapixels that the decoder allows itself. */
const lightBytes = 200_000;

/** Megapixels decoded at once: 3 MB each, so at most a quarter of a gigabyte beside the networks. */
const limitMegapixels = 80;

/**
 * Bounds the memory of pictures that are being decoded at once. Gives a function that waits until there is room for a
 * picture, [bytes as encoded], and gives the function that makes room again.
 */
export function pictureBudget(): (encoded: Uint8Array) => Promise<() => void> {
  const room = semaphore(limitMegapixels);
  return async (encoded) => {
    const weight = encoded.byteLength < lightBytes ? 0 : await megapixels(encoded);
    await room.acquire(weight);
    return () => room.release(weight);
  };
}

/** From the header alone; 0 for what is no picture, which the decoder will refuse. */
async function megapixels(encoded: Uint8Array): Promise<number> {
  try {
    const { width, height } = await openPicture(encoded, howToRead(encoded), { limitInputPixels: false }).metadata();
    return (width * height) / 1e6;
  } catch {
    return 0;
  }
}
