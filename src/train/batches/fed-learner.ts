import { internalError } from '../../base/error.ts';
import { toOnnx } from '../../graph/proto/to-onnx.ts';
import type { Values } from '../../graph/value.ts';
import type { LoadOptions, Runtime, Tensor } from '../../runtime/runtime.ts';
import type { Objective } from '../../steps/objective.ts';
import { fedSteps, type TensorTypes } from '../../steps/steps-graph.ts';
import { withBlock } from '../../steps/with-block.ts';
import { type Learner, learnerOf, type StepInputs } from '../loop/learner.ts';

/** The tensors [B, ...] of a batch, by name. */
export type Batch = Readonly<Record<string, Tensor>>;

/** A source of batches. */
export type Feed = {
  /** The types of the tensors of a batch, [B, ...], with known sizes; only float32 and int64. */
  readonly types: TensorTypes;
  /**
   * The batch of a step, counted from 0. The same step must always give the same batch. Steps are asked for in order,
   * and again only after a rollback.
   */
  batch(step: number): Promise<Batch>;
  /** Number of batches that are prepared ahead and held in memory, so that the learner never waits. */
  readonly ahead?: number;
};

/**
 * A learner that receives its batches one by one, for data that are too large for memory or augmented anew in every
 * step. `steps`: the step graph of this objective, with its block, where it was built before.
 */
export async function fedLearner(
  objective: Objective,
  { types, batch, ahead = 2 }: Feed,
  runtime: Runtime,
  { steps, ...options }: LoadOptions & { readonly steps?: Values | undefined } = {},
): Promise<Learner> {
  const pending = new Map<number, Promise<Batch>>();
  const request = (step: number) => {
    const requested = pending.get(step) ?? batch(step);
    requested.catch(() => undefined); // the error is thrown where the batch is needed
    pending.set(step, requested);
    return requested;
  };
  const material = async ({ before, learningRates, total }: StepInputs) => {
    const steps = learningRates.map((_, i) => before + i);
    const batches = steps.map(request);
    const next = before + steps.length;
    for (let step = next; step < Math.min(total, next + ahead); step++) request(step);
    for (const step of pending.keys()) if (step < next || step >= next + ahead) pending.delete(step);
    return stacked(types, await Promise.all(batches));
  };
  const blocked = await withBlock(objective, runtime, options);
  return learnerOf(blocked, toOnnx(steps ?? fedSteps(blocked, types)), material, { runtime, ...options });
}

/** Stacks the tensors [B, ...] of some batches to [S, B, ...], under the names of the graph. */
function stacked(types: TensorTypes, batches: readonly Batch[]): Batch {
  return Object.fromEntries(
    Object.keys(types).map((name) => [`batch/${name}`, stack(batches.map((batch) => batch[name]))]),
  );
}

function stack(tensors: readonly Tensor[]): Tensor {
  const [{ type, shape, data }] = tensors;
  const stackedShape = [tensors.length, ...shape];
  if (tensors.length === 1)
    return type === 'float32' ? { type, shape: stackedShape, data } : { type, shape: stackedShape, data };
  const size = tensors.length * data.length;
  const all: Tensor =
    type === 'float32'
      ? { type, shape: stackedShape, data: new Float32Array(size) }
      : { type, shape: stackedShape, data: new BigInt64Array(size) };
  tensors.forEach((tensor, i) => {
    place(tensor, all, i * data.length);
  });
  return all;
}

function place(from: Tensor, into: Tensor, at: number): void {
  if (from.type === 'float32' && into.type === 'float32') into.data.set(from.data, at);
  else if (from.type === 'int64' && into.type === 'int64') into.data.set(from.data, at);
  else throw internalError(`batches of ${from.type} and of ${into.type} under one name`);
}
