import { internalError } from '../base/error.ts';
import type { Watch } from '../base/progress.ts';
import { random } from '../base/random.ts';
import type { Product } from '../linalg/product.ts';
import { drawingOf } from '../losses/recipe-named.ts';
import type { LoadOptions, Runtime } from '../runtime/runtime.ts';
import { floatTensor } from '../runtime/tensors.ts';
import type { State } from '../steps/state.ts';
import { featuresAlone } from '../train/cost/learnable-network.ts';
import type { EmbeddingHead, EmbeddingHeadOptions, HeadStart } from '../train/heads/embedding-head.ts';
import { headNamed } from '../train/heads/head-named.ts';
import { headStart } from '../train/heads/head-start.ts';
import { judgeOf, type Selection, teachEmbedding } from '../train/teach-embedding.ts';
import { type Metric, measured } from '../train/validation/measured.ts';
import { whileOpen } from '../train/while-open.ts';
import { type Drawing, examOf, type Lesson, lessonOf, type Searched } from './searched.ts';
import type { Setting } from './setting.ts';

/** What of a plan is the same for every setting. */
export type SearchFrame = { readonly sharpness: number; readonly smoothing: number; readonly weightDecay: number };

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
  tried(setting: Setting): Promise<Outcome>;
  /** Of what any head learns. */
  taught(head: EmbeddingHead, how: Teaching): Promise<Outcome>;
  /** Of the space in which learning begins. */
  untaught(dimensions: number): Promise<Outcome>;
  /** What a head is made from. */
  size(dimensions: number): Promise<HeadSize>;
};

/** What held out samples say, and by which measure: of classes recall@1 among them, of statements whether they are told right. */
export type Outcome = { readonly metric: Metric; readonly value: number };

/** How a head is taught. */
export type Teaching = Pick<Setting, 'rate' | 'epochs'> & Drawing;

/** What a head is made from, but for its loss. */
export type HeadSize = Omit<EmbeddingHeadOptions, 'sharpness' | 'smoothing'>;

const judgedAtOnce = 64;

/**
 * Parts samples, by their numbers: `held` judge, all others are learned from. Null where those held can be asked nothing.
 */
export function openFold(all: Searched, held: readonly number[], frame: SearchFrame, tools: SearchTools): Fold | null {
  const isHeld = new Set(held);
  const others = [...all.labels.keys()].filter((index) => !isHeld.has(index));
  const exam = examOf(all, held, tools);
  if (exam === null) return null;
  const lesson = lessonOf(all, others, tools.seed);
  const starts = new Map<number, Promise<HeadStart | null>>();
  const startOf = (dimensions: number) => {
    const start = starts.get(dimensions) ?? headStart(lesson, dimensions, tools);
    starts.set(dimensions, start);
    return start;
  };
  const size = async (dimensions: number) => ({
    ...{ features: all.embeddings.columns, dimensions, classes: lesson.classes },
    ...{ start: await startOf(dimensions), random: random(tools.seed, 'head') },
  });
  const headOf = async ({ loss, dimensions }: Pick<Setting, 'loss' | 'dimensions'>) =>
    headNamed({ ...(await size(dimensions)), ...frame, ...drawingOf(loss), loss });
  const taught = async (head: EmbeddingHead, how: Teaching) =>
    outcomeOf(head, await learnedBy(head, lesson, how, { ...frame, ...tools }), exam, tools);
  return {
    asks: 'strange' in exam ? 'classes' : exam.questions.pairs.length > 0 ? 'pairs' : 'triplets',
    suits: (loss) => lesson.drawing(loss) !== null,
    async tried(setting) {
      const drawing = lesson.drawing(setting.loss);
      if (drawing === null) throw internalError(`${setting.loss} has nothing to learn in some batches`);
      return taught(await headOf(setting), { ...setting, ...drawing });
    },
    taught,
    untaught: async (dimensions) => outcomeOf(await headOf({ loss: 'crossEntropy', dimensions }), null, exam, tools),
    size,
  };
}

async function learnedBy(
  head: EmbeddingHead,
  { learned, classes, embeddings: { columns } }: Lesson,
  { rate, epochs, batch: wanted, perClass, telling }: Teaching,
  { weightDecay, runtime, seed, product, ...watch }: SearchFrame & SearchTools,
): Promise<State> {
  const batch = Math.min(wanted, learned.labels.length);
  const task = {
    ...{ network: featuresAlone(columns, batch), judging: featuresAlone(columns, judgedAtOnce) },
    ...{ head, batch, rate, epochs, weightDecay, perClass: perClass ?? null, telling: telling ?? null },
    ...{ classes, learned, views: 1, selection: null, average: null },
    batchNorm: 'frozen' as const,
  };
  const { weights } = await teachEmbedding(task, { runtime, seed, ...watch });
  return weights;
}

/** What an exam says of a head; `weights` null: as it begins. */
async function outcomeOf(
  head: EmbeddingHead,
  weights: State | null,
  selection: Selection,
  { product, seed, signal, ...loading }: SearchTools,
): Promise<Outcome> {
  const [features] = ('strange' in selection ? selection.strange : selection.judges).shape;
  const judging = featuresAlone(features, judgedAtOnce);
  const judge = await judgeOf({ judging, head, batchNorm: 'frozen', classes: 0, selection }, loading);
  return whileOpen(judge, async () => measured(await judge.validate(weights ?? beginning(head), signal)));
}

function beginning({ parameters }: EmbeddingHead): State {
  return Object.fromEntries(
    parameters.map(({ name, shape, initial }) => [`head/${name}`, floatTensor(initial, [...shape])]),
  );
}
