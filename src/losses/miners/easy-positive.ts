import { and, less } from '../../graph/ops.ts';
import type { Value } from '../../graph/value.ts';
import type { Comparisons } from '../comparisons.ts';
import { counting, largestOf, onlyTriplets, withLargest, withSmallest } from './choice.ts';
import type { Miner } from './miner.ts';

/** Options of easyPositive. */
export type EasyPositiveOptions = {
  /**
   * Which negatives are chosen: the nearest (`hard`), the nearest that is farther than the positive (`semiHard`), the
   * farthest (`easy`), or all (`all`). Harder ones train faster, but collapse sooner.
   */
  readonly negatives?: NegativeChoice;
};

/** Which negatives are chosen. */
export type NegativeChoice = keyof typeof negativesOf;

/**
 * Each anchor's nearest positive (Xuan et al. 2020). A class may stay several clusters, which helps with unseen
 * classes. The pairs are exactly those of pytorch-metric-learning's BatchEasyHardMiner with easy positives and its
 * default negatives; only with `all` does that miner also keep negatives of anchors without positives.
 */
export function easyPositive({ negatives = 'semiHard' }: EasyPositiveOptions = {}): Miner {
  return { draws: false, mine: (comparisons) => nearestPositive(comparisons, negativesOf[negatives]) };
}

/** Chooses from similarities and negatives (bool), both [A, O], and the similarity of the positive, [A, 1]. */
type ChooseNegatives = (similarities: Value, negative: Value, positive: Value) => Value;

const negativesOf = {
  hard: (similarities, negative) => withLargest(similarities, negative),
  semiHard: (similarities, negative, positive) =>
    withLargest(similarities, and(negative, less(similarities, positive))),
  easy: (similarities, negative) => withSmallest(similarities, negative),
  all: (_, negative) => negative,
} satisfies Record<string, ChooseNegatives>;

function nearestPositive(comparisons: Comparisons, choose: ChooseNegatives): Comparisons {
  const { similarities } = comparisons;
  const { positive, negative } = counting(comparisons);
  const chosen = {
    positive: withLargest(similarities, positive),
    negative: choose(similarities, negative, largestOf(similarities, positive)),
  };
  return { ...onlyTriplets(comparisons, chosen), mostPositives: 1 };
}
