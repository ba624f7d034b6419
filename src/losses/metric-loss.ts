import { DiscernError } from '../base/error.ts';
import { add, mul } from '../graph/ops.ts';
import { sizes, type Value, type Values } from '../graph/value.ts';
import { type LossParts, partsOf } from '../steps/objective.ts';
import type { Parameter, Tracked } from '../steps/parameter.ts';
import { type Comparisons, compared, type Relations, relationsByLabels } from './comparisons.ts';
import type { CrossBatchMemory } from './cross-batch-memory.ts';
import type { ClassLossSize, EmbeddingLoss } from './loss.ts';
import type { Miner } from './miners/miner.ts';
import type { Monitor } from './monitor.ts';
import type { Regulariser } from './regularisers/regulariser.ts';
import { miningRelaxation, relaxedComparisons } from './relaxation.ts';

/** What an embedding is trained with: a loss, and what is put around it. */
export type MetricRecipe = {
  readonly loss: EmbeddingLoss;
  /** Chooses the pairs that a loss on comparisons learns from; absent: all of them. */
  readonly miner?: Miner;
  /** Embeddings of earlier batches, to compare with as well; absent: none. Needs labels. */
  readonly memory?: CrossBatchMemory;
  /** Added to the loss, each times its weight. */
  readonly regularisers?: readonly { readonly regulariser: Regulariser; readonly weight: number }[];
  /**
   * Reports figures of each batch, by which training notices a collapse and relaxes miner and loss; absent: it does
   * not.
   */
  readonly monitor?: Monitor;
  /** The most positives that an anchor of a batch can have: a smaller number saves memory. Absent: B - 1. */
  readonly mostPositives?: number;
};

/** What a batch knows of its pictures: their classes, int64 [B]; or the relations of every two, [B, B]. */
export type MetricSupervision = { readonly labels: Value } | Relations;

/**
 * A loss on embeddings as a part of an objective. Names of the loss's own weights and statistics begin with `loss/`.
 */
export type MetricLoss = {
  readonly parameters: readonly Parameter[];
  readonly statistics: readonly Tracked[];
  /** Embeddings [B, D] as they leave the projection; `drawn`: uniform numbers [A, O], where the miner draws. */
  value(embeddings: Value, given: MetricSupervision, weights: Values, drawn?: Value | null): LossParts;
};

/** How large a batch's embeddings and a class loss's weights are. */
export type MetricSize = ClassLossSize;

/**
 * Puts loss, miner, memory, regularisers and monitor together. Class losses and memories need labels; losses on
 * comparisons take labels or relations. Throws `unsupported` where labels are needed and there are none.
 */
export function metricLoss(recipe: MetricRecipe, size: MetricSize): MetricLoss {
  const { loss, memory, monitor } = recipe;
  const own = ownOf(loss, size);
  return {
    parameters: own.parameters.map(ofLoss),
    statistics: [
      ...(memory?.statistics ?? []),
      ...(monitor?.statistics ?? []),
      ...(monitor && recipe.miner ? [miningRelaxation] : []),
      ...own.statistics.map(ofLoss),
    ],
    value(embeddings, given, weights, drawn = null) {
      const names = [...own.parameters, ...own.statistics].map(({ name }) => name);
      const ownWeights = Object.fromEntries(names.map((name) => [name, weights[ofLoss({ name }).name]]));
      const comparisons = comparisonsOf(embeddings, given, recipe);
      const recalled = memory ? memory.recall(comparisons, labelsOf(given), weights) : null;
      const reached = recalled?.comparisons ?? comparisons;
      const mined = minedBy(recipe, reached, { weights, drawn });
      const monitored = monitor?.watch({ comparisons, mined }, weights);
      const parts = partsOf(lossOf(loss, { embeddings, given, mined, weights: ownWeights, size }));
      const followed = Object.entries(parts.statistics).map(([name, next]) => [ofLoss({ name }).name, next]);
      return {
        loss: regularised(parts.loss, embeddings, recipe),
        statistics: { ...recalled?.statistics, ...monitored?.statistics, ...Object.fromEntries(followed) },
        reports: { ...monitored?.reports, ...parts.reports },
      };
    },
  };
}

/** A loss's own weights and statistics, by the names that it gives them. */
function ownOf(loss: EmbeddingLoss, size: MetricSize) {
  if (loss.needs !== 'labels') return { parameters: loss.parameters ?? [], statistics: loss.statistics ?? [] };
  return { parameters: loss.parameters(size), statistics: loss.statistics?.(size) ?? [] };
}

function ofLoss<T extends Pick<Tracked, 'name'>>(part: T): T {
  return { ...part, name: `loss/${part.name}` };
}

function labelsOf(given: MetricSupervision): Value {
  if ('labels' in given) return given.labels;
  throw nothingToRemember();
}

/** The comparisons that the miner keeps: relaxed ones, where a monitor may ask for that. */
function minedBy(
  { miner, monitor }: MetricRecipe,
  reached: Comparisons,
  { weights, drawn }: { readonly weights: Values; readonly drawn: Value | null },
): Comparisons {
  if (!miner) return reached;
  const mined = miner.mine(reached, drawn);
  return monitor ? relaxedComparisons(mined, reached, weights[miningRelaxation.name]) : mined;
}

type Seen = {
  readonly embeddings: Value;
  readonly given: MetricSupervision;
  readonly mined: Comparisons;
  readonly weights: Values;
  readonly size: MetricSize;
};

function lossOf(loss: EmbeddingLoss, { embeddings, given, mined, weights, size: { classes } }: Seen) {
  if (loss.needs !== 'labels') return loss.value(mined, weights);
  if (!('labels' in given)) throw needsLabels();
  return loss.value({ embeddings, labels: given.labels, classes, weights });
}

function comparisonsOf(embeddings: Value, given: MetricSupervision, { mostPositives }: MetricRecipe): Comparisons {
  const relations = 'labels' in given ? relationsByLabels(given.labels, embeddings.type) : given;
  return compared(embeddings, relations, mostPositives ?? sizes(embeddings.shape)[0] - 1);
}

function regularised(loss: Value, embeddings: Value, { regularisers = [] }: MetricRecipe): Value {
  return regularisers.reduce(
    (sum, { regulariser, weight }) => add(sum, mul(regulariser.value({ embeddings }), weight)),
    loss,
  );
}

/** The error where a class loss is to train from pictures without classes. */
export function needsLabels(): DiscernError {
  return new DiscernError('unsupported', 'this loss compares embeddings with classes, and no class is named', {
    given: 'pairs, triplets or groups',
    expected: 'a label for each picture, or a loss that compares embeddings with each other',
    todo: 'choose such a loss, for instance multiSimilarity, or give labels',
  });
}

/** The error where a memory of earlier batches is to work without class labels. */
export function nothingToRemember(): DiscernError {
  return new DiscernError('unsupported', 'a memory of earlier batches needs to know the classes of their pictures', {
    given: 'pairs, triplets or groups',
    expected: 'a label for each picture, or learning without a memory',
    todo: 'leave the memory out, choose a miner that needs none, such as batchHard, or give labels',
  });
}
