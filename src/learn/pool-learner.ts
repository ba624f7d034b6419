import type { Sampler } from '../data/samplers/sampler.ts';
import { toOnnx } from '../graph/proto/to-onnx.ts';
import type { TensorType } from '../graph/value.ts';
import type { LoadOptions, Runtime, Tensor } from '../runtime/runtime.ts';
import { indexTensor } from '../runtime/tensors.ts';
import { type Learner, learnerOf } from './learner.ts';
import type { Objective } from './objective.ts';
import { pooledSteps } from './steps-graph.ts';
import { withBlock } from './with-block.ts';

/** Samples that stay in memory, and which of them each step learns from. */
export type Pool = {
  /** Tensors [N, ...] by the names that the objective knows. */
  readonly pool: Readonly<Record<string, Tensor>>;
  /** Samples per step: what the sampler gives. */
  readonly batch: number;
  readonly sampler: Sampler;
};

/** A learner over a pool of samples: only their numbers are handed over, so that thousands of small steps a second fit. */
export async function poolLearner(
  objective: Objective,
  { pool, batch, sampler }: Pool,
  runtime: Runtime,
  options: LoadOptions = {},
): Promise<Learner> {
  const types = Object.fromEntries(Object.entries(pool).map(([name, tensor]) => [name, sampleType(tensor)]));
  const samples = Object.fromEntries(Object.entries(pool).map(([name, tensor]) => [`pool/${name}`, tensor]));
  const blocked = await withBlock(objective, runtime, options);
  const model = toOnnx(pooledSteps(blocked, types, batch));
  return learnerOf(
    blocked,
    model,
    async ({ before, rates }) => {
      const order = rates.flatMap((_, i) => sampler(before + i));
      return { ...samples, order: indexTensor(order, [rates.length, batch]) };
    },
    { runtime, ...options },
  );
}

function sampleType({ type, shape: [, ...shape] }: Tensor): TensorType {
  return { type, shape };
}
