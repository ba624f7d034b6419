import { type Matrix, takeRows } from '../base/matrix.ts';
import { type AnnotatedPictures, annotatedWithin, supervisionBy } from '../data/annotations/annotated-pictures.ts';
import { evaluationPairsOf } from '../data/annotations/evaluation-pairs.ts';
import { relationSamplers, richestSampler } from '../data/annotations/relation-samplers.ts';
import { relationsOf } from '../data/annotations/relations-of.ts';
import { renumbered } from '../data/renumbered.ts';
import type { Product } from '../linalg/product.ts';
import { drawingOf, needsOf } from '../losses/recipe-named.ts';
import type { Activations, PictureView } from '../train/batches/activations.ts';
import type { EmbeddingTask, Selection } from '../train/embedding-task.ts';
import type { Known } from '../train/heads/head-start.ts';

/** Embeddings as a backbone gives them, and what is known of them, by which a metric on them is learned and judged. */
export type Searched = {
  /** [N, F], unit length. */
  readonly embeddings: Matrix;
  /** [N], class indices; of no account where there is a testimony. */
  readonly labels: Int32Array;
  /** What is said of the samples, where their classes are not all; absent or null: they are. */
  readonly annotated?: AnnotatedPictures | null;
  /** [N], equal for copies and for pictures of one scene, of which nothing else is said; null: alone. Absent: all are. */
  readonly groups?: readonly (string | null)[];
};

/** Some samples to learn from. */
export type TrainingSamples = Known<number> & {
  readonly learned: Activations;
  /** Two at least, as heads know them: no sample need have one. */
  readonly classes: number;
  /** How batches for a loss are drawn; null where some would teach it nothing. */
  drawing(loss: string): Drawing | null;
};

/** As tasks have them. */
export type Drawing = Pick<EmbeddingTask, 'batch' | 'perClass' | 'relationBatches'>;

/** Some samples, by their numbers, to learn from. */
export function trainingSamplesOf(all: Searched, members: readonly number[], seed: number): TrainingSamples {
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

/** How embeddings are examined. */
export type Exam = Extract<Selection, { readonly strange: unknown } | { readonly evaluationPairs: unknown }>;

/** Some samples, by their numbers, that judge: classes by what is nearest, statements by questions. Null where none can be asked. */
export function examOf(
  all: Searched,
  members: readonly number[],
  { seed, product }: { readonly seed: number; readonly product: Product },
): Exam | null {
  const embeddings = takeRows(all.embeddings, members);
  const { annotated = null } = all;
  if (annotated === null) {
    const { labels, count: classes } = classesOf(all, members);
    return { strange: activationsOf(embeddings, labels), classes, product };
  }
  const evaluationPairs = evaluationPairsOf(supervisionBy(annotatedWithin(annotated, members)), seed);
  return evaluationPairs && { heldOut: activationsOf(embeddings, new Int32Array(members.length)), evaluationPairs };
}

/** Classes numbered anew. */
function classesOf({ labels }: Searched, members: readonly number[]) {
  const own = members.map((index) => labels[index]);
  const { of, count } = renumbered(own);
  return { labels: of(own), count };
}

/** Embeddings are the features of which nothing more is frozen. */
function activationsOf(embeddings: Matrix, labels: Int32Array): Activations {
  const read = async (views: readonly PictureView[]) =>
    takeRows(
      embeddings,
      views.map(({ picture }) => picture),
    ).data;
  return { labels, shape: [embeddings.columns], read };
}
