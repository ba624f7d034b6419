import { maxRelaxation, relaxedMining } from '../../losses/relaxation.ts';
import type { Incident } from '../loop/history.ts';
import { type Plan, totalSteps } from '../loop/plan.ts';
import { type TrainState, withEpochIncident } from '../loop/train-state.ts';
import { measuring } from './monitor-history.ts';
import { answerWords, type Symptom, symptomsIn } from './monitor-verdict.ts';
import { eased, rolledBack, timesBack, withIncident } from './roll-back.ts';

/** The course with an answer to what its monitor shows: back, from a collapse; a softer miner, where it keeps too much back. */
export function afterSymptoms(plan: Plan, trainState: TrainState): TrainState {
  const symptoms = symptomsIn(trainState.monitorHistory?.figures ?? []);
  const collapse = symptoms.find(({ kind }) => kind === 'collapse');
  if (collapse) return afterCollapse(plan, trainState, collapse);
  const inactive = symptoms.find(({ kind }) => kind === 'inactive');
  return inactive ? afterInactivity(plan, trainState, inactive) : trainState;
}

/** What a rate is multiplied by that draws embeddings together within a few steps: it is wrong by one order of magnitude or two. */
const steepSlowDown = 0.02;

/**
 * Back, with a softer miner and the usual margin, and at a much lower rate where that is to blame. After the last attempt training
 * goes on, unlike with losses that explode: embeddings may come apart again, and validation tells whether they did.
 */
function afterCollapse(plan: Plan, trainState: TrainState, collapse: Symptom): TrainState {
  const { attempts } = plan.guard;
  const times = timesBack(trainState);
  if (times > attempts) return trainState;
  if (times === attempts)
    return withIncident(trainState, collapse, 'training has gone back as often as it may, and goes on');
  const slowing = collapse.answers[0] === 'lower-rate' ? { slowDown: steepSlowDown } : {};
  return rolledBack(plan, trainState, { ...collapse, eases: true, ...slowing });
}

/**
 * Nothing is lost yet, so training goes on from where it stands. What it cannot change by itself is told once; that batches
 * are learned in its second half is what it is for.
 */
function afterInactivity(plan: Plan, trainState: TrainState, inactive: Symptom): TrainState {
  const { answers } = inactive;
  const soft = answers.includes('soften-miner') ? relaxedMining(trainState.state, maxRelaxation) : null;
  if (soft) return eased(withIncident(trainState, inactive, `on ${soft.words}`), soft);
  if (isReported(trainState, 'inactive') || trainState.step > totalSteps(plan) / 2) return trainState;
  const rest = answers.filter((answer) => answer !== 'soften-miner').map((answer) => answerWords[answer]);
  return withIncident(trainState, inactive, `training goes on; you may ${rest.join(', or ')}`);
}

/** The course after a pass whose validation has this score, smaller is better: whether it overfits is told once. */
export function withOverfitting(trainState: TrainState, score: number): TrainState {
  if (!trainState.monitorHistory || trainState.monitorHistory.figures.length === 0) return trainState;
  const { step, slowed, history, best } = trainState;
  const monitorHistory = measuring(trainState.monitorHistory, step, 1 - score);
  const measured = { ...trainState, monitorHistory };
  const symptoms = symptomsIn(monitorHistory.figures, { validation: monitorHistory.measured });
  const overfitting = symptoms.find(({ kind }) => kind === 'overfitting');
  if (!overfitting || isReported(trainState, 'overfitting')) return measured;
  const explanation = `${overfitting.seen}: training goes on, and gives the weights ${best.epoch === 0 ? 'it began with' : `of epoch ${best.epoch}`} if none does better`;
  return withEpochIncident(measured, { epoch: history.length, step, kind: 'overfitting', explanation, slowed });
}

function isReported({ incidents }: TrainState, kind: Incident['kind']): boolean {
  return incidents.some((incident) => incident.kind === kind);
}
