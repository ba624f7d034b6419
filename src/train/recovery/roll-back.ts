import { allOf, type Relaxation, relaxedLoss, relaxedMining } from '../../losses/relaxation.ts';
import type { Incident } from '../loop/history.ts';
import type { Plan } from '../loop/plan.ts';
import { freshEpoch, type TrainState } from '../loop/train-state.ts';
import { type Divergence, figure } from './divergence.ts';

/** Kinds of which training goes on where it stands. */
const minor: readonly Incident['kind'][] = ['plateau', 'inactive', 'overfitting'];

/** How often training has gone back, or should have. */
export function timesBack({ incidents }: TrainState): number {
  return incidents.filter(({ kind }) => !minor.includes(kind)).length;
}

/**
 * This pass anew, from the last good state, at a lower rate or eased; after the last attempt, the end. Passes
 * that are over are not taken again, even where the last good state is older than they are.
 */
export function rolledBack(plan: Plan, trainState: TrainState, divergence: Divergence): TrainState {
  const { guard } = plan;
  const { rollbackPoint, epochSums, step, slowed } = trainState;
  if (timesBack(trainState) >= guard.attempts) {
    const stopped = withIncident(trainState, divergence, 'that is as often as training goes back: it ends here');
    return { ...stopped, ending: 'diverged' };
  }
  const relaxations = divergence.eases
    ? [relaxedMining(rollbackPoint.state), relaxedLoss(rollbackPoint.state)].filter((each) => each !== null)
    : [];
  const slowDown =
    relaxations.length > 0 ? (divergence.slowDown ?? 1) : Math.min(divergence.slowDown ?? 1, guard.slowDown);
  const answer = [
    `back to the state before epoch ${rollbackPoint.step / plan.stepsPerEpoch + 1}`,
    ...(slowDown < 1 ? [`at ${figure(slowDown)} times the rate`] : []),
    ...relaxations.map(({ words }) => words),
  ];
  const stopped = withIncident({ ...trainState, slowed: slowed * slowDown }, divergence, answer.join(', '));
  const back = {
    ...stopped,
    ...rollbackPoint,
    step: step - epochSums.steps,
    epochSums: { ...freshEpoch, seconds: epochSums.seconds },
  };
  return relaxations.length > 0 ? eased(back, allOf(relaxations)) : withoutHistory(back);
}

/** The course with what was seen in this pass, and what was done. */
export function withIncident(trainState: TrainState, { kind, seen }: Divergence, answer: string): TrainState {
  const { history, step, slowed, incidents } = trainState;
  const incident: Incident = { epoch: history.length + 1, step, kind, explanation: `${seen}: ${answer}`, slowed };
  return { ...trainState, incidents: [...incidents, incident] };
}

/** Learning goes on eased, and back to a state that is so too when trouble comes: its losses are of another kind. */
export function eased(trainState: TrainState, { of }: Relaxation): TrainState {
  const { state, rollbackPoint } = trainState;
  const safe = { ...rollbackPoint, state: of(rollbackPoint.state), recent: [] };
  return withoutHistory({ ...trainState, state: of(state), rollbackPoint: safe, recent: [], opening: null });
}

/** What was seen is answered: what comes is judged for itself. */
function withoutHistory(trainState: TrainState): TrainState {
  return trainState.monitorHistory
    ? { ...trainState, monitorHistory: { ...trainState.monitorHistory, figures: [] } }
    : trainState;
}
