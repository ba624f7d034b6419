import type { NetworkFile } from '../../backbones/network-file.ts';
import { sha256 } from '../../base/hash.ts';
import { type Matrix, matrix, normaliseRows, row, takeRows } from '../../base/matrix.ts';
import type { ProgressOptions } from '../../base/progress.ts';
import type { TrainingPlan } from '../../plan/training-plan.ts';
import type { LoadOptions } from '../../runtime/runtime.ts';
import type { Activations } from '../../train/batches/activations.ts';
import { featuresAlone, type LearnableNetwork } from '../../train/cost/learnable-network.ts';
import { networkOutputs } from '../../train/validation/network-outputs.ts';
import { besideFeatures } from '../../train/whitened-features.ts';
import type { LearnedNetwork } from '../learn-stages.ts';
import type { Machine } from '../machine.ts';
import { trainedCard } from './trained-file.ts';

/** The network that learned. */
export type LearningNetwork = {
  readonly network: LearnableNetwork;
  readonly plan: TrainingPlan;
  /**
   * The file on whose embeddings the head's start was computed: the head takes features of unit length. Null: it began
   * at random.
   */
  readonly backbone: NetworkFile | null;
};

/** With what features are computed. */
export type FeatureTools = Pick<ProgressOptions, 'signal'> &
  Pick<LoadOptions, 'threads'> &
  Pick<Machine, 'embed' | 'runtime'>;

/** A head, and the weights of it and of its network. */
type Learned = Pick<LearnedNetwork, 'head' | 'weights'>;

/**
 * Features of pictures [N, F] and what the head makes of them [N, D], rows of unit length. Where only the head has
 * learned, features are the embeddings of the backbone, which a cache may hold. Throws where a picture can no longer be
 * read, and `interrupted`.
 */
export async function learnedFeatures(
  learning: LearningNetwork,
  learned: Learned,
  paths: readonly string[],
  tools: FeatureTools,
) {
  const { network, plan, backbone } = learning;
  if (backbone !== null && Object.keys(learned.weights).every((name) => name.startsWith('head/'))) {
    const features = await tools.embed(backbone, paths, { isKnown: true });
    return { features, ofHead: await headOn(features, learned, tools) };
  }
  const embeddings = await tools.embed(await withHead(network, plan, learned), paths, { isKnown: false });
  const { dimensions } = network.card;
  const features = columnsOf(embeddings, 0, dimensions);
  return { features, ofHead: columnsOf(embeddings, dimensions, embeddings.columns) };
}

/** A network that gives its features, and beside them what the head makes of them. */
async function withHead(
  network: LearnableNetwork,
  plan: TrainingPlan,
  { head, weights }: Learned,
): Promise<NetworkFile> {
  const bytes = network.written(weights, besideFeatures(head), {});
  const facts = { file: null, sha256: await sha256(bytes), bytes: bytes.byteLength };
  return { card: { ...trainedCard(network.card, plan, network.card.dimensions + plan.dimensions), ...facts }, bytes };
}

/** Some columns, each row to unit length. */
function columnsOf(source: Matrix, from: number, to: number): Matrix {
  const part = matrix(source.rows, to - from);
  for (let i = 0; i < source.rows; i++) row(part, i).set(row(source, i).subarray(from, to));
  return normaliseRows(part);
}

/** Features that a head is given at once. */
const headBatch = 128;

/** What a head makes of features [N, F]: [N, D]. */
async function headOn(
  features: Matrix,
  { head, weights }: Learned,
  { runtime, threads, signal }: FeatureTools,
): Promise<Matrix> {
  const network = featuresAlone(features.columns, headBatch);
  const outputs = await networkOutputs(
    { network, batchNorm: 'frozen', head: { ...head, logits: null } },
    { runtime, threads },
  );
  const activations: Activations = {
    labels: new Int32Array(features.rows),
    shape: [features.columns],
    read: async (views) =>
      takeRows(
        features,
        views.map(({ picture }) => picture),
      ).data,
  };
  try {
    return (await outputs.of(activations, weights, signal)).embeddings;
  } finally {
    await outputs.dispose();
  }
}
