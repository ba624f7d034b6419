import { type Matrix, takeRows } from '../base/matrix.ts';
import { renumbered } from '../data/renumbered.ts';
import { questionsOf } from '../data/supervision/questions-of.ts';
import { relationSamplers, richestSampler } from '../data/supervision/relation-samplers.ts';
import { relationsOf } from '../data/supervision/relations-of.ts';
import { supervisionBy, type Testimony, testimonyWithin } from '../data/supervision/testimony.ts';
import type { Product } from '../linalg/product.ts';
import { drawingOf, needsOf } from '../losses/recipe-named.ts';
import type { Activations, PictureView } from '../train/batches/activations.ts';
import type { Known } from '../train/heads/head-start.ts';
import type { EmbeddingTask, Selection } from '../train/teach-embedding.ts';

/** Embeddings as a backbone gives them, and what is known of them, by which a metric on them is learned and judged. */
export type Searched = {
  /** [N, F], unit length. */
  readonly embeddings: Matrix;
  /** [N], class indices; of no account where there is a testimony. */
  readonly labels: Int32Array;
  /** What is said of the samples, where their classes are not all; absent or null: they are. */
  readonly testimony?: Testimony | null;
  /** [N], equal for copies and for pictures of one scene, of which nothing else is said; null: alone. Absent: all are. */
  readonly groups?: readonly (string | null)[];
};

/** Some samples to learn from. */
export type Lesson = Known<number> & {
  readonly learned: Activations;
  /** Two at least, as heads know them: no sample need have one. */
  readonly classes: number;
  /** How batches for a loss are drawn; null where some would teach it nothing. */
  drawing(loss: string): Drawing | null;
};

/** As tasks have them. */
export type Drawing = Pick<EmbeddingTask, 'batch' | 'perClass' | 'telling'>;

/** Some samples, by their numbers, to learn from. */
export function lessonOf(all: Searched, members: readonly number[], seed: number): Lesson {
  const embeddings = takeRows(all.embeddings, members);
  const { testimony = null } = all;
  if (testimony === null) {
    const { labels, count: classes } = classesOf(all, members);
    const learned = activationsOf(embeddings, labels);
    return {
      ...{ embeddings, identities: labels, named: { labels, classes }, learned, classes },
      drawing: drawingOf,
    };
  }
  const known = supervisionBy(testimonyWithin(testimony, members));
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
      return sampler && { ...drawing, telling: { sampler, relations: (pictures) => relationsOf(known, pictures) } };
    },
  };
}

/** How embeddings are examined. */
export type Exam = Extract<Selection, { readonly strange: unknown } | { readonly questions: unknown }>;

/** Some samples, by their numbers, that judge: classes by what is nearest, statements by questions. Null where none can be asked. */
export function examOf(
  all: Searched,
  members: readonly number[],
  { seed, product }: { readonly seed: number; readonly product: Product },
): Exam | null {
  const embeddings = takeRows(all.embeddings, members);
  const { testimony = null } = all;
  if (testimony === null) {
    const { labels, count: classes } = classesOf(all, members);
    return { strange: activationsOf(embeddings, labels), classes, product };
  }
  const questions = questionsOf(supervisionBy(testimonyWithin(testimony, members)), seed);
  return questions && { judges: activationsOf(embeddings, new Int32Array(members.length)), questions };
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
