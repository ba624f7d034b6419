import type { LoadOptions, Runtime, Tensor } from '../runtime/runtime.ts';
import { floats } from '../runtime/tensors.ts';
import type { State } from '../steps/state.ts';
import { poolLearner } from './batches/pool-learner.ts';
import { noCheckpointer } from './checkpoints/checkpointer.ts';
import { type CheckpointOptions, checkpoints, sha256OfTensors } from './checkpoints/checkpoints.ts';
import { diverged, notMeasurable } from './loop/diverged.ts';
import type { Ending, Epoch, Incident } from './loop/history.ts';
import { type TrainLoopOptions, trainLoop } from './loop/train-loop.ts';
import { type TaskParts, taskParts } from './task-parts.ts';
import type { TrainTask } from './train-task.ts';
import { lossValidator } from './validation/loss-validator.ts';
import { whileOpen } from './while-open.ts';

/** The runtime, and how training is watched and saved. */
export type TrainTools = Pick<TrainLoopOptions, 'progress' | 'signal' | 'tell' | 'clock'> &
  LoadOptions & {
    readonly runtime: Runtime;
    /** Where the training state is saved, so that training can be resumed; absent: nowhere. */
    readonly checkpoint?: Omit<CheckpointOptions, 'belongsTo' | 'clock'>;
  };

/** A float32 tensor: its values, row-major, and its shape. */
export type FloatTensor = Extract<Tensor, { type: 'float32' }>;

/** The trained weights and the history. */
export type TrainResult<W extends string> = {
  /** The weights and statistics of the best epoch (of the last one without validation), by name. */
  readonly weights: Readonly<Record<W, FloatTensor>>;
  readonly history: readonly Epoch[];
  /** The epoch of the weights, counted from 1. */
  readonly best: number;
  readonly incidents: readonly Incident[];
  readonly ending: Ending;
};

/**
 * Trains with your own loss. The loss, its gradients and the optimizer's update become one ONNX graph, which the
 * runtime repeats. If training diverges (a value that is not finite, a loss that explodes), it goes back to the last
 * good state and on at a lower learning rate. Throws `misused` for a task that does not fit together, `diverged` if
 * going back does not help or no epoch has a finite validation loss, and `interrupted` when the signal is aborted.
 *
 * @example
 * const { normal } = random(0, 'x');
 * const x = { type: 'float32' as const, shape: [64, 3], data: Float32Array.from({ length: 64 * 3 }, normal) };
 * const y = { type: 'float32' as const, shape: [64, 1], data: x.data.filter((_, i) => i % 3 === 0) };
 * const { weights, history } = await train(
 *   {
 *     parameters: { w: { shape: [3, 1] }, b: { shape: [1] } },
 *     loss: ({ w, b }, { x, y }) => graph.mean(graph.square(graph.sub(graph.add(graph.matMul(x, w), b), y))),
 *     data: { x, y },
 *     learningRate: 0.1,
 *     epochs: 20,
 *   },
 *   { runtime: nodeRuntime },
 * );
 * weights.w.data.length; // => 3
 */
export async function train<W extends string, D extends string, S extends string = never>(
  task: TrainTask<W, D, S>,
  { runtime, threads, device, checkpoint, ...watch }: TrainTools,
): Promise<TrainResult<W | S>> {
  const parts = taskParts(task);
  const { objective, pool, plan, validation } = parts;
  const loading = { threads, device };
  const { weights, ...trained } = await whileOpen(
    await poolLearner(objective, pool, runtime, loading),
    async (learner) => {
      const validator = validation && (await lossValidator(objective, validation, { runtime, ...loading }));
      return whileOpen(validator, async () => {
        const checkpointer = checkpoint
          ? await checkpoints(learner, plan, { ...checkpoint, belongsTo: await belongings(task, parts) })
          : noCheckpointer;
        return trainLoop(learner, plan, { ...watch, checkpointer, validate: validator?.validate ?? null });
      });
    },
  );
  if (trained.ending === 'diverged') throw diverged(trained.incidents);
  if (validation && trained.best === 0) throw notMeasurable(trained.history.length);
  return { weights: floatTensors(weights), ...trained };
}

/** What must be equal for training to be resumed, besides the plan and the graph. */
async function belongings(
  { seed = 0 }: { readonly seed?: number },
  { pool: { pool, sampler }, validation }: TaskParts,
) {
  const data = await sha256OfTensors(pool);
  return { seed, data, validation: await sha256OfTensors(validation?.data ?? {}), firstBatch: sampler(0) };
}

function floatTensors(tensors: State): Readonly<Record<string, FloatTensor>> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      { type: 'float32', shape: tensor.shape, data: floats(tensor) } satisfies FloatTensor,
    ]),
  );
}
