import { semaphore } from '../../base/semaphore.ts';
import { howToRead } from '../../images/formats/reading.ts';
import { openPicture } from './open-picture.ts';

/** Smaller files do not count: decoded they stay below the 40 megapixels of the decoder's own limit. */
const lightBytes = 200_000;

/** Megapixels decoded at once: 3 MB each, so at most a quarter of a gigabyte beside the networks. */
const limitMegapixels = 80;

/**
 * Bounds the memory of pictures that are decoded at once. Gives a function that waits until there is room for an
 * encoded picture, and then gives the function that frees the room again.
 */
export function pictureBudget(): (encoded: Uint8Array) => Promise<() => void> {
  const room = semaphore(limitMegapixels);
  return async (encoded) => {
    const weight = encoded.byteLength < lightBytes ? 0 : await megapixels(encoded);
    await room.acquire(weight);
    return () => room.release(weight);
  };
}

/** Megapixels by the header alone; 0 where it is no picture, which the decoder will refuse. */
async function megapixels(encoded: Uint8Array): Promise<number> {
  try {
    const { width, height } = await openPicture(encoded, howToRead(encoded), { limitInputPixels: false }).metadata();
    return (width * height) / 1e6;
  } catch {
    return 0;
  }
}
