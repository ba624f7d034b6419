import { add, and, cast, div, less, maximum, mean, mul, or, sqrt, square, sub, sum } from '../graph/ops.ts';
import { sizes, type Value, type Values } from '../graph/value.ts';
import type { Tracked } from '../steps/parameter.ts';
import { type Comparisons, distancesOf, type Relations, withItself } from './comparisons.ts';
import { counting, hasAny, largestOf, smallestOf } from './miners/choice.ts';
import { weightedMean } from './reductions.ts';

/**
 * What is watched of a batch's embeddings in every step, each a scalar.
 * - spread: mean distance of two embeddings, 0..2; 0 is collapse, unrelated directions lie sqrt(2) apart.
 * - effectiveRank: in how many directions they vary, 1..min(B - 1, D); near 0 where they do not vary at all.
 * - active: share of the anchors with a positive and a negative that the miner leaves a triplet which violates the
 *   margin, 0..1.
 * - unlearned: the same before mining: what a miner could have left.
 * - positiveSimilarity, negativeSimilarity: mean cosine of what is the same, and of what is different; 0 where none is.
 * - gap: how much more similar what is the same is, -2..2.
 * - drift: distance of the mean embedding from that of the step before, 0..2; in the first step from 0.
 * - classes: in the batch, 1..B; what is not known to be the same as anything counts as one.
 */
export type Figures = Readonly<Record<FigureName, number>>;

/** The names of the figures, as the reports bear them. */
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

/** The figures, each as it is given for its name. */
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
  /** Numbers of an embedding. */
  readonly dimensions: number;
  /** By how much farther than its positives an anchor's negatives should be, 0..2: the loss's, where it has one. */
  readonly margin?: number;
};

/** Computes the figures of each step. */
export type Monitor = {
  /** Part of an objective's statistics: `monitor.centre` [D], the mean embedding of the step before. */
  readonly statistics: readonly Tracked[];
  /**
   * The figures, to be reported, and the next statistics. `comparisons`: of the batch with itself, as the supervision has
   * it; `mined`: what the loss learns from.
   */
  watch(given: { readonly comparisons: Comparisons; readonly mined: Comparisons }, statistics: Values): MonitorOutputs;
};

/** What one step shows. */
export type MonitorOutputs = { readonly reports: Readonly<Record<FigureName, Value>>; readonly statistics: Values };

/**
 * Watches embeddings while they learn, within the graph: a few passes over [B, B], and none over the weights. What the
 * figures mean is told by monitor-verdict.ts.
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

/** Mean of the distances of B (B - 1) pairs; an embedding has none from itself. */
function spread({ similarities }: Comparisons): Value {
  const [B] = sizes(similarities.shape);
  const others = sub(1, withItself(similarities, B, similarities.type));
  return div(sum(mul(distancesOf({ similarities }), others)), Math.max(1, B * (B - 1)));
}

/**
 * The participation ratio of the embeddings' covariance C, (tr C)^2 / tr(C^2): n where n directions vary alike. The
 * effective rank of Roy and Vetterli (2007), e to the entropy of the spectrum, needs eigenvalues, which graphs do not
 * have; this is e to its entropy of second order (Renyi), never above theirs. It comes of the centred Gram matrix K, whose
 * spectrum is B C's. Where distances are below about 1e-3, all of it is rounding: it is pulled to 0.
 */
function effectiveRank({ anchors, similarities }: Comparisons): Value {
  const [B] = sizes(similarities.shape);
  const rows = mean(similarities, 1, { keep: true });
  const columns = mean(similarities, 0, { keep: true });
  const K = add(sub(sub(similarities, rows), columns), mean(similarities));
  const trace = sub(sum(square(anchors)), mul(mean(similarities), B));
  return div(square(trace), add(sum(square(K)), (1e-6 * B) ** 2));
}

/** Of the anchors that could teach, those that do, and those that would without a miner. */
function unlearnedShares(comparisons: Comparisons, mined: Comparisons, margin: number) {
  const able = or(hasBoth(counting(comparisons)), hasBoth(counting(mined)));
  const count = (anchors: Value) => sum(cast(anchors, comparisons.similarities.type));
  const share = (given: Comparisons) => div(count(isUnlearned(given, margin)), maximum(count(able), 1));
  const active = share(mined);
  return { active, unlearned: mined === comparisons ? active : share(comparisons) };
}

/** Whether an anchor's farthest positive is not nearer than its nearest negative by the margin, bool [A, 1]. */
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
