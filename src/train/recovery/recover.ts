import { maxRelaxation, relaxedMining } from '../../losses/relaxation.ts';
import type { Incident } from '../loop/history.ts';
import { type LoopPlan, totalSteps } from '../loop/plan.ts';
import { type TrainState, withEpochIncident } from '../loop/train-state.ts';
import { measuring } from './monitor-history.ts';
import { answerWords, type Symptom, symptomsIn } from './monitor-verdict.ts';
import { relaxed, rollbackCount, rolledBack, withIncident } from './roll-back.ts';

/**
 * The training state after a reaction to the monitor: a rollback after a collapse, relaxed mining where the miner
 * leaves too little to learn from.
 */
export function afterSymptoms(plan: LoopPlan, trainState: TrainState): TrainState {
  const symptoms = symptomsIn(trainState.monitorHistory?.figures ?? []);
  const collapse = symptoms.find(({ kind }) => kind === 'collapse');
  if (collapse) return afterCollapse(plan, trainState, collapse);
  const inactive = symptoms.find(({ kind }) => kind === 'inactive');
  return inactive ? afterInactivity(plan, trainState, inactive) : trainState;
}

/**
 * Factor on a learning rate that collapses the embeddings within a few steps: such a rate is too high by one or two
 * orders of magnitude.
 */
const steepSlowDown = 0.02;

/**
 * Goes back to the rollback point with relaxed mining and the default margin, and at a much lower learning rate if that
 * was the cause. After the last attempt training goes on (unlike with a diverged loss): the embeddings may recover, and
 * the validation shows whether they did.
 */
function afterCollapse(plan: LoopPlan, trainState: TrainState, collapse: Symptom): TrainState {
  const { attempts } = plan.guard;
  const times = rollbackCount(trainState);
  if (times > attempts) return trainState;
  if (times === attempts)
    return withIncident(trainState, collapse, 'training has gone back as often as it may, and goes on');
  const slowing = collapse.answers[0] === 'lower-rate' ? { slowDown: steepSlowDown } : {};
  return rolledBack(plan, trainState, { ...collapse, relaxes: true, ...slowing });
}

/**
 * Nothing is lost yet, so training goes on from the current state. Problems it cannot fix are reported once. In the
 * second half of training, fully learned batches are expected and not reported.
 */
function afterInactivity(plan: LoopPlan, trainState: TrainState, inactive: Symptom): TrainState {
  const { answers } = inactive;
  const relaxation = answers.includes('relax-miner') ? relaxedMining(trainState.state, maxRelaxation) : null;
  if (relaxation) return relaxed(withIncident(trainState, inactive, `on ${relaxation.words}`), relaxation);
  if (isReported(trainState, 'inactive') || trainState.step > totalSteps(plan) / 2) return trainState;
  const rest = answers.filter((answer) => answer !== 'relax-miner').map((answer) => answerWords[answer]);
  return withIncident(trainState, inactive, `training goes on; you may ${rest.join(', or ')}`);
}

/** Checks for overfitting after a validation with this score (smaller is better), and reports it once. */
export function withOverfitting(trainState: TrainState, score: number): TrainState {
  if (!trainState.monitorHistory || trainState.monitorHistory.figures.length === 0) return trainState;
  const { step, slowed, history, best } = trainState;
  const monitorHistory = measuring(trainState.monitorHistory, step, 1 - score);
  const measured = { ...trainState, monitorHistory };
  const symptoms = symptomsIn(monitorHistory.figures, { validation: monitorHistory.measured });
  const overfitting = symptoms.find(({ kind }) => kind === 'overfitting');
  if (!overfitting || isReported(trainState, 'overfitting')) return measured;
  const weights = best.epoch === 0 ? 'the initial weights' : `the weights of epoch ${best.epoch}`;
  const explanation = `${overfitting.seen}: training goes on, and gives ${weights} if no later epoch is better`;
  return withEpochIncident(measured, { epoch: history.length, step, kind: 'overfitting', explanation, slowed });
}

function isReported({ incidents }: TrainState, kind: Incident['kind']): boolean {
  return incidents.some((incident) => incident.kind === kind);
}
