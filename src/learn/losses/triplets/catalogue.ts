import type { RelationLoss } from '../embedding-loss.ts';
import { angular } from './angular.ts';
import { tripletMargin } from './triplet-margin.ts';

/**
 * Every loss on triplets, by name. What they compute is [A, P, O], P the most positives that an anchor has
 * (positive-columns.ts), never a cube of the batch where classes are known to be smaller.
 */
export const tripletLosses = { tripletMargin, angular } satisfies Record<string, () => RelationLoss>;
