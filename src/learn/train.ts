import type { LoadOptions, Runtime, Tensor } from '../runtime/runtime.ts';
import { floats } from '../runtime/tensors.ts';
import { diverged } from './diverged.ts';
import type { Ending, Epoch, Incident } from './history.ts';
import { type CheckpointOptions, checkpoints, sha256OfTensors } from './keep/checkpoints.ts';
import { noKeeper } from './keep/keeper.ts';
import { lossValidator } from './loss-validator.ts';
import { type Pool, poolLearner } from './pool-learner.ts';
import type { State } from './state.ts';
import { sampleTensors, taskParts } from './task-parts.ts';
import { type TeachOptions, teach } from './teach.ts';
import type { TrainTask } from './train-task.ts';

/** With what it is trained. */
export type TrainTools = Pick<TeachOptions, 'progress' | 'signal' | 'tell' | 'clock'> &
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
 * rate. Throws `misused` for what does not fit together, `diverged` when that does not help, `interrupted` when the
 * signal is aborted.
 *
 *     const { weights } = await train(
 *       {
 *         parameters: { w: { shape: [3, 1] }, b: { shape: [1] } },
 *         loss: ({ w, b }, { x, y }) => graph.mean(graph.square(graph.sub(graph.add(graph.matMul(x, w), b), y))),
 *         data: { x, y },
 *         rate: 1e-2,
 *         epochs: 20,
 *       },
 *       { runtime },
 *     );
 */
export async function train<W extends string, D extends string, S extends string = never>(
  task: TrainTask<W, D, S>,
  { runtime, threads, device, checkpoint, ...watch }: TrainTools,
): Promise<TrainResult<W | S>> {
  const { objective, pool, plan } = taskParts(task);
  const options = { ...(threads !== undefined && { threads }), ...(device !== undefined && { device }) };
  const learner = await poolLearner(objective, pool, runtime, options);
  const validator = task.validation
    ? await lossValidator(
        objective,
        { data: sampleTensors(task.validation), batch: plan.batch },
        { runtime, ...options },
      )
    : null;
  try {
    const keeper = checkpoint
      ? await checkpoints(learner, plan, { ...checkpoint, belongsTo: await belongings(task, pool) })
      : noKeeper;
    const { weights, ...trained } = await teach(learner, plan, {
      ...watch,
      keeper,
      validate: validator?.validate ?? null,
    });
    if (trained.ending === 'diverged') throw diverged(trained.incidents);
    return { weights: floatTensors(weights), ...trained };
  } finally {
    await learner.dispose();
    await validator?.dispose();
  }
}

/** What must be the same for work to be taken up again, beside the plan and the graph. */
async function belongings(task: Pick<TrainTask<string, string>, 'seed' | 'validation'>, { pool, sampler }: Pool) {
  const { seed = 0, validation = {} } = task;
  const data = await sha256OfTensors(pool);
  return { seed, data, validation: await sha256OfTensors(sampleTensors(validation)), firstBatch: sampler(0) };
}

function floatTensors(tensors: State): Readonly<Record<string, FloatTensor>> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      { type: 'float32', shape: tensor.shape, data: floats(tensor) } satisfies FloatTensor,
    ]),
  );
}
