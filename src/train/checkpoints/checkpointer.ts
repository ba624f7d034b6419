import type { TrainState } from '../loop/train-state.ts';

/** Keeps a course of training somewhere safe. */
export type Checkpointer = {
  /** The course that was kept; null where there is none to go on from. */
  load(): Promise<TrainState | null>;
  /** Keeps a course in place of the last; gives the name it is kept under, null where nothing keeps. */
  save(trainState: TrainState): Promise<string | null>;
  /** Keeps it where the last time is long ago. */
  saveIfDue(trainState: TrainState): Promise<void>;
};

/** Keeps nothing. */
export const noCheckpointer: Checkpointer = {
  load: async () => null,
  save: async () => null,
  saveIfDue: async () => {},
};
