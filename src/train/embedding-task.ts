import type { EvaluationPairs } from '../data/annotations/evaluation-pairs.ts';
import type { Network } from '../graph/network.ts';
import type { Product } from '../linalg/product.ts';
import { type MemorySetting, plainSetting } from '../steps/fit-memory.ts';
import type { Objective } from '../steps/objective.ts';
import { adamW } from '../steps/optimizers/adam-w.ts';
import type { Activations } from './batches/activations.ts';
import type { RelationBatches } from './batches/view-feed.ts';
import type { EmbeddingHead } from './heads/embedding-head.ts';
import { criterionObjective } from './heads/network-objective.ts';

/** What an embedding is learned from, and how. */
export type EmbeddingTask = Partial<MemorySetting> & {
  /** The network, or its part that learns, for as many pictures as are computed at once: `batch` / `microBatches`. */
  readonly network: Network;
  /** For a batch of any size, by which validation goes. */
  readonly validationNetwork: Network;
  readonly head: EmbeddingHead;
  readonly classes: number;
  readonly learned: Activations;
  /** Views that there are of each learned picture; null: without end. */
  readonly views: number | null;
  /** The pictures that choose the best epoch; null: the last one stands. */
  readonly selection: Selection | null;
  /** Whether the weights that learning begins with stand where, by that choice, no epoch betters them. */
  readonly validatesInitial?: boolean;
  readonly epochs: number;
  readonly batch: number;
  /** Pictures of each class in a batch, for losses that compare them; absent or null: passes over all pictures. */
  readonly perClass?: number | null;
  /** What says which pictures are the same, where classes do not; absent or null: they do. */
  readonly relationBatches?: Omit<RelationBatches, 'atOnce'> | null;
  /** The largest learning rate. */
  readonly learningRate: number;
  /** A weight's learning rate as a share of that, by its name in the network; absent: all alike. */
  readonly lrScale?: (name: string) => number;
  readonly weightDecay: number;
  /** Share of the weights' moving average that a step keeps; null: no average. */
  readonly emaDecay: number | null;
  /** Whether batch normalisation learns from batches, as networks from scratch need, or stays as it is. */
  readonly batchNorm: 'follow' | 'frozen';
};

/**
 * Pictures that are not learned from, and how they are scored: by class means of the `references`; by pairs and
 * triplets; or, where their `classes` are not learned, by their nearest picture.
 */
export type Selection =
  | { readonly heldOut: Activations; readonly references: Activations }
  | { readonly heldOut: Activations; readonly evaluationPairs: EvaluationPairs }
  | {
      readonly unseen: Activations;
      readonly classes: number;
      /** Multiplies matrices; absent: one of its own. */
      readonly product?: Product;
    };

/** The members of a task that decide what one step computes. */
export type EmbeddingStep = Pick<
  EmbeddingTask,
  'network' | 'head' | 'weightDecay' | 'emaDecay' | 'batchNorm' | 'lrScale'
> &
  Partial<MemorySetting>;

/** The objective of one step: the head's criterion, by AdamW. */
export function embeddingObjective(task: EmbeddingStep): Objective {
  const { network, head, weightDecay, emaDecay, batchNorm, lrScale } = task;
  const { recomputeSegments, accumulationSteps } = { ...plainSetting, ...task };
  return criterionObjective(head, {
    network,
    optimizer: adamW({ weightDecay }),
    batchNorm,
    recomputeSegments,
    accumulationSteps,
    ...(lrScale && { lrScale }),
    ...(emaDecay !== null && { emaDecay }),
  });
}
