import type { Search } from '../search/search-hyperparameters.ts';
import type { LearnableNetwork } from '../train/cost/learnable-network.ts';
import type { LearningSet } from './learning-set.ts';
import type { MeasureTask } from './measure-speeds.ts';
import type { TrainingPlan } from './training-plan.ts';
import type { AnnotatedSplit } from './usable-pictures.ts';

/** What a person wants of training. */
export type Wishes = {
  readonly seed: number;
  readonly preset: MeasureTask['preset'];
  /** As in the plan. */
  readonly loss: string;
  readonly miner: string | null;
  /**
   * The search that chose loss and dimensions, and with a head alone also learning rate and epochs; null: there was
   * none.
   */
  readonly search: Search | null;
  /** Only the projection and the head learn, on the features as they are. */
  readonly headOnly: boolean;
  /** After the cut, more of the network learns, on new views each epoch. */
  readonly deep: boolean;
};

/** What decides a plan. */
export type PlanTask = Wishes & {
  readonly network: LearnableNetwork;
  /** Annotations; null: labels are all there is. */
  readonly annotated: AnnotatedSplit | null;
  /** The network, as the plan names it. */
  readonly named: TrainingPlan['network'];
  readonly set: LearningSet;
  /** Where the learned pictures are; a few are timed. */
  readonly paths: readonly string[];
  /** How many pictures are learned from and validated on. */
  readonly counts: { readonly learned: number; readonly validated: number };
  readonly selection: TrainingPlan['selection'];
  /** Whether the features of all pictures are in a cache. */
  readonly isKnown: boolean;
  readonly seconds: number;
  /** Room for activations on disk. */
  readonly bytes: number;
  /** Memory that a step may take, in bytes. */
  readonly memory: number;
  /** Receives what had to be changed so that steps fit into memory. */
  readonly warn?: ((message: string) => void) | undefined;
  /** Ends the measuring. */
  readonly signal?: AbortSignal | undefined;
};
