import { requireConsistent } from './require-consistent.ts';
import type { Supervision } from './supervision.ts';

/** The weight (0 .. 1) of each pair of a batch as positive and as negative, [B, B], row-major; rows are anchors. */
export type BatchRelations = {
  /** 0 on the diagonal: an anchor is never its own positive. */
  readonly positive: Float32Array;
  readonly negative: Float32Array;
  /** The largest number of positives of an anchor. */
  readonly mostPositives: number;
};

/**
 * The relations of the pictures of a batch (indices, [B]). Positive is 1 for pictures of one identity (also for a
 * picture that occurs twice), negative is 1 for pictures known to be different. If only triplets relate them, both are
 * the shares of these triplets; if nothing is known, both are 0. Throws `contradiction` if annotations contradict.
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
