import { add, and, cast, div, less, maximum, mean, mul, or, sqrt, square, sub, sum } from '../graph/ops.ts';
import { sizes, type Value, type Values } from '../graph/value.ts';
import type { Tracked } from '../steps/parameter.ts';
import { type Comparisons, distancesOf, type Relations, withItself } from './comparisons.ts';
import { counting, hasAny, largestOf, smallestOf } from './miners/choice.ts';
import { weightedMean } from './reductions.ts';

/**
 * Figures of a batch's embeddings, computed in every step; each is a scalar.
 * - spread: mean distance of two embeddings, 0..2. 0 is collapse; unrelated directions lie sqrt(2) apart.
 * - effectiveRank: in how many directions they vary, 1..min(B - 1, D); near 0 where they do not vary at all.
 * - active: share of the anchors (of those with a positive and a negative) that still violate the margin after mining,
 *   0..1.
 * - unlearned: the same before mining.
 * - positiveSimilarity, negativeSimilarity: mean cosine of positive and of negative pairs; 0 where there is none.
 * - gap: positiveSimilarity - negativeSimilarity, -2..2.
 * - drift: distance of the mean embedding from that of the step before, 0..2; in the first step from 0.
 * - classes: classes in the batch, 1..B. A picture that is not known to be the same as any other counts as a class.
 */
export type Figures = Readonly<Record<FigureName, number>>;

/** The names of the figures, as reports use them. */
export type FigureName = (typeof figureNames)[number];

/** Every figure. */
export const figureNames = [
  'spread',
  'effectiveRank',
  'active',
  'unlearned',
  'positiveSimilarity',
  'negativeSimilarity',
  'gap',
  'drift',
  'classes',
] as const;

/** All figures, from a function that gives each by its name. */
export function figuresBy(figureOf: (name: FigureName) => number): Figures {
  return {
    spread: figureOf('spread'),
    effectiveRank: figureOf('effectiveRank'),
    active: figureOf('active'),
    unlearned: figureOf('unlearned'),
    positiveSimilarity: figureOf('positiveSimilarity'),
    negativeSimilarity: figureOf('negativeSimilarity'),
    gap: figureOf('gap'),
    drift: figureOf('drift'),
    classes: figureOf('classes'),
  };
}

/** Options of monitor. */
export type MonitorOptions = {
  /** D, the numbers of an embedding. */
  readonly dimensions: number;
  /**
   * How much farther than its positives an anchor's negatives should be, as a distance, 0..2. Use the loss's margin
   * where it has one; too much counts learned anchors as active, too little misses those that are not learned.
   */
  readonly margin?: number;
};

/** Computes the figures of each step. */
export type Monitor = {
  /** Statistics for an objective: `monitor.centre` [D], the mean embedding of the step before. */
  readonly statistics: readonly Tracked[];
  /**
   * The figures, as reports, and the next statistics. `comparisons`: the batch with itself, before mining; `mined`: the
   * comparisons that the loss reads.
   */
  watch(given: { readonly comparisons: Comparisons; readonly mined: Comparisons }, statistics: Values): MonitorOutputs;
};

/** The figures of one step, and the statistics of the next. */
export type MonitorOutputs = { readonly reports: Readonly<Record<FigureName, Value>>; readonly statistics: Values };

/**
 * Monitors embeddings during training, inside the graph: a few passes over [B, B], none over the weights.
 * train/recovery/monitor-verdict.ts decides what the figures mean.
 */
export function monitor({ dimensions, margin = 0.1 }: MonitorOptions): Monitor {
  return {
    statistics: [{ name: centreName, shape: [dimensions], initial: new Float32Array(dimensions) }],
    watch({ comparisons, mined }, { [centreName]: before }) {
      const centre = mean(comparisons.anchors, 0);
      const { positive, negative, similarities } = comparisons;
      const positiveSimilarity = weightedMean(similarities, positive);
      const negativeSimilarity = weightedMean(similarities, negative);
      const reports = {
        spread: spread(comparisons),
        effectiveRank: effectiveRank(comparisons),
        ...unlearnedShares(comparisons, mined, margin),
        positiveSimilarity,
        negativeSimilarity,
        gap: sub(positiveSimilarity, negativeSimilarity),
        drift: sqrt(sum(square(sub(centre, before)))),
        classes: sum(div(1, add(sum(positive, 1), 1))),
      };
      return { reports, statistics: { [centreName]: centre } };
    },
  };
}

const centreName = 'monitor.centre';

/** The mean distance over the B (B - 1) pairs of different samples. */
function spread({ similarities }: Comparisons): Value {
  const [B] = sizes(similarities.shape);
  const others = sub(1, withItself(similarities, B, similarities.type));
  return div(sum(mul(distancesOf({ similarities }), others)), Math.max(1, B * (B - 1)));
}

/**
 * The participation ratio of the embeddings' covariance C, (tr C)^2 / tr(C^2): n where they vary alike in n directions.
 * The effective rank of Roy and Vetterli (2007), e to the entropy of the spectrum, needs eigenvalues, which a graph
 * does not have. This is e to its entropy of second order (Renyi), and never larger. It is computed from the centred
 * Gram matrix K, whose spectrum is that of B C. Where distances are below about 1e-3, K is only rounding, and the
 * result goes to 0.
 */
function effectiveRank({ anchors, similarities }: Comparisons): Value {
  const [B] = sizes(similarities.shape);
  const rows = mean(similarities, 1, { keep: true });
  const columns = mean(similarities, 0, { keep: true });
  const K = add(sub(sub(similarities, rows), columns), mean(similarities));
  const trace = sub(sum(square(anchors)), mul(mean(similarities), B));
  return div(square(trace), add(sum(square(K)), (1e-6 * B) ** 2));
}

/** `active` and `unlearned`: shares of the anchors that have a positive and a negative. */
function unlearnedShares(comparisons: Comparisons, mined: Comparisons, margin: number) {
  const able = or(hasBoth(counting(comparisons)), hasBoth(counting(mined)));
  const count = (anchors: Value) => sum(cast(anchors, comparisons.similarities.type));
  const share = (given: Comparisons) => div(count(isUnlearned(given, margin)), maximum(count(able), 1));
  const active = share(mined);
  return { active, unlearned: mined === comparisons ? active : share(comparisons) };
}

/** Whether an anchor's nearest negative is less than the margin farther than its farthest positive, bool [A, 1]. */
function isUnlearned(comparisons: Comparisons, margin: number): Value {
  const { similarities } = comparisons;
  const chosen = counting(comparisons);
  const farthest = distancesOf({ similarities: smallestOf(similarities, chosen.positive) });
  const nearest = distancesOf({ similarities: largestOf(similarities, chosen.negative) });
  return and(hasBoth(chosen), less(sub(nearest, farthest), margin));
}

/** Whether an anchor has a positive and a negative, bool [A, 1]. */
function hasBoth({ positive, negative }: Relations): Value {
  return and(hasAny(positive), hasAny(negative));
}
