import { projected } from '../backbones/projected.ts';
import type { Projection } from '../backbones/projection.ts';
import { concat, normalised } from '../graph/ops.ts';
import type { NetworkEnd } from './heads/embedding-head.ts';

/**
 * A network's features in a space of theirs, whitened or learned for nearest means, in place of what a head makes of them: a head keeps what tells the classes apart
 * that it learned, features also what tells others.
 */
export function whitenedFeatures(space: Projection): NetworkEnd {
  return { parameters: [], embedding: (features) => projected(normalised(features), space) };
}

/** Features [B, F] of unit length, and beside them what a head makes of them: [B, F + D]. */
export function besideFeatures({ parameters, embedding }: NetworkEnd): NetworkEnd {
  return { parameters, embedding: (x, given) => concat([normalised(x), embedding(x, given)], 1) };
}
