import { DiscernError } from '../base/error.ts';

/** More pixels than this are refused before decoding. */
export const mostMegapixels = 500;

/** What sharp throws where a picture has more pixels than it was told to accept. */
export function exceedsPixels(thrown: unknown): boolean {
  return messageOf(thrown).includes('exceeds pixel limit');
}

/**
 * A failure of sharp on a picture of a format that it reads, as `too-large`, `unsupported`, or else `truncated`: bytes
 * that begin like a picture and do not go on like one are damaged or cut short.
 */
export function decodeError(thrown: unknown): DiscernError {
  if (thrown instanceof DiscernError) return thrown;
  const reason = messageOf(thrown).split('\n')[0];
  if (exceedsPixels(thrown)) return tooLarge(`the picture has more than ${mostMegapixels} megapixels`, thrown);
  if (/out of memory|enough memory/i.test(reason))
    return tooLarge('the picture takes more memory than there is', thrown);
  if (variantNotRead.test(reason))
    return new DiscernError(
      'unsupported',
      `this variant of the format is not read: ${reason}`,
      {
        given: 'a variant that libvips cannot read',
        expected: 'a usual variant',
        todo: 'save it again as PNG or JPEG',
      },
      thrown,
    );
  return new DiscernError(
    'truncated',
    `the picture is damaged or cut short: ${reason}`,
    { given: 'a picture that breaks off', expected: 'a whole picture', todo: 'get the file again, or leave it out' },
    thrown,
  );
}

function tooLarge(message: string, cause: unknown): DiscernError {
  const parts = { given: 'its size', expected: `at most ${mostMegapixels} megapixels`, todo: 'reduce the picture' };
  return new DiscernError('too-large', message, parts, cause);
}

/** "contains unsupported image format" is also what sharp says of a TIFF that ends before its directory. */
const variantNotRead = /unsupported(?! image format)|not supported|channel limit|too many bands/i;

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
