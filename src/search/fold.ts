import { internalError } from '../base/error.ts';
import type { Watch } from '../base/progress.ts';
import { random } from '../base/random.ts';
import type { Product } from '../linalg/product.ts';
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
import { type Drawing, examOf, type Searched, type TrainingSamples, trainingSamplesOf } from './searched.ts';
import type { Setting } from './setting.ts';

/** What of a plan is the same for every setting. */
export type SearchFrame = {
  readonly logitScale: number;
  readonly labelSmoothing: number;
  readonly weightDecay: number;
};

/** With what it is searched. */
export type SearchTools = Pick<Watch, 'signal'> &
  LoadOptions & {
    readonly runtime: Runtime;
    readonly product: Product;
    readonly seed: number;
  };

/** A part of the samples held out, and the others to learn from. */
export type Fold = {
  /** What those held out are asked: folds are compared that are asked alike. */
  readonly asks: 'classes' | 'pairs' | 'triplets';
  /** Whether a loss of this name has something to learn in every batch. */
  suits(loss: string): boolean;
  /** What those held out say of what a setting learns. */
  tried(setting: Setting): Promise<FoldScore>;
  /** Of what any head learns. */
  trained(head: EmbeddingHead, how: HeadTraining): Promise<FoldScore>;
  /** Of the space in which learning begins. */
  baseline(dimensions: number): Promise<FoldScore>;
  /** What a head is made from. */
  size(dimensions: number): Promise<HeadSize>;
};

/** What held out samples say, and by which measure: of classes recall@1 among them, of statements whether they are told right. */
export type FoldScore = { readonly metric: Metric; readonly value: number };

/** How a head is taught. */
export type HeadTraining = Pick<Setting, 'learningRate' | 'epochs'> & Drawing;

/** What a head is made from, but for its loss. */
export type HeadSize = Omit<EmbeddingHeadOptions, 'logitScale' | 'labelSmoothing'>;

const validatedAtOnce = 64;

/**
 * Parts samples, by their numbers: `held` judge, all others are learned from. Null where those held can be asked nothing.
 */
export function openFold(all: Searched, held: readonly number[], frame: SearchFrame, tools: SearchTools): Fold | null {
  const isHeld = new Set(held);
  const others = [...all.labels.keys()].filter((index) => !isHeld.has(index));
  const exam = examOf(all, held, tools);
  if (exam === null) return null;
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
  const headOf = async ({ loss, dimensions }: Pick<Setting, 'loss' | 'dimensions'>) =>
    headNamed({ ...(await size(dimensions)), ...frame, ...drawingOf(loss), loss });
  const trained = async (head: EmbeddingHead, how: HeadTraining) =>
    outcomeOf(head, await learnedBy(head, samples, how, { ...frame, ...tools }), exam, tools);
  return {
    asks: 'strange' in exam ? 'classes' : exam.evaluationPairs.pairs.length > 0 ? 'pairs' : 'triplets',
    suits: (loss) => samples.drawing(loss) !== null,
    async tried(setting) {
      const drawing = samples.drawing(setting.loss);
      if (drawing === null) throw internalError(`${setting.loss} has nothing to learn in some batches`);
      return trained(await headOf(setting), { ...setting, ...drawing });
    },
    trained,
    baseline: async (dimensions) => outcomeOf(await headOf({ loss: 'crossEntropy', dimensions }), null, exam, tools),
    size,
  };
}

async function learnedBy(
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

/** What an exam says of a head; `weights` null: as it begins. */
async function outcomeOf(
  head: EmbeddingHead,
  weights: State | null,
  selection: Selection,
  { product, seed, signal, ...loading }: SearchTools,
): Promise<FoldScore> {
  const [features] = ('strange' in selection ? selection.strange : selection.heldOut).shape;
  const validationNetwork = featuresAlone(features, validatedAtOnce);
  const judge = await selectionValidator(
    { validationNetwork, head, batchNorm: 'frozen', classes: 0, selection },
    loading,
  );
  return whileOpen(judge, async () => measured(await judge.validate(weights ?? beginning(head), signal)));
}

function beginning({ parameters }: EmbeddingHead): State {
  return Object.fromEntries(
    parameters.map((parameter) => [`head/${parameter.name}`, floatTensor(initialNumbers(parameter), parameter.shape)]),
  );
}
