import type { State } from '../../steps/state.ts';
import { divergenceIn, figure, withRecentLosses } from '../recovery/divergence.ts';
import { extendedHistory } from '../recovery/monitor-history.ts';
import { isSound } from '../recovery/monitor-verdict.ts';
import { afterSymptoms, withOverfitting } from '../recovery/recover.ts';
import { rolledBack } from '../recovery/roll-back.ts';
import type { Epoch, Incident, Validation } from './history.ts';
import type { StepResults } from './learner.ts';
import type { LoopPlan } from './plan.ts';
import { freshEpoch, type RollbackPoint, type TrainState, withEpochIncident } from './train-state.ts';

/** Training ends when the learning rate falls below this share of the scheduled rate. */
const minShare = 1e-3;

/** A loss counts as lower if it is lower by at least this share of itself. */
const minDrop = 1e-3;

/**
 * The training state after some steps, which took `seconds`. If the steps diverged, training goes back to the last good
 * state.
 */
export function afterSteps(
  plan: LoopPlan,
  trainState: TrainState,
  { state, losses, reports }: StepResults,
  seconds: number,
): TrainState {
  const { epochSums } = trainState;
  const divergence = divergenceIn([...losses], trainState, plan.guard);
  if (divergence)
    return rolledBack(
      plan,
      { ...trainState, epochSums: { ...epochSums, seconds: epochSums.seconds + seconds } },
      divergence,
    );
  const sums = Object.entries(reports).map(([name, values]) => [name, (epochSums.reports[name] ?? 0) + total(values)]);
  const monitorHistory = extendedHistory(trainState.monitorHistory, reports);
  const advanced: TrainState = {
    ...trainState,
    step: trainState.step + losses.length,
    state,
    opening: trainState.opening ?? losses[0],
    recent: withRecentLosses(trainState.recent, [...losses]),
    epochSums: {
      steps: epochSums.steps + losses.length,
      loss: epochSums.loss + total(losses),
      reports: Object.fromEntries(sums),
      seconds: epochSums.seconds + seconds,
    },
    ...(monitorHistory && { monitorHistory }),
  };
  return monitorHistory ? afterSymptoms(plan, advanced) : advanced;
}

/** Whether all steps of the current epoch are done. */
export function isEpochOver({ stepsPerEpoch }: LoopPlan, { epochSums }: TrainState): boolean {
  return epochSums.steps === stepsPerEpoch;
}

/** The result of one epoch and its score. Without validation, a later epoch scores better. */
export type ScoredEpoch = {
  readonly weights: State;
  readonly validation: Validation | null;
  /** Smaller is better. */
  readonly score: number;
  /**
   * An epoch may be worse than the best one by this much and still replace it. Below 0: it must be better by this much.
   */
  readonly tolerance: number;
  /** How long validation took. */
  readonly seconds: number;
};

/**
 * The training state with the validation of the initial weights. They stay the best unless an epoch improves on them.
 */
export function withInitialValidation(trainState: TrainState, { validation, score }: ScoredEpoch): TrainState {
  return { ...trainState, ...(validation && { initialValidation: validation }), best: { ...trainState.best, score } };
}

/**
 * The training state after an epoch: adds it to the history, updates the best weights, decides whether training ends.
 */
export function afterEpoch(
  plan: LoopPlan,
  trainState: TrainState,
  { weights, validation, score, tolerance, seconds }: ScoredEpoch,
): TrainState {
  const epoch = trainState.history.length + 1;
  const least = trainState.best.score ?? Number.POSITIVE_INFINITY;
  const isBetter = score < least + (trainState.best.epoch === 0 ? 0 : tolerance);
  const finished: TrainState = {
    ...trainState,
    epochSums: freshEpoch,
    rollbackPoint: isSound(trainState.monitorHistory?.figures ?? [])
      ? rollbackPointOf(trainState)
      : trainState.rollbackPoint,
    best: isBetter ? { weights, epoch, score: Math.min(score, least) } : trainState.best,
    history: [...trainState.history, entry(plan, trainState, validation, seconds)],
  };
  const level = withoutPlateau(plan, finished, validation ? score : trainState.epochSums.loss / plan.stepsPerEpoch);
  return withEnding(plan, validation ? withOverfitting(level, score) : level);
}

function rollbackPointOf({ step, state, recent }: TrainState): RollbackPoint {
  return { step, state, recent };
}

function entry(
  plan: LoopPlan,
  { epochSums, step, history, slowed, incidents }: TrainState,
  validation: Validation | null,
  seconds: number,
): Epoch {
  const epoch = history.length + 1;
  const means = Object.entries(epochSums.reports).map(([name, sum]) => [name, sum / plan.stepsPerEpoch]);
  const own = incidents.filter((incident) => incident.epoch === epoch);
  return {
    epoch,
    loss: epochSums.loss / plan.stepsPerEpoch,
    rate: slowed * plan.schedule(step - 1),
    ...(means.length > 0 ? { reports: Object.fromEntries(means) } : {}),
    validation,
    seconds: epochSums.seconds + seconds,
    ...(own.length > 0 ? { incidents: own } : {}),
  };
}

/** Lowers the learning rate if the loss has not fallen for `guard.plateau` epochs. */
function withoutPlateau({ guard }: LoopPlan, trainState: TrainState, loss: number): TrainState {
  const { lowest, slowed, history, step } = trainState;
  const epoch = history.length;
  const before = lowest.loss ?? Number.POSITIVE_INFINITY;
  const isLower = loss < (Number.isFinite(before) ? before - minDrop * Math.abs(before) : before);
  if (isLower) return { ...trainState, lowest: { loss, epoch } };
  if (epoch - lowest.epoch < guard.plateau) return trainState;
  const lower = slowed * guard.slowDown;
  const seen = `the loss has not fallen for ${epoch - lowest.epoch} epochs`;
  const explanation = `${seen}: training goes on at ${figure(guard.slowDown)} times the learning rate`;
  const incident: Incident = { epoch, step, kind: 'plateau', explanation, slowed: lower };
  return withEpochIncident({ ...trainState, slowed: lower, lowest: { ...lowest, epoch } }, incident);
}

function withEnding({ epochs, patience }: LoopPlan, trainState: TrainState): TrainState {
  const epoch = trainState.history.length;
  if (epoch === epochs) return { ...trainState, ending: 'finished' };
  if (epoch + 1 - trainState.best.epoch > patience) return { ...trainState, ending: 'no better' };
  if (trainState.slowed < minShare) return { ...trainState, ending: 'plateau' };
  return trainState;
}

function total(values: Float32Array): number {
  return values.reduce((a, b) => a + b, 0);
}
