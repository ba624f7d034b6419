import { random } from '../../base/random.ts';
import type { NumberedPair, NumberedTriplet } from './annotations.ts';
import type { Supervision } from './supervision.ts';

/** What embeddings of some pictures are asked, whose answers are known. */
export type EvaluationPairs = {
  /** Are these two the same? Both kinds, or none at all. */
  readonly pairs: readonly NumberedPair[];
  /** Which of the two is nearer? Asked where no pairs are. */
  readonly triplets: readonly NumberedTriplet[];
  /** What is drawn together where an interval is found by resampling: the identity of each picture, 0 .. count - 1. */
  readonly identities: { readonly count: number; readonly of: Int32Array };
};

/** Fewer questions say nothing. */
const leastQuestions = 4;

/** More of a kind say hardly more. */
const maxEvaluationPairs = 20_000;

/**
 * All that is known of pictures, as questions to ask: pairs, with what follows from them, each kind at most 20,000 of them
 * drawn by the seed; else triplets. Null where hardly anything is known.
 */
export function evaluationPairsOf(known: Supervision, seed: number): EvaluationPairs | null {
  const { identities, annotations } = known;
  const few = <T>(all: readonly T[]) => random(seed, 'questions').shuffle(all).slice(0, maxEvaluationPairs);
  const [same, different] = [pairsWhere(known, known.areSame, true), pairsWhere(known, known.areDifferent, false)];
  if (Math.min(same.length, different.length) >= leastQuestions)
    return { pairs: [...few(same), ...few(different)], triplets: [], identities };
  const triplets = few(annotations.triplets ?? []);
  return triplets.length >= leastQuestions ? { pairs: [], triplets, identities } : null;
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
