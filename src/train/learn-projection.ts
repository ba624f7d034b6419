import { type Matrix, matrix } from '../base/matrix.ts';
import type { ProgressOptions } from '../base/progress.ts';
import { random } from '../base/random.ts';
import type { Sampler } from '../data/samplers/sampler.ts';
import { matMul, transpose } from '../graph/ops.ts';
import type { Values } from '../graph/value.ts';
import { type MetricRecipe, type MetricSupervision, metricLoss } from '../losses/metric-loss.ts';
import type { LoadOptions, Runtime } from '../runtime/runtime.ts';
import { floats, indexTensor, matrixTensor } from '../runtime/tensors.ts';
import { adamW } from '../steps/optimizers/adam-w.ts';
import { oneCycle } from '../steps/schedules/one-cycle.ts';
import { drawnNumbers } from './batches/drawn-numbers.ts';
import { poolLearner } from './batches/pool-learner.ts';
import type { Epoch, Incident } from './loop/history.ts';
import { defaultDivergencePolicy } from './loop/plan.ts';
import { type Trained, trainLoop } from './loop/train-loop.ts';
import { whileOpen } from './while-open.ts';

/** How it is known which samples are the same. */
export type ProjectionSupervision =
  | { readonly labels: Int32Array; readonly classes: number }
  /** For the samples of a batch, [B, B] each: the weight of every pair as a positive and as a negative. */
  | {
      relations(samples: readonly number[]): { readonly positive: Float32Array; readonly negative: Float32Array };
    };

/** The data and the settings for learning a projection. */
export type ProjectionTask = {
  /** [N, F], the inputs of the projection. */
  readonly features: Matrix;
  readonly supervision: ProjectionSupervision;
  readonly recipe: MetricRecipe;
  /** [C, E], initial class centres, for losses that have class weights; absent: drawn at random. */
  readonly centres?: Matrix;
  /** Size of an embedding, E, at most F. */
  readonly dimensions: number;
  readonly sampler: Sampler;
  /** Samples per step, as the sampler gives them. */
  readonly batch: number;
  readonly steps: number;
  /** Peak learning rate of AdamW under one cycle. */
  readonly learningRate: number;
  readonly weightDecay: number;
};

/** The runtime and the seed of the training. */
export type ProjectionTools = ProgressOptions & LoadOptions & { readonly runtime: Runtime; readonly seed: number };

/** A learned projection, and the history of its training. */
export type LearnedProjection = {
  /** [E, F]. Multiply features by it, then normalise to unit length. */
  readonly weights: Matrix;
  readonly history: readonly Epoch[];
  readonly incidents: readonly Incident[];
  readonly ending: Trained['ending'];
};

/** Number of epochs in the history. */
const parts = 10;

/**
 * Learns a linear projection by a loss on embeddings. It starts as the identity on the first E features, so it improves
 * the space that the features come from. The same task, seed, machine and number of threads give the same bytes.
 *
 * @example
 * const labels = Int32Array.from({ length: 40 }, (_, i) => i % 4);
 * const features = matrix(40, 16, Float32Array.from({ length: 640 }, random(0, 'features').normal)); // [N, F]
 * const { weights } = await learnProjection(
 *   {
 *     features,
 *     dimensions: 8,
 *     supervision: { labels, classes: 4 },
 *     recipe: { loss: embeddingLosses.multiSimilarity(), miner: miners.multiSimilarity() },
 *     sampler: samplers.mPerClass({ labels, batch: 16, perClass: 4, seed: 0 }),
 *     batch: 16,
 *     steps: 20,
 *     learningRate: 0.01,
 *     weightDecay: 0,
 *   },
 *   { runtime: nodeRuntime, seed: 0 },
 * );
 * [weights.rows, weights.columns]; // => [8, 16]
 */
export async function learnProjection(task: ProjectionTask, tools: ProjectionTools): Promise<LearnedProjection> {
  const { features, supervision, recipe, dimensions, sampler, batch, steps, learningRate, weightDecay } = task;
  const { runtime, seed, threads, device, ...watch } = tools;
  const classes = 'classes' in supervision ? supervision.classes : 0;
  const { centres = null } = task;
  const loss = metricLoss(recipe, { classes, dimensions, centres, random: random(seed, 'metric loss') });
  const shape = [dimensions, features.columns];
  const objective = {
    parameters: [{ name: weightsName, shape, initial: identityMatrix(shape), decay: false }, ...loss.parameters],
    statistics: loss.statistics,
    optimizer: adamW({ weightDecay }),
    block: null, // there are no images
    loss: (weights: Values, given: Values) =>
      loss.value(matMul(given.features, transpose(weights[weightsName])), supervisionOf(given), weights, given.drawn),
  };
  const pool = {
    pool: {
      features: matrixTensor(features),
      ...('labels' in supervision && { labels: indexTensor(supervision.labels) }),
    },
    batch,
    sampler,
    stepInputs: stepInputsOf(task, seed),
  };
  const stepsPerEpoch = Math.max(1, Math.ceil(steps / parts));
  const plan = {
    schedule: oneCycle({ learningRate, steps }),
    epochs: Math.ceil(steps / stepsPerEpoch),
    stepsPerEpoch,
    stepsPerCall: Math.min(16, stepsPerEpoch),
    batch,
    patience: parts,
    guard: defaultDivergencePolicy,
  };
  return whileOpen(await poolLearner(objective, pool, runtime, { threads, device }), async (learner) => {
    const { weights, history, incidents, ending } = await trainLoop(learner, plan, watch);
    return { weights: matrix(dimensions, features.columns, floats(weights[weightsName])), history, incidents, ending };
  });
}

const weightsName = 'projection';

function supervisionOf({ labels, positive, negative }: Values): MetricSupervision {
  return labels ? { labels } : { positive, negative };
}

/**
 * Further inputs of each step: the relations between its samples where there are no labels, and random numbers for a
 * miner that draws.
 */
function stepInputsOf({ supervision, recipe: { miner, memory }, batch }: ProjectionTask, seed: number) {
  const others = batch + ('labels' in supervision ? (memory?.size ?? 0) : 0);
  const matrixOf = (columns: number) => ({ type: 'float32' as const, shape: [batch, columns] });
  return {
    types: {
      ...('relations' in supervision && { positive: matrixOf(batch), negative: matrixOf(batch) }),
      ...(miner?.draws && { drawn: matrixOf(others) }),
    },
    of: (samples: readonly number[], step: number) => ({
      ...('relations' in supervision && supervision.relations(samples)),
      ...(miner?.draws && { drawn: drawnNumbers(batch * others, { seed, step }) }),
    }),
  };
}

/** A matrix of this shape, row-major, with ones on the diagonal and zeros elsewhere. */
export function identityMatrix([rows, columns]: readonly number[]): Float32Array {
  return Float32Array.from({ length: rows * columns }, (_, i) => (Math.floor(i / columns) === i % columns ? 1 : 0));
}
