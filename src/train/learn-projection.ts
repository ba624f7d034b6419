import { type Matrix, matrix } from '../base/matrix.ts';
import type { Watch } from '../base/progress.ts';
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
import { usualGuard } from './loop/plan.ts';
import { type Trained, trainLoop } from './loop/train-loop.ts';
import { whileOpen } from './while-open.ts';

/** What says which samples are the same. */
export type ProjectionSupervision =
  | { readonly labels: Int32Array; readonly classes: number }
  /** Of the samples of a batch, [B, B] each: how much two count as the same, and as different. */
  | {
      relations(samples: readonly number[]): { readonly positive: Float32Array; readonly negative: Float32Array };
    };

/** What a projection is learned from, and how. */
export type ProjectionTask = {
  /** [N, F]: what the projection begins from. */
  readonly features: Matrix;
  readonly supervision: ProjectionSupervision;
  readonly recipe: MetricRecipe;
  /** [C, E], where classes lie to begin with, for losses that compare with them; absent: they are drawn. */
  readonly centres?: Matrix;
  /** Numbers of an embedding, E: at most F. */
  readonly dimensions: number;
  readonly sampler: Sampler;
  /** Samples per step: what the sampler gives. */
  readonly batch: number;
  readonly steps: number;
  /** The largest learning rate of one cycle of AdamW. */
  readonly learningRate: number;
  readonly weightDecay: number;
};

/** With what it is learned. */
export type ProjectionTools = Watch & LoadOptions & { readonly runtime: Runtime; readonly seed: number };

/** A learned projection, and how it went. */
export type LearnedProjection = {
  /** [E, F], to be applied to features; then to unit length. */
  readonly weights: Matrix;
  readonly history: readonly Epoch[];
  readonly incidents: readonly Incident[];
  readonly ending: Trained['ending'];
};

/** So many parts in which learning is told of. */
const parts = 10;

/**
 * Learns a linear projection by a loss on embeddings: it begins as the identity on the first E features, so that whatever
 * space they are from, it is bettered rather than found anew. The same task, seed, machine and threads give the same bytes.
 */
export async function learnProjection(task: ProjectionTask, tools: ProjectionTools): Promise<LearnedProjection> {
  const { features, supervision, recipe, dimensions, sampler, batch, steps, learningRate, weightDecay } = task;
  const { runtime, seed, threads, device, ...watch } = tools;
  const classes = 'classes' in supervision ? supervision.classes : 0;
  const { centres = null } = task;
  const loss = metricLoss(recipe, { classes, dimensions, centres, random: random(seed, 'metric loss') });
  const shape = [dimensions, features.columns];
  const objective = {
    parameters: [{ name: weightsName, shape, initial: identity(shape), decay: false }, ...loss.parameters],
    statistics: loss.statistics,
    optimizer: adamW({ weightDecay }),
    block: null, // it has no images
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
    reported: relationsBy(task, seed),
  };
  const stepsPerEpoch = Math.max(1, Math.ceil(steps / parts));
  const plan = {
    schedule: oneCycle({ learningRate, steps }),
    epochs: Math.ceil(steps / stepsPerEpoch),
    stepsPerEpoch,
    stepsPerCall: Math.min(16, stepsPerEpoch),
    batch,
    patience: parts,
    guard: usualGuard,
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

/** What a step is told: what of its samples is the same, where no labels say so, and numbers for a miner that draws. */
function relationsBy({ supervision, recipe: { miner, memory }, batch }: ProjectionTask, seed: number) {
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

/** Ones on the diagonal of a matrix of this shape, else zeros. */
export function identity([rows, columns]: readonly number[]): Float32Array {
  return Float32Array.from({ length: rows * columns }, (_, i) => (Math.floor(i / columns) === i % columns ? 1 : 0));
}
