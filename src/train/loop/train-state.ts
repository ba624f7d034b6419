import type { State } from '../../steps/state.ts';
import type { MonitorHistory } from '../recovery/monitor-history.ts';
import type { Ending, Epoch, Incident, Validation } from './history.ts';
import type { Learner } from './learner.ts';
import type { LengthChange } from './lengths.ts';

/** Sums over the steps of the current epoch. */
export type EpochSums = {
  readonly steps: number;
  readonly loss: number;
  readonly reports: Readonly<Record<string, number>>;
  readonly seconds: number;
};

/** A state to return to if later steps diverge. */
export type RollbackPoint = { readonly step: number; readonly state: State; readonly recent: readonly number[] };

/** The complete state of training between two calls of the runtime: training can go on from it. */
export type TrainState = RollbackPoint & {
  readonly epochSums: EpochSums;
  /** The loss of the very first step; null before it. */
  readonly opening: number | null;
  /** Losses of the last steps, oldest first. */
  readonly recent: readonly number[];
  /** Factor on the scheduled learning rates. */
  readonly slowed: number;
  /** The state at the start of this epoch, or of an earlier one if the embeddings began to collapse since. */
  readonly rollbackPoint: RollbackPoint;
  /** Values reported by the monitor of a metric loss; absent where there is no monitor. */
  readonly monitorHistory?: MonitorHistory;
  /** The validation of the initial weights. Absent: not validated, and any epoch counts as better. */
  readonly initialValidation?: Validation;
  /** The best weights so far, their epoch (0: none) and their score (smaller is better, null: worst). */
  readonly best: { readonly weights: State; readonly epoch: number; readonly score: number | null };
  /** The lowest loss, and the epoch in which it last fell or the learning rate was last lowered. */
  readonly lowest: { readonly loss: number | null; readonly epoch: number };
  readonly history: readonly Epoch[];
  /** Changes of the number of epochs, in order; absent where there were none. */
  readonly lengths?: readonly LengthChange[];
  readonly incidents: readonly Incident[];
  /** Why training ended; null while it runs. */
  readonly ending: Ending | null;
};

/** Sums of an epoch without steps. */
export const freshEpoch: EpochSums = { steps: 0, loss: 0, reports: {}, seconds: 0 };

/** The state before the first step. */
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

/** Adds an incident that was seen at the end of an epoch, to the state and to the entry of that epoch. */
export function withEpochIncident(trainState: TrainState, incident: Incident): TrainState {
  const { history, incidents } = trainState;
  const last = history[history.length - 1];
  const entry = { ...last, incidents: [...(last.incidents ?? []), incident] };
  return { ...trainState, history: [...history.slice(0, -1), entry], incidents: [...incidents, incident] };
}
