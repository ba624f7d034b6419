import type { AnnotatedPictures } from '../data/annotations/annotated-pictures.ts';
import type { ApartBy } from '../data/annotations/hold-out-annotated.ts';
import type { Sample } from '../data/dataset.ts';
import type { Skipped } from '../data/embedding/embedded.ts';
import type { TrainingPlan } from './training-plan.ts';

/** The pictures of a data set that can be read: those that are learned, and those that choose the best epoch. */
export type UsablePictures = {
  readonly learned: readonly Sample[];
  /** What chooses the best epoch; empty where too few pictures are there to hold any out. */
  readonly heldOut: readonly Sample[];
  /** The annotations of the learned pictures and then of those held out; null: labels are all there is. */
  readonly annotatedSplit: AnnotatedSplit | null;
  readonly selection: TrainingPlan['selection'];
  /** SHA-256 of all of them, each once, sorted. */
  readonly hashes: readonly string[];
  readonly skipped: readonly Skipped[];
};

/** Annotations of pictures, split. */
export type AnnotatedSplit = {
  /** Of the learned pictures, and then of those held out. */
  readonly annotated: AnnotatedPictures;
  /** What keeps those held out apart from those learned; null: none is held out. */
  readonly apart: ApartBy | null;
  /** SHA-256 of the pictures held out, each once, sorted. */
  readonly heldOutHashes: readonly string[];
};
