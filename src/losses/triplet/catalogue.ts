import type { RelationLoss } from '../loss.ts';
import { angular } from './angular.ts';
import { dynamicSoftMargin } from './dynamic-soft-margin.ts';
import { tripletMargin } from './triplet-margin.ts';

/**
 * Every loss on triplets, by name. They compute [A, P, O], with P the most positives of an anchor
 * (positive-columns.ts). Time and memory of value and gradient, for a batch of 256 in 128 dimensions, on two cores of
 * an AMD EPYC, with 4 and with 8 samples of each class, and with no bound on P, the cube of the batch (peakBytes; the
 * process really grew by 338 MB):
 * - tripletMargin: 1.5 ms and 5 MB, 1.7 ms and 9 MB, 70 ms and 221 MB.
 * - tripletMargin with swap: 2.3 ms and 7 MB, 3.1 ms and 13 MB, 163 ms and 355 MB.
 * - angular: 1.7 ms and 3 MB, 3.1 ms and 5 MB, 105 ms and 137 MB.
 * - dynamicSoftMargin: 5.4 ms and 7 MB, 13 ms and 13 MB; unbounded not measured.
 */
export const tripletLosses = { tripletMargin, angular, dynamicSoftMargin } satisfies Record<string, () => RelationLoss>;
