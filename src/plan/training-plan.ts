import type { AnnotatedPictures, AnnotationKind } from '../data/annotations/annotated-pictures.ts';
import type { ApartBy } from '../data/annotations/hold-out-annotated.ts';
import type { RelationSamplerName } from '../data/annotations/relation-samplers.ts';
import type { Search } from '../search/search-settings.ts';
import type { Length } from '../train/loop/lengths.ts';

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
  readonly lengths?: readonly Length[];
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
