import { DiscernError } from '../base/error.ts';
import { isUsable } from '../base/usable-vector.ts';

/**
 * Returns the embedding of one picture, [D], if it can be compared. Throws `bad-model` where the network gave NaN,
 * infinity or only zeros: one such vector would make every similarity to it NaN or 0.
 */
export function requireUsable(embedding: Float32Array): Float32Array {
  if (isUsable(embedding)) return embedding;
  const zeros = embedding.every((value) => value === 0);
  const message = zeros
    ? 'the network gives only zeros, which cannot be compared'
    : 'the network gives NaN or infinity';
  throw new DiscernError('bad-model', message, {
    given: `a picture for which the network gives ${zeros ? 'only zeros' : 'NaN or infinity'}`,
    expected: 'finite numbers that are not all zero',
    todo: 'leave the picture out; if it happens often, check --mean and --deviation, or export the model again',
  });
}
