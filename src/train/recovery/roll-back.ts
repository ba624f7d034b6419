import { allOf, type Relaxation, relaxedLoss, relaxedMining } from '../../losses/relaxation.ts';
import type { Incident } from '../loop/history.ts';
import type { LoopPlan } from '../loop/plan.ts';
import { freshEpoch, type TrainState } from '../loop/train-state.ts';
import { type Divergence, figure } from './divergence.ts';

/** Kinds of incidents after which training goes on from the current state. */
const withoutRollback: readonly Incident['kind'][] = ['plateau', 'inactive', 'overfitting'];

/** How often training has gone back, or should have. */
export function rollbackCount({ incidents }: TrainState): number {
  return incidents.filter(({ kind }) => !withoutRollback.includes(kind)).length;
}

/**
 * Repeats this epoch from the rollback point, at a lower learning rate or with relaxations; after the last attempt,
 * training ends. Finished epochs are not repeated, even if the rollback point is older than them.
 */
export function rolledBack(plan: LoopPlan, trainState: TrainState, divergence: Divergence): TrainState {
  const { guard } = plan;
  const { rollbackPoint, epochSums, step, slowed } = trainState;
  if (rollbackCount(trainState) >= guard.attempts) {
    const reported = withIncident(trainState, divergence, 'training has gone back as often as it may, and ends');
    return { ...reported, ending: 'diverged' };
  }
  const relaxations = divergence.relaxes
    ? [relaxedMining(rollbackPoint.state), relaxedLoss(rollbackPoint.state)].filter((each) => each !== null)
    : [];
  const slowDown =
    relaxations.length > 0 ? (divergence.slowDown ?? 1) : Math.min(divergence.slowDown ?? 1, guard.slowDown);
  const reaction = [
    `back to the state before epoch ${rollbackPoint.step / plan.stepsPerEpoch + 1}`,
    ...(slowDown < 1 ? [`at ${figure(slowDown)} times the learning rate`] : []),
    ...relaxations.map(({ words }) => words),
  ];
  const reported = withIncident({ ...trainState, slowed: slowed * slowDown }, divergence, reaction.join(', '));
  const back = {
    ...reported,
    ...rollbackPoint,
    step: step - epochSums.steps,
    epochSums: { ...freshEpoch, seconds: epochSums.seconds },
  };
  return relaxations.length > 0 ? relaxed(back, allOf(relaxations)) : withoutHistory(back);
}

/** Adds an incident: what was seen in this epoch, and the reaction. */
export function withIncident(trainState: TrainState, { kind, seen }: Divergence, reaction: string): TrainState {
  const { history, step, slowed, incidents } = trainState;
  const incident: Incident = { epoch: history.length + 1, step, kind, explanation: `${seen}: ${reaction}`, slowed };
  return { ...trainState, incidents: [...incidents, incident] };
}

/**
 * Applies a relaxation to the current state and to the rollback point. The losses before it are forgotten, because
 * losses after it are not comparable with them.
 */
export function relaxed(trainState: TrainState, { of }: Relaxation): TrainState {
  const { state, rollbackPoint } = trainState;
  const safe = { ...rollbackPoint, state: of(rollbackPoint.state), recent: [] };
  return withoutHistory({ ...trainState, state: of(state), rollbackPoint: safe, recent: [], opening: null });
}

/** Forgets the monitor's values: they have had their reaction. */
function withoutHistory(trainState: TrainState): TrainState {
  return trainState.monitorHistory
    ? { ...trainState, monitorHistory: { ...trainState.monitorHistory, figures: [] } }
    : trainState;
}
