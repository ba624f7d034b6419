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

/** With what it is trained. */
export type TrainTools = Pick<TrainLoopOptions, 'progress' | 'signal' | 'tell' | 'clock'> &
  LoadOptions & {
    readonly runtime: Runtime;
    /** Where the work is kept, so that it can be taken up again; absent: nowhere. */
    readonly checkpoint?: Omit<CheckpointOptions, 'belongsTo' | 'clock'>;
  };

/** Numbers with their shape, row-major. */
export type FloatTensor = Extract<Tensor, { type: 'float32' }>;

/** What was learned, and how it went. */
export type TrainResult<W extends string> = {
  /** The weights of the best epoch (the last where nothing validates), float32, by name; statistics too. */
  readonly weights: Readonly<Record<W, FloatTensor>>;
  readonly history: readonly Epoch[];
  /** The epoch whose weights these are, counted from 1. */
  readonly best: number;
  readonly incidents: readonly Incident[];
  readonly ending: Ending;
};

/**
 * Trains with a loss of one's own: its gradients and the optimizer's updates become one ONNX graph, which the runtime
 * repeats. Trouble (numbers that are not finite, a loss that explodes) is answered by going back and on at a lower
 * rate. Throws `misused` for what does not fit together, `diverged` when that does not help or no epoch's validation
 * gives a finite loss, `interrupted` when the signal is aborted.
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

/** What must be the same for work to be taken up again, beside the plan and the graph. */
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
