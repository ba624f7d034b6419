import { metadataOf } from '../graph/proto/metadata.ts';

/** Digits of a picture's hash that a trained file keeps: enough to know it again. */
export const hashDigits = 16;

/**
 * Whether a network has learned from a picture, by its SHA-256, as far as its file says so (`discern train` writes it
 * down). What is measured on such pictures flatters the network.
 */
export function learnedPictures(model: Uint8Array): (hash: string) => boolean {
  const { learned_from: learned = '' } = metadataOf(model);
  const known = new Set(learned.split(' ').filter((digits) => digits.length > 0));
  return (hash) => known.has(hash.slice(0, hashDigits));
}
