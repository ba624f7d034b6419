import { metadataOf } from '../../graph/proto/metadata.ts';

/** So many hexadecimal digits of a picture's hash a trained file keeps: enough to recognise the picture. */
export const hashDigits = 16;

/**
 * Whether a network was trained or selected on a picture, by the picture's SHA-256, as far as its file says so
 * (`discern train` writes it). Figures on such pictures are too good.
 */
export function learnedPictures(model: Uint8Array): (hash: string) => boolean {
  return picturesIn(metadataOf(model).learned_from);
}

/**
 * Like learnedPictures, without the pictures that only chose the epoch at which training ended: the network's weights
 * were not fitted to these.
 */
export function trainedPictures(model: Uint8Array): (hash: string) => boolean {
  const { learned_from: learned, selected_on: selected } = metadataOf(model);
  const [isLearned, isSelected] = [picturesIn(learned), picturesIn(selected)];
  return (hash) => isLearned(hash) && !isSelected(hash);
}

function picturesIn(digits = ''): (hash: string) => boolean {
  const known = new Set(digits.split(' ').filter(({ length }) => length > 0));
  return (hash) => known.has(hash.slice(0, hashDigits));
}
