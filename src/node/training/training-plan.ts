import * as v from 'valibot';
import { DiscernError } from '../../base/error.ts';
import { stableJson } from '../../base/hash.ts';
import {
  finiteNumber,
  listOf,
  nonNegativeInteger,
  oneOf,
  positiveInteger,
  positiveNumber,
  requireJson,
  type Schema,
  text,
} from '../../base/schema.ts';
import {
  type AnnotatedPictures,
  type AnnotationKind,
  annotationKinds,
} from '../../data/annotations/annotated-pictures.ts';
import type { ApartBy } from '../../data/annotations/hold-out-annotated.ts';
import { type RelationSamplerName, relationSamplerNames } from '../../data/supervision/relation-samplers.ts';
import type { Search } from '../../search/search-hyperparameters.ts';
import type { LengthChange } from '../../train/loop/lengths.ts';
import { metricNames } from '../../train/validation/measured.ts';
import { readFile } from '../files.ts';
import { writeAtomically } from '../write-atomically.ts';

/** Some epochs in which the same part of the network learns. */
export type Stage = {
  /** What it learns from: `train` without what chooses the best epoch, or `all`, that included; the last epoch then stands. */
  readonly on: 'train' | 'all';
  /** The tensor from which on the network learns: what comes before is frozen. The network's input: all of it learns. */
  readonly cut: string;
  /**
   * Views of every picture whose activations are computed once and kept: the plain one and augmented ones. Null: every
   * epoch sees new views, for which the frozen part is computed anew.
   */
  readonly views: number | null;
  readonly epochs: number;
  /**
   * Where the machine turned out faster or slower than foreseen: how many epochs there were to be at first (`after` 0), and after
   * each epoch that changed it; `epochs` is the last of them. Absent: as many as it began with.
   */
  readonly lengths?: readonly LengthChange[];
  /** The largest learning rate. */
  readonly learningRate: number;
  /** The learning rate of a block as a share of the next, deeper one's, in (0, 1]: 1 lets all learn alike. */
  readonly layerDecay: number;
  /** Parts whose activations are computed again, so that a step fits into memory; absent: 1, all are held. */
  readonly recomputeSegments?: number;
  /** Parts into which a batch is divided, for the same reason: a divisor of it; absent: 1. */
  readonly accumulationSteps?: number;
};

/** How statements about pictures are learned from. */
export type PlannedSupervision = {
  /** The kinds of statements. */
  readonly by: readonly AnnotationKind[];
  /** Whether pictures differ where something says so, or, as nothing does, wherever they are not said to be the same. */
  readonly differences: AnnotatedPictures['differences'];
  /** How batches are drawn: some pictures of each of some identities, known pairs, or known triplets. */
  readonly sampler: RelationSamplerName;
  /** What keeps the pictures that choose the best epoch apart from those that are learned; null where none do. */
  readonly apart: ApartBy | null;
};

/** What a search has tried before it chose (loss, dimensions, and of a head alone rate and epochs): it decides nothing more. */
export type PlannedSearch = Omit<Search, 'chosen'>;

/**
 * All that decides what training gives: with the same pictures, machine and threads the same plan gives the same file. It is fixed
 * before training begins but for how long stages are (`epochs`, `lengths`) and whether there is time for the last: in that the clock has
 * a say, which is written down, and repeated without a clock.
 */
export type TrainingPlan = {
  readonly version: 2;
  readonly data: {
    readonly name: string;
    /** SHA-256 over the pictures that are learned and selected on: paths within the data set, labels, parts, sizes. */
    readonly fingerprint: string;
    readonly pictures: number;
    readonly classes: number;
  };
  readonly network: {
    /** A name in the catalogue of architectures, whose weights begin at random; null: a backbone goes on learning. */
    readonly architecture: string | null;
    /** As `--backbone` names it; null for an architecture. */
    readonly backbone: string | null;
    /** Of the backbone's file. */
    readonly sha256: string | null;
    /** Side of the square that the network sees. */
    readonly sizePx: number;
  };
  readonly seed: number;
  /** What chooses the best epoch: the data set's val part, a seeded fifth of train, or nothing. */
  readonly selection: 'val' | 'fifth' | 'none';
  /** How pictures are varied. */
  readonly preset: string;
  /** What is made small: `crossEntropy` over classes, or a name in the catalogue of losses on embeddings. */
  readonly loss: string;
  /** What chooses the comparisons that such a loss learns from; null or absent: it learns from all. */
  readonly miner?: string | null;
  /** How the loss was chosen; absent: by a person, or by custom. */
  readonly search?: PlannedSearch;
  /** Pictures of each class in a batch, where the loss compares pictures; null or absent: passes over all pictures. */
  readonly perClass?: number | null;
  /** What says which pictures are the same where labels are not all that is said; absent: labels are. */
  readonly supervision?: PlannedSupervision;
  /** Label smoothing of cross-entropy, 0..1. */
  readonly labelSmoothing: number;
  /** Numbers that the head makes of features. */
  readonly dimensions: number;
  /** What the head multiplies cosines by. */
  readonly logitScale: number;
  readonly batch: number;
  readonly weightDecay: number;
  /** Share of the weights' moving average that a step keeps; null: no average. */
  readonly emaDecay: number | null;
  /** The most pictures by which features are whitened at last; absent: as many as are of use. */
  readonly whitened?: number;
  readonly stages: readonly Stage[];
};

