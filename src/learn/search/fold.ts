import { type Matrix, takeRows } from '../../base/matrix.ts';
import type { Watch } from '../../base/progress.ts';
import { random } from '../../base/random.ts';
import { renumbered } from '../../data/renumbered.ts';
import type { Product } from '../../runtime/product.ts';
import type { LoadOptions, Runtime } from '../../runtime/runtime.ts';
import { floatTensor } from '../../runtime/tensors.ts';
import type { Activations, PictureView } from '../activations.ts';
import type { EmbeddingHead, EmbeddingHeadOptions, HeadStart } from '../embedding-head.ts';
import { headNamed } from '../head-named.ts';
import { headStart } from '../head-start.ts';
import { featuresAlone } from '../learnable-network.ts';
import { newClassJudge } from '../new-class-judge.ts';
import { drawingOf } from '../recipe-named.ts';
import type { State } from '../state.ts';
import { teachEmbedding } from '../teach-embedding.ts';
import { whileOpen } from '../while-open.ts';
import type { Setting } from './setting.ts';

/** Embeddings as a backbone gives them, and the classes by which a metric on them is learned and judged. */
export type Searched = {
  /** [N, F], unit length. */
  readonly embeddings: Matrix;
  /** [N], class indices. */
  readonly labels: Int32Array;
};

/** What of a plan is the same for every setting. */
export type SearchFrame = { readonly sharpness: number; readonly smoothing: number; readonly weightDecay: number };

/** With what it is searched. */
export type SearchTools = Pick<Watch, 'signal'> &
  LoadOptions & {
    readonly runtime: Runtime;
    readonly product: Product;
    readonly seed: number;
  };

/** A part of the classes held out, and the others to learn from. All give recall@1 among the held out. */
export type Fold = {
  /** Of what a setting learns. */
  tried(setting: Setting): Promise<number>;
  /** Of what any head learns. */
  taught(head: EmbeddingHead, how: Teaching): Promise<number>;
  /** Of the space in which learning begins. */
  untaught(dimensions: number): Promise<number>;
  /** What a head is made from. */
  size(dimensions: number): Promise<HeadSize>;
};

/** How a head is taught. */
export type Teaching = Pick<Setting, 'rate' | 'epochs'> & ReturnType<typeof drawingOf>;

/** What a head is made from, but for its loss. */
export type HeadSize = Omit<EmbeddingHeadOptions, 'sharpness' | 'smoothing'>;

const judgedAtOnce = 64;

/** Parts samples, by their numbers: `held` judge, all others are learned from. */
export function openFold(all: Searched, held: readonly number[], frame: SearchFrame, tools: SearchTools): Fold {
  const isHeld = new Set(held);
  const learned = part(
    all,
    [...all.labels.keys()].filter((index) => !isHeld.has(index)),
  );
  const judged = part(all, held);
  const starts = new Map<number, Promise<HeadStart | null>>();
  const startOf = (dimensions: number) => {
    const known =
      starts.get(dimensions) ??
      headStart({ embeddings: learned.embeddings, identities: learned.labels, named: learned }, dimensions, tools);
    starts.set(dimensions, known);
    return known;
  };
  const size = async (dimensions: number) => ({
    ...{ features: all.embeddings.columns, dimensions, classes: learned.classes },
    ...{ start: await startOf(dimensions), random: random(tools.seed, 'head') },
  });
  const headOf = async ({ loss, dimensions }: Pick<Setting, 'loss' | 'dimensions'>) =>
    headNamed({ ...(await size(dimensions)), ...frame, ...drawingOf(loss), loss });
  const taught = async (head: EmbeddingHead, how: Teaching) =>
    recallOf(head, await learnedBy(head, learned, how, { ...frame, ...tools }), judged, tools);
  return {
    tried: async (setting) => taught(await headOf(setting), { ...setting, ...drawingOf(setting.loss) }),
    taught,
    untaught: async (dimensions) => recallOf(await headOf({ loss: 'crossEntropy', dimensions }), null, judged, tools),
    size,
  };
}

async function learnedBy(
  head: EmbeddingHead,
  learned: Part,
  { rate, epochs, batch: wanted, perClass }: Teaching,
  { weightDecay, runtime, seed, product, ...watch }: SearchFrame & SearchTools,
): Promise<State> {
  const batch = Math.min(wanted, learned.labels.length);
  const { columns } = learned.embeddings;
  const task = {
    ...{ network: featuresAlone(columns, batch), judging: featuresAlone(columns, judgedAtOnce) },
    ...{ head, batch, perClass, rate, epochs, weightDecay },
    ...{ classes: learned.classes, learned: activationsOf(learned), views: 1, selection: null, average: null },
    batchNorm: 'frozen' as const,
  };
  const { weights } = await teachEmbedding(task, { runtime, seed, ...watch });
  return weights;
}

/** Recall@1 of a head among pictures of classes that it has not seen; `weights` null: as it begins. */
async function recallOf(
  head: EmbeddingHead,
  weights: State | null,
  judged: Part,
  { product, seed, signal, ...loading }: SearchTools,
): Promise<number> {
  const network = featuresAlone(judged.embeddings.columns, judgedAtOnce);
  const task = { network, head, batchNorm: 'frozen' as const, product };
  const judge = await newClassJudge({ ...task, strange: activationsOf(judged), classes: judged.classes }, loading);
  return whileOpen(judge, async () => {
    const { recallAt1 = 0 } = await judge.validate(weights ?? beginning(head), signal);
    return recallAt1;
  });
}

function beginning({ parameters }: EmbeddingHead): State {
  return Object.fromEntries(
    parameters.map(({ name, shape, initial }) => [`head/${name}`, floatTensor(initial, [...shape])]),
  );
}

/** Some samples, with their classes numbered anew. */
type Part = Searched & { readonly classes: number };

function part({ embeddings, labels }: Searched, indices: readonly number[]): Part {
  const own = indices.map((index) => labels[index]);
  const { of, count } = renumbered(own);
  return { embeddings: takeRows(embeddings, indices), labels: of(own), classes: count };
}

/** Embeddings are the features of which nothing more is frozen. */
function activationsOf({ embeddings, labels }: Part): Activations {
  const shape = [embeddings.columns];
  const read = async (views: readonly PictureView[]) =>
    takeRows(
      embeddings,
      views.map(({ picture }) => picture),
    ).data;
  return { labels, shape, read };
}
