import { DiscernError } from '../base/error.ts';
import { damages, unpackable } from '../images/formats/damage.ts';
import type { PictureFormat } from '../images/formats/picture-format.ts';
import { cutShort, tooLarge, tooManyPixels, unreadVariant } from '../images/formats/reading.ts';

/** What sharp throws where a picture has more pixels than it was told to accept. */
export function exceedsPixels(thrown: unknown): boolean {
  return messageOf(thrown).includes('exceeds pixel limit');
}

/**
 * A failure of sharp on a picture whose headers promise that it can be read: `too-large`, or `truncated`, with what is
 * wrong by the file's own bytes. libvips keeps one message for all pictures that are being decoded, so that its words
 * may be of another one; all that is taken from them is that memory is short, or sharp's own limit.
 */
export function decodeError(thrown: unknown, encoded: Uint8Array, format: PictureFormat): DiscernError {
  if (thrown instanceof DiscernError) return thrown;
  if (exceedsPixels(thrown)) return tooManyPixels(thrown);
  const damage = damages[format](encoded);
  if (damage === null || damage === unpackable) {
    if (/out of memory|enough memory/i.test(messageOf(thrown)))
      return tooLarge('the picture takes more memory than there is', thrown);
  }
  if (damage === null) return unreadVariant(format.toUpperCase(), 'libvips cannot decode it, though the file is whole');
  return cutShort(damage, thrown);
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
