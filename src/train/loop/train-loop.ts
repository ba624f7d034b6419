import type { Watch } from '../../base/progress.ts';
import type { State } from '../../steps/state.ts';
import { type Checkpointer, noCheckpointer } from '../checkpoints/checkpointer.ts';
import { afterEpoch, afterSteps, isEpochOver, withInitialValidation } from './advance.ts';
import type { Ending, Epoch, Incident, Validation } from './history.ts';
import { interrupted } from './interrupted.ts';
import type { Learner, StepInputs } from './learner.ts';
import { type Length, type Lengthen, planAt } from './lengths.ts';
import { type Plan, totalSteps } from './plan.ts';
import { progressReporter, type ReportProgress, secondsNow } from './progress-report.ts';
import { initialTrainState, type TrainState } from './train-state.ts';

/** How weights do on what is not learned from. Throws where the signal is aborted meanwhile. */
export type Validate = (weights: State, signal?: AbortSignal) => Promise<Validation>;

/** How learning is watched, judged and kept. */
export type TrainLoopOptions = Watch & {
  readonly validate?: Validate | null;
  /** What of a validation chooses the best epoch, smaller is better: its loss where absent. */
  readonly scoreOf?: (validation: Validation) => number;
  /**
   * By how much a score differs by chance from one as good: among epochs that are no worse the last is chosen, which learned at the
   * lowest rate. Below 0: the first, until one is better by more than that. Absent: the best, whatever its lead.
   */
  readonly tolerance?: (score: number) => number;
  /** Whether the weights are judged before they learn, so that they stand where no epoch betters them. */
  readonly validatesInitial?: boolean;
  /** Thinks over after every epoch how many there are to be; absent: as many as the plan has. */
  readonly lengthen?: Lengthen;
  /** Receives every figure after every call of the runtime. */
  readonly tell?: ReportProgress;
  /** Keeps the course, so that it can be taken up again. */
  readonly checkpointer?: Checkpointer;
  /** Seconds since any moment. */
  readonly clock?: () => number;
};

/** Where training ended. */
export type Trained = {
  /** The weights of the best epoch: by validation where there is one, else the last. */
  readonly weights: State;
  /** That epoch, counted from 1; 0 where no epoch bettered the beginning. */
  readonly best: number;
  /** How the beginning was judged; null where it was not. */
  readonly initialValidation: Validation | null;
  readonly history: readonly Epoch[];
  /** Where the number of epochs changed on the way, in order. */
  readonly lengths: readonly Length[];
  /** All that went wrong, the last pass included where it was never finished. */
  readonly incidents: readonly Incident[];
  readonly ending: Ending;
};

/**
 * Teaches a learner: epochs of steps at scheduled rates, each validated, the best weights kept. Trouble is answered as
 * the plan says. A course that was kept is taken up where it stood. Throws `interrupted` when the signal is aborted,
 * after the course is kept.
 */
export async function trainLoop(learner: Learner, plan: Plan, options: TrainLoopOptions = {}): Promise<Trained> {
  const { checkpointer = noCheckpointer, clock = secondsNow, signal } = options;
  let trainState = (await checkpointer.load()) ?? initialTrainState(learner);
  let current = planAt(plan, trainState.lengths ?? []);
  if (needsInitialValidation(trainState, options)) {
    options.progress?.({ stage: 'judging where learning begins', done: 0 });
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

/** The course after a pass, with how many epochs there are to be where that has changed. */
function withLength(plan: Plan, trainState: TrainState, { lengthen }: TrainLoopOptions): TrainState {
  if (trainState.ending !== null || !lengthen) return trainState;
  const { history, lengths = [] } = trainState;
  const epochs = lengthen({ epochs: plan.epochs, seconds: history.map(({ seconds }) => seconds) });
  return epochs === plan.epochs
    ? trainState
    : { ...trainState, lengths: [...lengths, { after: history.length, epochs }] };
}

/** Whether nothing is learned yet, nor known of the beginning. */
function needsInitialValidation(
  { step, initialValidation }: TrainState,
  { validate, validatesInitial }: TrainLoopOptions,
): boolean {
  return Boolean(validate && validatesInitial) && step === 0 && initialValidation === undefined;
}

/** What is given, or null where a signal to stop keeps it from coming. */
async function unlessStopped<T>(coming: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> {
  try {
    return await coming;
  } catch (thrown) {
    if (signal?.aborted) return null;
    throw thrown;
  }
}

/** The steps of the next call: as many as one takes, but none of the next pass. */
function nextInputs(plan: Plan, { step, epochSums, slowed }: TrainState): StepInputs {
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
