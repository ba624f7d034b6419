import { DiscernError } from '../base/error.ts';
import { isUsable } from '../base/usable-vector.ts';

/**
 * The embedding of one picture, [D], where it can be compared. Throws `bad-model` where a network gives NaN, infinity or
 * nothing but zeros: one such vector would make every similarity to it NaN or 0.
 */
export function requireUsable(embedding: Float32Array): Float32Array {
  if (isUsable(embedding)) return embedding;
  const zeros = embedding.every((value) => value === 0);
  const message = zeros
    ? 'the network gives only zeros, which are like nothing'
    : 'the network gives numbers that are none (NaN)';
  throw new DiscernError('bad-model', message, {
    given: `a picture of which the network makes ${zeros ? 'zeros alone' : 'NaN or infinity'}`,
    expected: 'finite numbers that are not all zero',
    todo: 'leave the picture out; where many are concerned check --mean and --deviation, or export the model again',
  });
}
