import { type Matrix, takeRows } from '../base/matrix.ts';
import { type AnnotatedPictures, annotatedWithin, supervisionBy } from '../data/annotations/annotated-pictures.ts';
import { evaluationPairsOf } from '../data/annotations/evaluation-pairs.ts';
import { renumbered } from '../data/renumbered.ts';
import { relationSamplers, richestSampler } from '../data/supervision/relation-samplers.ts';
import { relationsOf } from '../data/supervision/relations-of.ts';
import type { Product } from '../linalg/product.ts';
import { drawingOf, needsOf } from '../losses/recipe-named.ts';
import type { Activations, PictureView } from '../train/batches/activations.ts';
import type { EmbeddingTask, Selection } from '../train/embedding-task.ts';
import type { IdentifiedEmbeddings } from '../train/heads/head-start.ts';

/** Embeddings of a backbone with their classes or annotations, on which heads are trained and scored. */
export type SearchData = {
  /** [N, F], unit length. */
  readonly embeddings: Matrix;
  /** [N], class indices; ignored where there are annotations. */
  readonly labels: Int32Array;
  /** The annotations of the pictures, where not all have classes; absent or null: all have. */
  readonly annotated?: AnnotatedPictures | null;
  /** [N], equal for copies and for pictures of one scene; null: the picture is in no group. Absent: no groups. */
  readonly groups?: readonly (string | null)[];
};

/** The samples that a fold is trained on. */
export type TrainingSamples = IdentifiedEmbeddings<number> & {
  readonly learned: Activations;
  /** Number of classes, at least two, as heads require; samples without classes need not use them. */
  readonly classes: number;
  /** How batches for a loss are drawn; null where some batches would have nothing to learn. */
  drawing(loss: string): Drawing | null;
};

/** How batches are drawn, in the form of an `EmbeddingTask`. */
export type Drawing = Pick<EmbeddingTask, 'batch' | 'perClass' | 'relationBatches'>;

/** Takes the samples with these indices for training. */
export function trainingSamplesOf(all: SearchData, members: readonly number[], seed: number): TrainingSamples {
  const embeddings = takeRows(all.embeddings, members);
  const { annotated = null } = all;
  if (annotated === null) {
    const { labels, count: classes } = classesOf(all, members);
    const learned = activationsOf(embeddings, labels);
    return {
      ...{ embeddings, identities: labels, named: { labels, classes }, learned, classes },
      drawing: drawingOf,
    };
  }
  const known = supervisionBy(annotatedWithin(annotated, members));
  const learned = activationsOf(embeddings, new Int32Array(members.length));
  return {
    ...{ embeddings, identities: known.identities.of, named: null, learned, classes: 2 },
    drawing(loss) {
      const needs = needsOf(loss);
      const { batch: wanted, perClass } = drawingOf(loss);
      const drawing = { batch: Math.min(wanted, members.length), perClass };
      if (needs === 'labels') return null;
      const name = richestSampler(known, { ...drawing, seed, needs });
      const sampler = name && relationSamplers[name](known, { ...drawing, seed });
      return (
        sampler && { ...drawing, relationBatches: { sampler, relations: (pictures) => relationsOf(known, pictures) } }
      );
    },
  };
}

/** What embeddings are scored on: unseen classes, or pairs and triplets. */
export type FoldSelection = Extract<Selection, { readonly unseen: unknown } | { readonly evaluationPairs: unknown }>;

/**
 * Takes the samples with these indices for scoring: by nearest neighbours where there are classes, by pairs and
 * triplets where there are annotations. Null where nothing can be scored.
 */
export function foldSelectionOf(
  all: SearchData,
  members: readonly number[],
  { seed, product }: { readonly seed: number; readonly product: Product },
): FoldSelection | null {
  const embeddings = takeRows(all.embeddings, members);
  const { annotated = null } = all;
  if (annotated === null) {
    const { labels, count: classes } = classesOf(all, members);
    return { unseen: activationsOf(embeddings, labels), classes, product };
  }
  const evaluationPairs = evaluationPairsOf(supervisionBy(annotatedWithin(annotated, members)), seed);
  return evaluationPairs && { heldOut: activationsOf(embeddings, new Int32Array(members.length)), evaluationPairs };
}

/** The classes of these samples, renumbered from 0. */
function classesOf({ labels }: SearchData, members: readonly number[]) {
  const own = members.map((index) => labels[index]);
  const { of, count } = renumbered(own);
  return { labels: of(own), count };
}

/** The embeddings as activations: they are the input of the head, and no network comes before it. */
function activationsOf(embeddings: Matrix, labels: Int32Array): Activations {
  const read = async (views: readonly PictureView[]) =>
    takeRows(
      embeddings,
      views.map(({ picture }) => picture),
    ).data;
  return { labels, shape: [embeddings.columns], read };
}
