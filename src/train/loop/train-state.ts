import type { State } from '../../steps/state.ts';
import type { MonitorHistory } from '../recovery/monitor-history.ts';
import type { Ending, Epoch, Incident, Validation } from './history.ts';
import type { Learner } from './learner.ts';
import type { Length } from './lengths.ts';

/** Sums over the steps of the pass that is under way. */
export type EpochSums = {
  readonly steps: number;
  readonly loss: number;
  readonly reports: Readonly<Record<string, number>>;
  readonly seconds: number;
};

/** A state to go back to when what follows goes wrong. */
export type RollbackPoint = { readonly step: number; readonly state: State; readonly recent: readonly number[] };

/** Where training stands between two calls of the runtime: everything that it needs to go on from here. */
export type TrainState = RollbackPoint & {
  readonly epochSums: EpochSums;
  /** The loss of the first step of all; null before it. */
  readonly opening: number | null;
  /** Losses of the last steps, oldest first. */
  readonly recent: readonly number[];
  /** What scheduled rates are multiplied by. */
  readonly slowed: number;
  /** The beginning of this pass, or of an earlier one where the embeddings had begun to draw together. */
  readonly rollbackPoint: RollbackPoint;
  /** What a monitor has shown; absent where none reports. */
  readonly monitorHistory?: MonitorHistory;
  /** How the beginning was judged; absent where it was not: then any epoch betters it. */
  readonly initialValidation?: Validation;
  /** The weights to be given, their epoch (0: none), and the best score so far: smaller is better, null is worst. */
  readonly best: { readonly weights: State; readonly epoch: number; readonly score: number | null };
  /** The lowest loss, and the last epoch in which it fell or the rate was lowered because it did not. */
  readonly lowest: { readonly loss: number | null; readonly epoch: number };
  readonly history: readonly Epoch[];
  /** Where the number of epochs changed on the way, in order; absent: nowhere. */
  readonly lengths?: readonly Length[];
  readonly incidents: readonly Incident[];
  /** Why it is over; null while it goes on. */
  readonly ending: Ending | null;
};

/** A pass of which no step is taken yet. */
export const freshEpoch: EpochSums = { steps: 0, loss: 0, reports: {}, seconds: 0 };

/** Where a learner begins. */
export function initialTrainState(learner: Pick<Learner, 'initial' | 'weights'>): TrainState {
  const rollbackPoint = { step: 0, state: learner.initial, recent: [] };
  return {
    ...rollbackPoint,
    rollbackPoint,
    epochSums: freshEpoch,
    opening: null,
    slowed: 1,
    best: { weights: learner.weights(learner.initial), epoch: 0, score: null },
    lowest: { loss: null, epoch: 0 },
    history: [],
    incidents: [],
    ending: null,
  };
}

/** The course with what was seen when a pass was over, in its entry too. */
export function withEpochIncident(trainState: TrainState, incident: Incident): TrainState {
  const { history, incidents } = trainState;
  const last = history[history.length - 1];
  const entry = { ...last, incidents: [...(last.incidents ?? []), incident] };
  return { ...trainState, history: [...history.slice(0, -1), entry], incidents: [...incidents, incident] };
}
