import { dot, type Matrix, row } from '../../base/matrix.ts';
import type { EvaluationPairs } from '../../data/annotations/evaluation-pairs.ts';
import { bootstrapInterval } from '../../metrics/bootstrap.ts';
import type { Interval } from '../../metrics/interval.ts';
import { pairwiseWinShare, placements } from '../../metrics/placements.ts';
import type { Validation } from '../loop/history.ts';

/** A measure with its interval by bootstrap over identities. */
type Measured = { readonly value: number; readonly interval: Interval };

/** Number of bootstrap samples. */
const rounds = 200;

/**
 * Scores of embeddings [N, D] of unit length on pairs and triplets. With pairs, `verification`: the probability that a
 * positive pair is more similar than a negative pair (area under the ROC curve). With triplets only, `ordered`: the
 * share whose positive is nearer than the negative. `low` and `high` are the 95 % interval; `loss` is a smooth version
 * of the measure.
 */
export function comparisonScores(embeddings: Matrix, { pairs, triplets, identities }: EvaluationPairs): Validation {
  const similarity = (a: number, b: number) => dot(row(embeddings, a), row(embeddings, b));
  if (pairs.length === 0) {
    const gaps = triplets.map(
      (each) => similarity(each.anchor, each.positive) - similarity(each.anchor, each.negative),
    );
    const anchors = triplets.map(({ anchor }) => identities.of[anchor]);
    const { value, interval } = orderedShare(gaps, anchors, identities.count);
    return { loss: gapLoss(gaps), ordered: value, low: interval[0], high: interval[1] };
  }
  const [same, different] = [true, false].map((wanted) => pairs.filter((pair) => pair.same === wanted));
  const [positives, negatives] = [same, different].map((kind) => kind.map(({ a, b }) => similarity(a, b)));
  const counts = (times: Float64Array, kind: typeof pairs) =>
    kind.map(({ a, b, same }) => times[identities.of[a]] * (same ? 1 : times[identities.of[b]]));
  const places = placements(Float64Array.from(positives), Float64Array.from(negatives));
  const { value, interval } = measured(identities.count, (times) =>
    pairwiseWinShare(places, counts(times, same), counts(times, different)),
  );
  const gaps = positives.map((similarity, i) => similarity - negatives[i % negatives.length]);
  return { loss: gapLoss(gaps), verification: value, low: interval[0], high: interval[1] };
}

/**
 * The share of gaps above 0; a gap of 0 counts half. `anchors`: for each gap, the identity of its anchor, 0 ..
 * identities - 1.
 */
export function orderedShare(gaps: readonly number[], anchors: readonly number[], identities: number): Measured {
  const wins = gaps.map((gap) => (Math.sign(gap) + 1) / 2);
  const weighted = (times: Float64Array, values: readonly number[]) =>
    values.reduce((sum, value, i) => sum + times[anchors[i]] * value, 0);
  const ones = gaps.map(() => 1);
  return measured(identities, (times) => weighted(times, wins) / weighted(times, ones));
}

/**
 * The value of a statistic with every identity counted once, and its bootstrap interval. `statistic` takes how often
 * each identity counts, [I]. Where it is not finite for a sample, the value itself is used.
 */
function measured(identities: number, statistic: (times: Float64Array) => number): Measured {
  const value = statistic(new Float64Array(identities).fill(1));
  const interval = bootstrapInterval(
    ({ integer }) => {
      const times = new Float64Array(identities);
      for (let draw = 0; draw < identities; draw++) times[integer(identities)]++;
      const drawn = statistic(times);
      return Number.isFinite(drawn) ? drawn : value;
    },
    { rounds },
  );
  return { value, interval };
}

/** Factor on cosines, so that a clear gap has a small loss. */
const logitScale = 16;

/** Mean of log(1 + e^(-16 gap)). */
export function gapLoss(gaps: readonly number[]): number {
  return gaps.reduce((sum, gap) => sum + Math.log1p(Math.exp(-logitScale * gap)), 0) / gaps.length;
}
