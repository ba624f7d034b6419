import { random } from '../../base/random.ts';
import type { Supervision } from '../supervision/supervision.ts';
import type { NumberedPair, NumberedTriplet } from './annotations.ts';

/** Pairs or triplets with known answers, on which embeddings are evaluated. */
export type EvaluationPairs = {
  /** Same and different pairs; either both kinds are present, or the list is empty. */
  readonly pairs: readonly NumberedPair[];
  /** Triplets, used only if there are too few pairs. */
  readonly triplets: readonly NumberedTriplet[];
  /** The identity of each picture [N], 0 .. count - 1: the unit of resampling for bootstrap intervals. */
  readonly identities: { readonly count: number; readonly of: Int32Array };
};

/** Fewer pairs of a kind, or fewer triplets, are not evaluated. */
const minEvaluationPairs = 4;

/** At most this many of each kind are evaluated: more hardly change the result. */
const maxEvaluationPairs = 20_000;

/**
 * The pairs to evaluate embeddings on: all pairs whose answer follows from the annotations, at most 20,000 of each
 * kind, drawn by the seed. With fewer than 4 pairs of a kind, triplets instead; null if there are fewer than 4 of them.
 */
export function evaluationPairsOf(known: Supervision, seed: number): EvaluationPairs | null {
  const { identities, annotations } = known;
  const few = <T>(all: readonly T[]) => random(seed, 'questions').shuffle(all).slice(0, maxEvaluationPairs);
  const [same, different] = [pairsWhere(known, known.areSame, true), pairsWhere(known, known.areDifferent, false)];
  if (Math.min(same.length, different.length) >= minEvaluationPairs)
    return { pairs: [...few(same), ...few(different)], triplets: [], identities };
  const triplets = few(annotations.triplets ?? []);
  return triplets.length >= minEvaluationPairs ? { pairs: [], triplets, identities } : null;
}

function pairsWhere(
  { annotations: { count } }: Supervision,
  holds: (a: number, b: number) => boolean,
  same: boolean,
): NumberedPair[] {
  const pairs: NumberedPair[] = [];
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count; b++) if (holds(a, b)) pairs.push({ a, b, same });
  }
  return pairs;
}
