import { DiscernError } from '../base/error.ts';
import { add, mul } from '../graph/ops.ts';
import { sizes, type Value, type Values } from '../graph/value.ts';
import type { LossParts } from '../steps/objective.ts';
import type { Parameter, Tracked } from '../steps/parameter.ts';
import { type Comparisons, compared, type Relations, relationsByLabels } from './comparisons.ts';
import type { CrossBatchMemory } from './cross-batch-memory.ts';
import { usesDefaultMargin } from './default-margin.ts';
import type { ClassLoss, EmbeddingLoss, RelationLoss } from './embedding-loss.ts';
import type { Miner } from './miners/miner.ts';
import { miningRelaxation, relaxedComparisons } from './mining-relaxation.ts';
import type { Monitor } from './monitor.ts';
import type { Regulariser } from './regularisers/regulariser.ts';

/** By what an embedding is learned. */
export type MetricRecipe = {
  readonly loss: EmbeddingLoss;
  /** What a loss on comparisons learns from; absent: all of them. */
  readonly miner?: Miner;
  /** Earlier batches that comparisons reach back to; absent: none. Needs labels. */
  readonly memory?: CrossBatchMemory;
  /** Added to the loss, each times its weight. */
  readonly regularisers?: readonly { readonly regulariser: Regulariser; readonly weight: number }[];
  readonly monitor?: Monitor;
  /** Positives that an anchor of a batch has at the most; absent: any number. */
  readonly mostPositives?: number;
};

/** What a batch says of its pictures: their classes, int64 [B]; or what is known of each two, [B, B]. */
export type MetricSupervision = { readonly labels: Value } | Relations;

/** A loss on embeddings as a part of an objective. Its own weights' names begin with `loss/`. */
export type MetricLoss = {
  readonly parameters: readonly Parameter[];
  readonly statistics: readonly Tracked[];
  /** Embeddings [B, D] as they leave the projection; `drawn`: uniform numbers [A, O], where the miner draws. */
  value(embeddings: Value, given: MetricSupervision, weights: Values, drawn?: Value | null): LossParts;
};

/** How large a batch's embeddings and a class loss's weights are. */
export type MetricSize = Parameters<ClassLoss['parameters']>[0];

/**
 * Puts loss, miner, memory, regularisers and monitor together. Class losses need labels; losses on comparisons do with
 * either. Nothing here asks which loss it is, only what it declares.
 */
export function metricLoss(recipe: MetricRecipe, size: MetricSize): MetricLoss {
  const { loss, memory, monitor } = recipe;
  const own = loss.needs === 'labels' ? loss.parameters(size) : (loss.parameters ?? []);
  return {
    parameters: own.map((parameter) => ({ ...parameter, name: `loss/${parameter.name}` })),
    statistics: [
      ...(memory?.statistics ?? []),
      ...(monitor?.statistics ?? []),
      ...(monitor && recipe.miner ? [miningRelaxation] : []),
      ...(monitor && hasDefaultMargin(loss) ? [usesDefaultMargin] : []),
    ],
    value(embeddings, given, weights, drawn = null) {
      const ownWeights = Object.fromEntries(own.map(({ name }) => [name, weights[`loss/${name}`]]));
      const comparisons = comparisonsOf(embeddings, given, recipe);
      const recalled = memory ? memory.recall(comparisons, labelsOf(given), weights) : null;
      const reached = recalled?.comparisons ?? comparisons;
      const mined = minedBy(recipe, reached, { weights, drawn });
      const monitored = monitor?.watch({ comparisons, mined }, weights);
      const used =
        usesDefaultMargin.name in weights ? { ...mined, usesDefaultMargin: weights[usesDefaultMargin.name] } : mined;
      return {
        loss: regularised(lossOf(loss, { embeddings, given, used, weights: ownWeights, size }), embeddings, recipe),
        statistics: { ...recalled?.statistics, ...monitored?.statistics },
        reports: { ...monitored?.reports },
      };
    },
  };
}

function hasDefaultMargin(loss: EmbeddingLoss): boolean {
  return loss.needs !== 'labels' && (loss.hasDefaultMargin ?? false);
}

function labelsOf(given: MetricSupervision): Value {
  if ('labels' in given) return given.labels;
  throw nothingToRemember();
}

/** What the miner leaves: softened, where a monitor may find that it must be. */
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
  readonly used: Comparisons;
  readonly weights: Values;
  readonly size: MetricSize;
};

function lossOf(loss: EmbeddingLoss, { embeddings, given, used, weights, size: { classes } }: Seen): Value {
  if (loss.needs !== 'labels') return relationValue(loss, used, weights);
  if (!('labels' in given)) throw needsLabels();
  return loss.value({ embeddings, labels: given.labels, classes, weights });
}

function relationValue(loss: RelationLoss, mined: Comparisons, weights: Values): Value {
  return loss.value(mined, weights);
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

/** What is thrown where a loss on classes is to learn from pictures that have none. */
export function needsLabels(): DiscernError {
  return new DiscernError('unsupported', 'this loss compares embeddings with classes, and no class is named', {
    given: 'pairs, triplets or groups',
    expected: 'a label for each picture, or a loss that compares embeddings with each other',
    todo: 'choose such a loss, for instance multiSimilarity, or give labels',
  });
}

/** What is thrown where earlier batches are to be compared with, of whose pictures no class is known. */
export function nothingToRemember(): DiscernError {
  return new DiscernError('unsupported', 'a memory of earlier batches needs to know the classes of their pictures', {
    given: 'pairs, triplets or groups',
    expected: 'a label for each picture, or learning without a memory',
    todo: 'leave the memory out, choose a miner that needs none, such as batchHard, or give labels',
  });
}
