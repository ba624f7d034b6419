import { largestIndices } from './largest-indices.ts';
import type { Candidate } from './prediction.ts';

/**
 * The `top` best-scoring classes, best first; a `top` below 1 counts as 1. `scores` [C] belong to `classes` in order;
 * classes of equal score keep that order.
 */
export function bestCandidates(scores: Float32Array, classes: readonly string[], top: number): Candidate[] {
  return largestIndices(scores, Math.max(1, top)).map((index) => ({ label: classes[index], score: scores[index] }));
}
