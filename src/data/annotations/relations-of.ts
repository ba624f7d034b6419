import { requireConsistent } from './require-consistent.ts';
import type { Supervision } from './supervision.ts';

/** How much each pair of a batch counts, [B, B] row by row, the anchor's row: as the same, and as different. */
export type BatchRelations = {
  /** 0 on the diagonal: an anchor is never its own positive. */
  readonly positive: Float32Array;
  readonly negative: Float32Array;
  /** Positives of the anchor that has most. */
  readonly mostPositives: number;
};

/**
 * What is known of the pictures of a batch, by their numbers: 1 as the same where they are of one identity (also a picture
 * that comes twice), 1 as different where they are known to be, the shares of triplets where only those speak, 0 in both
 * where nothing is known. Throws `contradiction` where the statements contradict each other.
 */
export function relationsOf(supervision: Supervision, batch: readonly number[]): BatchRelations {
  requireConsistent(supervision);
  const size = batch.length;
  const [positive, negative] = [new Float32Array(size * size), new Float32Array(size * size)];
  let mostPositives = 0;
  for (let i = 0; i < size; i++) {
    let positives = 0;
    for (let j = 0; j < size; j++) {
      if (i === j) continue;
      const [same, different] = shareOf(supervision, batch[i], batch[j]);
      positive[i * size + j] = same;
      negative[i * size + j] = different;
      if (same > 0) positives++;
    }
    mostPositives = Math.max(mostPositives, positives);
  }
  return { positive, negative, mostPositives };
}

const asSame = [1, 0] as const;
const asDifferent = [0, 1] as const;

function shareOf(known: Supervision, anchor: number, other: number): readonly [number, number] {
  if (known.areSame(anchor, other)) return asSame;
  if (known.areDifferent(anchor, other)) return asDifferent;
  return known.relative(anchor, other);
}