const orNone = <T>(schema: Schema<T>) => v.exactOptional(v.nullable(schema));

const search = v.object({
  trials: listOf(
    v.object({
      loss: text,
      dimensions: positiveInteger,
      learningRate: positiveNumber,
      epochs: positiveInteger,
      scores: listOf(finiteNumber),
    }),
  ),
  metric: v.nullable(oneOf(...metricNames)),
  folds: positiveInteger,
  baseline: listOf(finiteNumber),
  cutShort: v.boolean('true or false'),
}) satisfies Schema<PlannedSearch>;

const supervision: Schema<PlannedSupervision> = v.object({
  by: listOf(oneOf(...annotationKinds)),
  differences: oneOf('said', 'assumed'),
  sampler: oneOf(...relationSamplerNames),
  apart: v.nullable(oneOf('identities', 'pictures')),
});

const stage = v.object({
  on: oneOf('train', 'all'),
  cut: text,
  views: v.nullable(positiveInteger),
  epochs: positiveInteger,
  lengths: v.exactOptional(listOf(v.object({ after: nonNegativeInteger, epochs: positiveInteger }))),
  learningRate: positiveNumber,
  layerDecay: positiveNumber,
  recomputeSegments: v.exactOptional(positiveInteger),
  accumulationSteps: v.exactOptional(positiveInteger),
}) satisfies Schema<Stage>;

/** What a plan's file holds. */
export const planSchema: Schema<TrainingPlan> = v.object({
  version: v.literal(2, '2'),
  data: v.object({ name: text, fingerprint: text, pictures: nonNegativeInteger, classes: nonNegativeInteger }),
  network: v.object({
    architecture: v.nullable(text),
    backbone: v.nullable(text),
    sha256: v.nullable(text),
    sizePx: positiveInteger,
  }),
  seed: nonNegativeInteger,
  selection: oneOf('val', 'fifth', 'none'),
  preset: text,
  loss: text,
  miner: orNone(text),
  search: v.exactOptional(search),
  perClass: orNone(positiveInteger),
  supervision: v.exactOptional(supervision),
  labelSmoothing: finiteNumber,
  dimensions: positiveInteger,
  logitScale: positiveNumber,
  batch: positiveInteger,
  weightDecay: finiteNumber,
  emaDecay: v.nullable(finiteNumber),
  whitened: v.exactOptional(positiveInteger),
  stages: listOf(stage),
});

/** Reads a plan. Throws `bad-data` where the file holds none, and what reading throws. */
export async function readPlan(path: string): Promise<TrainingPlan> {
  const plan = requireJson(planSchema, await readFile(path), 'plan', (reason, cause) => noPlan(path, reason, cause));
  if (isWhole(plan)) return plan;
  throw noPlan(
    path,
    'plan.stages: expected stages that divide their batches evenly and lengths that follow each other',
  );
}

function noPlan(path: string, reason: string, cause?: unknown): DiscernError {
  const parts = {
    given: path,
    expected: 'a plan that `discern train` has written beside its output (FILE.plan.json), version 2',
    todo: 'give such a file, or leave --plan out: a plan is then made',
  };
  return new DiscernError('bad-data', `${path} is no training plan: ${reason}`, parts, cause);
}

/** Whether it has stages, each divides its batches evenly, and lengths lead from the first to the last. */
function isWhole({ stages, batch }: TrainingPlan): boolean {
  const isSound = ({ accumulationSteps = 1, ...stage }: Stage) =>
    batch % accumulationSteps === 0 && isWholeLength(stage);
  return stages.length > 0 && stages.every(isSound);
}

/** Whether every change of length comes after the one before it and before its end, and leaves epochs to come. */
function isWholeLength({ lengths, epochs }: Pick<Stage, 'lengths' | 'epochs'>): boolean {
  if (lengths === undefined) return true;
  const isInPlace = ({ after }: LengthChange, i: number) =>
    i === 0 ? after === 0 : after > lengths[i - 1].after && after < lengths[i - 1].epochs;
  const isSound = (each: LengthChange, i: number) => each.epochs > each.after && isInPlace(each, i);
  return lengths.every(isSound) && lengths.at(-1)?.epochs === epochs;
}

/** Writes a plan. Throws `disk` and `no-permission`. */
export function writePlan(path: string, plan: TrainingPlan): Promise<void> {
  return writeAtomically(path, new TextEncoder().encode(`${stableJson(plan)}\n`));
}
