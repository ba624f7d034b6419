import type { AnnotatedPictures, AnnotationKind } from '../data/annotations/annotated-pictures.ts';
import type { ApartBy } from '../data/annotations/hold-out-annotated.ts';
import type { RelationSamplerName } from '../data/supervision/relation-samplers.ts';
import type { Search } from '../search/search-hyperparameters.ts';
import type { LengthChange } from '../train/loop/lengths.ts';

/** Some epochs in which the same part of the network learns. */
export type Stage = {
  /** `train`: without the pictures that choose the best epoch. `all`: with them; the last epoch is then kept. */
  readonly on: 'train' | 'all';
  /** The tensor where learning begins: everything before it is frozen. The network's input: everything learns. */
  readonly cut: string;
  /**
   * How many views of every picture have their activations computed once and kept: the plain one and augmented ones.
   * Null: every epoch sees new views, and the frozen part is computed for each.
   */
  readonly views: number | null;
  readonly epochs: number;
  /**
   * How the number of epochs changed because the machine was faster or slower than measured: the first number (`after`
   * 0), and the number after each epoch that changed it. The last one is `epochs`. Absent: it did not change.
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

/** How annotations of pictures are learned from. */
export type PlannedSupervision = {
  /** The kinds of annotations. */
  readonly by: readonly AnnotationKind[];
  /**
   * `said`: pictures differ where an annotation says so. `assumed`: wherever no annotation says that they are the same.
   */
  readonly differences: AnnotatedPictures['differences'];
  /** How batches are drawn: some pictures of each of some identities, known pairs, or known triplets. */
  readonly sampler: RelationSamplerName;
  /** What separates the pictures that choose the best epoch from the learned ones; null: there are none. */
  readonly apart: ApartBy | null;
};

/**
 * The trials of a search for the loss, dimensions and, with a head alone, learning rate and epochs. It is only a
 * record.
 */
export type PlannedSearch = Omit<Search, 'chosen'>;

/**
 * Everything that decides the result of a training: with the same pictures, machine and threads the same plan gives the
 * same file. It is fixed before training begins, but for the length of the stages (`epochs`, `lengths`) and the last
 * stage, which may be left out: these the clock decides. What it decided is written down, and repeated without a clock.
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
  /** The pictures that choose the best epoch: the data set's val part, a seeded fifth of train, or none. */
  readonly selection: 'val' | 'fifth' | 'none';
  /** How pictures are varied. */
  readonly preset: string;
  /** The loss: `crossEntropy` over classes, or a name in the catalogue of losses on embeddings. */
  readonly loss: string;
  /**
   * The miner, which chooses the comparisons that a loss on embeddings learns from; null or absent: it learns from all.
   */
  readonly miner?: string | null;
  /** The search that chose the loss; absent: a person chose, or the default was taken. */
  readonly search?: PlannedSearch;
  /** Pictures of each class in a batch, where the loss compares pictures; null or absent: passes over all pictures. */
  readonly perClass?: number | null;
  /** How pictures are known to be the same where there are annotations; absent: by their labels. */
  readonly supervision?: PlannedSupervision;
  /** Label smoothing of cross-entropy, 0..1. */
  readonly labelSmoothing: number;
  /** Numbers of an embedding. */
  readonly dimensions: number;
  /** The factor of the head's cosines. */
  readonly logitScale: number;
  readonly batch: number;
  readonly weightDecay: number;
  /** Share of the weights' moving average that a step keeps; null: no average. */
  readonly emaDecay: number | null;
  /** The most pictures by which features are whitened at last; absent: as many as are of use. */
  readonly whitened?: number;
  readonly stages: readonly Stage[];
};
