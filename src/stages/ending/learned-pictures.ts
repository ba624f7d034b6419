import { metadataOf } from '../../graph/proto/metadata.ts';

/** Digits of a picture's hash that a trained file keeps: enough to know it again. */
export const hashDigits = 16;

/**
 * Whether a network has learned from a picture, by its SHA-256, as far as its file says so (`discern train` writes it
 * down). What is measured on such pictures flatters the network.
 */
export function learnedPictures(model: Uint8Array): (hash: string) => boolean {
  return picturesIn(metadataOf(model).learned_from);
}

/**
 * The same, without the pictures that only chose the epoch at which training ended: from these the network has learned
 * nothing.
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
