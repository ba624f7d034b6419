import { largest } from './largest.ts';
import type { Candidate } from './prediction.ts';

/** The `top` (at least 1) best of `classes`, whose scores are [C]: best first, ties in the order of `classes`. */
export function bestCandidates(scores: Float32Array, classes: readonly string[], top: number): Candidate[] {
  return largest(scores, Math.max(1, top)).map((index) => ({ label: classes[index], score: scores[index] }));
}
