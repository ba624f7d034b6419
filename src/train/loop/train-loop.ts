import type { ProgressOptions } from '../../base/progress.ts';
import type { State } from '../../steps/state.ts';
import { type Checkpointer, noCheckpointer } from '../checkpoints/checkpointer.ts';
import { afterEpoch, afterSteps, isEpochOver, withInitialValidation } from './advance.ts';
import type { Ending, Epoch, Incident, Validation } from './history.ts';
import { interrupted } from './interrupted.ts';
import type { Learner, StepInputs } from './learner.ts';
import { type LengthChange, type Lengthen, planAt } from './lengths.ts';
import { type LoopPlan, totalSteps } from './plan.ts';
import { progressReporter, type ReportProgress, secondsNow } from './progress-report.ts';
import { initialTrainState, type TrainState } from './train-state.ts';

/** Scores weights on held-out data. Throws if the signal is aborted meanwhile. */
export type Validate = (weights: State, signal?: AbortSignal) => Promise<Validation>;

/** How training is watched, validated and saved. */
export type TrainLoopOptions = ProgressOptions & {
  readonly validate?: Validate | null;
  /** The score of a validation, which chooses the best epoch. Smaller is better; the loss by default. */
  readonly scoreOf?: (validation: Validation) => number;
  /**
   * Tolerance: epochs whose score is within this of the best count as equal, and the latest wins (its learning rate was
   * the lowest). Negative: the earliest wins, until an epoch is better by more than this. Absent: the best score wins.
   */
  readonly tolerance?: (score: number) => number;
  /** Whether the initial weights are validated before training, so that they win if no epoch is better. */
  readonly validatesInitial?: boolean;
  /** Called after each epoch; returns the new total number of epochs. Absent: the number in the plan. */
  readonly lengthen?: Lengthen;
  /** Receives the progress after every call of the runtime. */
  readonly tell?: ReportProgress;
  /** Saves the training state, so that training can be resumed. */
  readonly checkpointer?: Checkpointer;
  /** Gives the time in seconds, from any fixed moment on. */
  readonly clock?: () => number;
};

/** The result of the training loop. */
export type Trained = {
  /** The weights of the best epoch; without validation, of the last one. */
  readonly weights: State;
  /** The best epoch, counted from 1; 0 where no epoch improved on the initial weights. */
  readonly best: number;
  /** The validation of the initial weights; null where they were not validated. */
  readonly initialValidation: Validation | null;
  readonly history: readonly Epoch[];
  /** Changes of the number of epochs, in order. */
  readonly lengths: readonly LengthChange[];
  /** All problems, those of an unfinished last epoch included. */
  readonly incidents: readonly Incident[];
  readonly ending: Ending;
};

/**
 * The training loop: runs epochs of steps at scheduled learning rates, validates each epoch and keeps the best weights.
 * When training diverges, it reacts as the policy in the plan says. A saved state is resumed where it stood. Throws
 * `interrupted` if the signal is aborted, after saving the state.
 *
 * @example
 * const x = { type: 'float32' as const, shape: [4], data: Float32Array.of(1, 2, 3, 6) };
 * const learner = await poolLearner(
 *   {
 *     parameters: [{ name: 'w', shape: [], initial: Float32Array.of(0), decay: false }],
 *     optimizer: optimizers.adamW(),
 *     loss: ({ w }, batch) => graph.mean(graph.square(graph.sub(batch.x, w))),
 *   },
 *   { pool: { x }, batch: 2, sampler: samplers.shuffled({ labels: [0, 0, 0, 0], batch: 2, seed: 0 }) },
 *   nodeRuntime,
 * );
 * const { history } = await trainLoop(learner, {
 *   schedule: schedules.oneCycle({ learningRate: 0.1, steps: 10 }),
 *   ...{ epochs: 5, stepsPerEpoch: 2, stepsPerCall: 2, batch: 2, patience: 5, guard: defaultDivergencePolicy },
 * });
 * history.length; // => 5
 * await learner.dispose();
 */
