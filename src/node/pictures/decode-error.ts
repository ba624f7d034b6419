import { DiscernError } from '../../base/error.ts';
import { damages, undecodable } from '../../images/formats/damage.ts';
import type { PictureFormat } from '../../images/formats/picture-format.ts';
import { cutShort, tooLarge, tooManyPixels, unreadVariant } from '../../images/formats/reading.ts';

/** Whether this is sharp's error for a picture with more pixels than its limit. */
export function exceedsPixels(thrown: unknown): boolean {
  return messageOf(thrown).includes('exceeds pixel limit');
}

/**
 * The error of a picture that sharp cannot decode though its header looks right: `too-large`, or `truncated`, with what
 * the file's own bytes show. libvips keeps one message for all pictures that are decoded at once, so its words may
 * belong to another picture. Only two facts are taken from them: that memory is short, and that sharp's own limit was
 * exceeded.
 */
export function decodeError(thrown: unknown, encoded: Uint8Array, format: PictureFormat): DiscernError {
  if (thrown instanceof DiscernError) return thrown;
  if (exceedsPixels(thrown)) return tooManyPixels(thrown);
  const damage = damages[format](encoded);
  if (damage === null || damage === undecodable) {
    if (/out of memory|enough memory/i.test(messageOf(thrown)))
      return tooLarge('the picture takes more memory than there is', thrown);
  }
  if (damage === null) return unreadVariant(format.toUpperCase(), 'libvips cannot decode it, though the file is whole');
  return cutShort(damage, thrown);
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
