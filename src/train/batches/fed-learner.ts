import { internalError } from '../../base/error.ts';
import { toOnnx } from '../../graph/proto/to-onnx.ts';
import type { Values } from '../../graph/value.ts';
import type { LoadOptions, Runtime, Tensor } from '../../runtime/runtime.ts';
import type { Objective } from '../../steps/objective.ts';
import { fedSteps, type TensorTypes } from '../../steps/steps-graph.ts';
import { withBlock } from '../../steps/with-block.ts';
import { type Learner, learnerOf, type StepInputs } from '../loop/learner.ts';

/** A batch's tensors [B, ...], by name. */
export type Batch = Readonly<Record<string, Tensor>>;

/** What feeds a learner. */
export type Feed = {
  /** The types of one batch's tensors, [B, ...], sizes known; only float32 and int64. */
  readonly types: TensorTypes;
  /** The batch of a step, counted from 0: always the same for the same step. Asked for in order, again only after going back. */
  batch(step: number): Promise<Batch>;
  /** Batches that are asked for before they are needed, so that the learner never waits; they are held in memory. */
  readonly ahead?: number;
};

/**
 * A learner that is fed batch by batch: for samples that are too many for memory, or made anew at every step. `steps`: the step
 * graph of this objective, with its block, where it was built before.
 */
export async function fedLearner(
  objective: Objective,
  { types, batch, ahead = 2 }: Feed,
  runtime: Runtime,
  { steps, ...options }: LoadOptions & { readonly steps?: Values | undefined } = {},
): Promise<Learner> {
  const coming = new Map<number, Promise<Batch>>();
  const ask = (step: number) => {
    const asked = coming.get(step) ?? batch(step);
    asked.catch(() => undefined); // it is heard where the batch is needed
    coming.set(step, asked);
    return asked;
  };
  const material = async ({ before, learningRates, total }: StepInputs) => {
    const steps = learningRates.map((_, i) => before + i);
    const batches = steps.map(ask);
    const next = before + steps.length;
    for (let step = next; step < Math.min(total, next + ahead); step++) ask(step);
    for (const step of coming.keys()) if (step < next || step >= next + ahead) coming.delete(step);
    return stacked(types, await Promise.all(batches));
  };
  const blocked = await withBlock(objective, runtime, options);
  return learnerOf(blocked, toOnnx(steps ?? fedSteps(blocked, types)), material, { runtime, ...options });
}

/** Tensors [B, ...] of some batches, one behind another, as [S, B, ...] under the names that the graph has. */
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