export async function trainLoop(learner: Learner, plan: LoopPlan, options: TrainLoopOptions = {}): Promise<Trained> {
  const { checkpointer = noCheckpointer, clock = secondsNow, signal } = options;
  let trainState = (await checkpointer.load()) ?? initialTrainState(learner);
  let current = planAt(plan, trainState.lengths ?? []);
  if (needsInitialValidation(trainState, options)) {
    options.progress?.({ stage: 'validating the initial weights', done: 0 });
    const scored = await unlessStopped(validated(learner, trainState, { ...options, clock }), signal);
    if (scored === null) throw interrupted(await checkpointer.save(trainState));
    trainState = withInitialValidation(trainState, scored);
  }
  const reportProgress = progressReporter(trainState, { ...options, clock });
  while (trainState.ending === null && (trainState.step < totalSteps(current) || isEpochOver(current, trainState))) {
    if (signal?.aborted) throw interrupted(await checkpointer.save(trainState));
    if (!isEpochOver(current, trainState)) {
      const started = clock();
      const learned = await learner.learn(trainState.state, nextInputs(current, trainState));
      trainState = afterSteps(current, trainState, learned, clock() - started);
    }
    if (isEpochOver(current, trainState)) {
      const scored = await unlessStopped(validated(learner, trainState, { ...options, clock }), signal);
      if (scored === null) throw interrupted(await checkpointer.save(trainState));
      trainState = withLength(current, afterEpoch(current, trainState, scored), options);
      current = planAt(plan, trainState.lengths ?? []);
    }
    reportProgress(current, trainState);
    await checkpointer.saveIfDue(trainState);
  }
  await checkpointer.save(trainState);
  const { best, history, incidents, ending } = trainState;
  return {
    weights: best.weights,
    best: best.epoch,
    initialValidation: trainState.initialValidation ?? null,
    history,
    lengths: trainState.lengths ?? [],
    incidents,
    ending: ending ?? 'finished',
  };
}

/** Asks `lengthen` for the number of epochs and records a change. */
function withLength(plan: LoopPlan, trainState: TrainState, { lengthen }: TrainLoopOptions): TrainState {
  if (trainState.ending !== null || !lengthen) return trainState;
  const { history, lengths = [] } = trainState;
  const epochs = lengthen({ epochs: plan.epochs, seconds: history.map(({ seconds }) => seconds) });
  return epochs === plan.epochs
    ? trainState
    : { ...trainState, lengths: [...lengths, { after: history.length, epochs }] };
}

/** Whether the initial weights still have to be validated. */
function needsInitialValidation(
  { step, initialValidation }: TrainState,
  { validate, validatesInitial }: TrainLoopOptions,
): boolean {
  return Boolean(validate && validatesInitial) && step === 0 && initialValidation === undefined;
}

/** Waits for the result; gives null if it fails because the signal is aborted. */
async function unlessStopped<T>(pending: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
  try {
    return await pending;
  } catch (thrown) {
    if (signal?.aborted) return null;
    throw thrown;
  }
}

/** The steps of the next call: at most `stepsPerCall`, and none beyond the end of the epoch. */
function nextInputs(plan: LoopPlan, { step, epochSums, slowed }: TrainState): StepInputs {
  const count = Math.min(plan.stepsPerCall, plan.stepsPerEpoch - epochSums.steps);
  const learningRates = Array.from({ length: count }, (_, i) => slowed * plan.schedule(step + i));
  return { before: step, learningRates, total: totalSteps(plan) };
}

async function validated(
  learner: Learner,
  { state, history }: TrainState,
  {
    validate,
    scoreOf = ({ loss }) => loss,
    tolerance = () => 0,
    clock,
    signal,
  }: TrainLoopOptions & { readonly clock: () => number },
) {
  const started = clock();
  const weights = learner.weights(state);
  const validation = validate ? await validate(weights, signal) : null;
  const score = validation ? scoreOf(validation) : -history.length;
  return { weights, validation, score, tolerance: validation ? tolerance(score) : 0, seconds: clock() - started };
}
