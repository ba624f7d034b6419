import type { TrainState } from '../loop/train-state.ts';

/** Saves the state of training and loads it again. */
export type Checkpointer = {
  /** Loads the saved state; null where there is none to resume from. */
  load(): Promise<TrainState | null>;
  /**
   * Saves the state in place of the last one. Gives the name under which it is stored, null where nothing is stored.
   */
  save(trainState: TrainState): Promise<string | null>;
  /** Saves the state if the last save is long enough ago. */
  saveIfDue(trainState: TrainState): Promise<void>;
};

/** Stores nothing. */
export const noCheckpointer: Checkpointer = {
  load: async () => null,
  save: async () => null,
  saveIfDue: async () => {},
};
