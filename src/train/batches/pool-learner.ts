import type { Sampler } from '../../data/samplers/sampler.ts';
import { toOnnx } from '../../graph/proto/to-onnx.ts';
import { sizes, type TensorType } from '../../graph/value.ts';
import type { LoadOptions, Runtime, Tensor } from '../../runtime/runtime.ts';
import { floatTensor, indexTensor } from '../../runtime/tensors.ts';
import type { Objective } from '../../steps/objective.ts';
import { pooledSteps, type TensorTypes } from '../../steps/steps-graph.ts';
import { withBlock } from '../../steps/with-block.ts';
import { type Learner, learnerOf } from '../loop/learner.ts';

/** Samples that stay in memory, and a sampler that chooses the batch of each step. */
export type SamplePool = {
  /** Tensors [N, ...], by the names that the objective expects. */
  readonly pool: Readonly<Record<string, Tensor>>;
  /** Samples per step, as the sampler gives them. */
  readonly batch: number;
  readonly sampler: Sampler;
  /** Extra inputs of each step (for instance pair labels), by the names that the objective expects. */
  readonly stepInputs?: {
    readonly types: TensorTypes;
    of(samples: readonly number[], step: number): Readonly<Record<string, Float32Array>>;
  };
};

/**
 * A learner whose samples are in memory. Only their indices are passed per step, so thousands of small steps a second
 * are possible.
 *
 * @example
 * const data = { type: 'float32' as const, shape: [4], data: Float32Array.of(1, 2, 3, 6) };
 * const learner = await poolLearner(
 *   {
 *     parameters: [{ name: 'w', shape: [], initial: Float32Array.of(0), decay: false }],
 *     optimizer: optimizers.adamW(),
 *     loss: ({ w }, { x }) => graph.mean(graph.square(graph.sub(x, w))),
 *   },
 *   { pool: { x: data }, batch: 2, sampler: samplers.shuffled({ labels: [0, 0, 0, 0], batch: 2, seed: 0 }) },
 *   nodeRuntime,
 * );
 * const first = await learner.learn(learner.initial, { before: 0, learningRates: [0.1, 0.1], total: 2 });
 * first.losses.length; // => 2
 * await learner.dispose();
 */
export async function poolLearner(
  objective: Objective,
  { pool, batch, sampler, stepInputs = noStepInputs }: SamplePool,
  runtime: Runtime,
  options: LoadOptions = {},
): Promise<Learner> {
  const types = Object.fromEntries(Object.entries(pool).map(([name, tensor]) => [name, sampleType(tensor)]));
  const samples = Object.fromEntries(Object.entries(pool).map(([name, tensor]) => [`pool/${name}`, tensor]));
  const blocked = await withBlock(objective, runtime, options);
  const model = toOnnx(pooledSteps(blocked, types, batch, stepInputs.types));
  return learnerOf(
    blocked,
    model,
    async ({ before, learningRates }) => {
      const steps = learningRates.map((_, i) => before + i);
      const drawn = steps.map(sampler);
      const order = indexTensor(drawn.flat(), [learningRates.length, batch]);
      return {
        ...samples,
        order,
        ...stacked(
          stepInputs.types,
          drawn.map((numbers, i) => stepInputs.of(numbers, steps[i])),
        ),
      };
    },
    { runtime, ...options },
  );
}

const noStepInputs = { types: {}, of: () => ({}) };

/** Stacks the extra inputs of some steps to [S, ...]. */
function stacked(types: TensorTypes, steps: readonly Readonly<Record<string, Float32Array>>[]) {
  return Object.fromEntries(
    Object.entries(types).map(([name, { shape }]) => {
      const size = sizes(shape).reduce((a, b) => a * b, 1);
      const all = new Float32Array(steps.length * size);
      steps.forEach((each, i) => {
        all.set(each[name], i * size);
      });
      return [`step/${name}`, floatTensor(all, [steps.length, ...sizes(shape)])];
    }),
  );
}

function sampleType({ type, shape: [, ...shape] }: Tensor): TensorType {
  return { type, shape };
}
