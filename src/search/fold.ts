import { internalError } from '../base/error.ts';
import type { ProgressOptions } from '../base/progress.ts';
import { random } from '../base/random.ts';
import type { Product } from '../linalg/product.ts';
import { defaultLoss } from '../losses/catalogue.ts';
import { drawingOf } from '../losses/recipe-named.ts';
import type { LoadOptions, Runtime } from '../runtime/runtime.ts';
import { floatTensor } from '../runtime/tensors.ts';
import { initialNumbers } from '../steps/parameter.ts';
import type { State } from '../steps/state.ts';
import { featuresAlone } from '../train/cost/learnable-network.ts';
import type { Selection } from '../train/embedding-task.ts';
import type { EmbeddingHead, EmbeddingHeadOptions, HeadStart } from '../train/heads/embedding-head.ts';
import { headNamed } from '../train/heads/head-named.ts';
import { headStart } from '../train/heads/head-start.ts';
import { trainEmbedding } from '../train/train-embedding.ts';
import { type Metric, measured } from '../train/validation/measured.ts';
import { selectionValidator } from '../train/validation/selection-validator.ts';
import { whileOpen } from '../train/while-open.ts';
import type { Hyperparameters } from './hyperparameters.ts';
import {
  type Drawing,
  foldSelectionOf,
  type SearchData,
  type TrainingSamples,
  trainingSamplesOf,
} from './search-data.ts';

/** The settings that are the same for every candidate. */
export type SearchFrame = {
  readonly logitScale: number;
  readonly labelSmoothing: number;
  readonly weightDecay: number;
};

/** The runtime and the seed of the search. */
export type SearchTools = Pick<ProgressOptions, 'signal'> &
  LoadOptions & {
    readonly runtime: Runtime;
    readonly product: Product;
    readonly seed: number;
  };

/** One fold of the cross-validation: some samples are held out, the others are for training. */
export type Fold = {
  /** What the held-out samples are scored on. Folds must agree in this. */
  readonly scoredOn: 'classes' | 'pairs' | 'triplets';
  /** Whether every batch has something to learn for the loss of this name. */
  suits(loss: string): boolean;
  /** Trains a head with these hyperparameters and scores it on the held-out samples. */
  scoreOf(setting: Hyperparameters): Promise<FoldScore>;
  /** Trains any head and scores it. */
  trained(head: EmbeddingHead, how: HeadTraining): Promise<FoldScore>;
  /** The score of the initial space, before training. */
  baseline(dimensions: number): Promise<FoldScore>;
  /** The options of a head for this size of embeddings. */
  size(dimensions: number): Promise<HeadSize>;
};

/**
 * A score on held-out samples: recall@1 for classes; for annotations, verification AUC or the share of triplets in
 * order.
 */
export type FoldScore = { readonly metric: Metric; readonly value: number };

/** How a head is trained in a fold. */
export type HeadTraining = Pick<Hyperparameters, 'learningRate' | 'epochs'> & Drawing;

/** The options of a head, except those of its loss. */
export type HeadSize = Omit<EmbeddingHeadOptions, 'logitScale' | 'labelSmoothing'>;

const validatedAtOnce = 64;

/**
 * Opens a fold: `held` are the indices of the held-out samples; all others are for training. Null where the held-out
 * samples cannot be scored.
 */
export function openFold(
  all: SearchData,
  held: readonly number[],
  frame: SearchFrame,
  tools: SearchTools,
): Fold | null {
  const isHeld = new Set(held);
  const others = [...all.labels.keys()].filter((index) => !isHeld.has(index));
  const selection = foldSelectionOf(all, held, tools);
  if (selection === null) return null;
  const samples = trainingSamplesOf(all, others, tools.seed);
  const starts = new Map<number, Promise<HeadStart | null>>();
  const startOf = (dimensions: number) => {
    const start = starts.get(dimensions) ?? headStart(samples, dimensions, tools);
    starts.set(dimensions, start);
    return start;
  };
  const size = async (dimensions: number) => ({
    ...{ features: all.embeddings.columns, dimensions, classes: samples.classes },
    ...{ start: await startOf(dimensions), random: random(tools.seed, 'head') },
  });
  const headOf = async ({ loss, dimensions }: Pick<Hyperparameters, 'loss' | 'dimensions'>) =>
    headNamed({ ...(await size(dimensions)), ...frame, ...drawingOf(loss), loss });
  const trained = async (head: EmbeddingHead, how: HeadTraining) =>
    scoreOf(head, await trainedWeights(head, samples, how, { ...frame, ...tools }), selection, tools);
  return {
    scoredOn: 'unseen' in selection ? 'classes' : selection.evaluationPairs.pairs.length > 0 ? 'pairs' : 'triplets',
    suits: (loss) => samples.drawing(loss) !== null,
    async scoreOf(setting) {
      const drawing = samples.drawing(setting.loss);
      if (drawing === null) throw internalError(`${setting.loss} has nothing to learn in some batches`);
      return trained(await headOf(setting), { ...setting, ...drawing });
    },
    trained,
    baseline: async (dimensions) => scoreOf(await headOf({ loss: defaultLoss, dimensions }), null, selection, tools),
    size,
  };
}

async function trainedWeights(
  head: EmbeddingHead,
  { learned, classes, embeddings: { columns } }: TrainingSamples,
  { learningRate, epochs, batch: wanted, perClass, relationBatches }: HeadTraining,
  { weightDecay, runtime, seed, product, ...watch }: SearchFrame & SearchTools,
): Promise<State> {
  const batch = Math.min(wanted, learned.labels.length);
  const task = {
    ...{ network: featuresAlone(columns, batch), validationNetwork: featuresAlone(columns, validatedAtOnce) },
    ...{
      head,
      batch,
      learningRate,
      epochs,
      weightDecay,
      perClass: perClass ?? null,
      relationBatches: relationBatches ?? null,
    },
    ...{ classes, learned, views: 1, selection: null, emaDecay: null },
    batchNorm: 'frozen' as const,
  };
  const { weights } = await trainEmbedding(task, { runtime, seed, ...watch });
  return weights;
}

/** The score of a head with these weights; null: with its initial ones. */
async function scoreOf(
  head: EmbeddingHead,
  weights: State | null,
  selection: Selection,
  { product, seed, signal, ...loading }: SearchTools,
): Promise<FoldScore> {
  const [features] = ('unseen' in selection ? selection.unseen : selection.heldOut).shape;
  const validationNetwork = featuresAlone(features, validatedAtOnce);
  const validator = await selectionValidator(
    { validationNetwork, head, batchNorm: 'frozen', classes: 0, selection },
    loading,
  );
  return whileOpen(validator, async () => measured(await validator.validate(weights ?? initialWeights(head), signal)));
}

function initialWeights({ parameters }: EmbeddingHead): State {
  return Object.fromEntries(
    parameters.map((parameter) => [`head/${parameter.name}`, floatTensor(initialNumbers(parameter), parameter.shape)]),
  );
}
