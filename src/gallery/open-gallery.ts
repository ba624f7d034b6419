import { bestCandidates } from '../base/candidates.ts';
import { DiscernError } from '../base/error.ts';
import { byCodePoint } from '../base/hash.ts';
import { kthLargest } from '../base/largest-indices.ts';
import { type Matrix, matrix, row } from '../base/matrix.ts';
import type { Candidate, Neighbour, Prediction } from '../base/prediction.ts';
import { rowBlocks, rowsPerBlock } from '../base/row-blocks.ts';
import type { Product } from '../linalg/product.ts';
import { enrolledOf } from './enrolled-of.ts';
import { featuresIn } from './features-in.ts';
import type { GalleryForAnswers } from './gallery.ts';
import { scorerOf } from './matchers/catalogue.ts';
import { withOwnPictures } from './own-pictures.ts';
import { acceptedFrom } from './threshold.ts';

/** How many answers to list. */
export type AnswerOptions = {
  /** Classes listed per picture, default 5. */
  readonly top?: number | undefined;
  /** Enrolled pictures listed per picture, default 5; 0 saves their search. */
  readonly neighbours?: number | undefined;
  /** Replaces the gallery's threshold, -1..1. */
  readonly threshold?: number | undefined;
  /** How many pictures of one thing each embedding was pooled from; default 1. The threshold depends on it. */
  readonly pictures?: number | undefined;
};

/** A gallery ready to answer. */
export type OpenGallery = {
  /** Labels in code-point order: the columns of `scores`. */
  readonly classes: readonly string[];
  /** Embeddings [Q, D] to the score of every class [Q, C]. An enrolled picture scores highest for its own class. */
  scores(embeddings: Matrix): Promise<Matrix>;
  /** Shows each query's similarities with every enrolled picture, [N]; the array is only valid during the visit. */
  visitSimilarities(embeddings: Matrix, visit: (query: number, similarities: Float32Array) => void): Promise<void>;
  /** Embeddings [Q, D], unit length, from the gallery's embedder, to predictions. */
  recognise(embeddings: Matrix, options?: AnswerOptions): Promise<Prediction[]>;
};

/**
 * Prepares a gallery's classes and matcher once. Throws `empty` where nothing is enrolled.
 *
 * @example
 * const { gallery } = await readBundle('emoji.discern');
 * if (gallery?.embeddings) {
 *   const { recognise } = openGallery(gallery, productFor(nodeRuntime));
 *   const [answer] = await recognise(takeRows(gallery.embeddings, [0]), { top: 3 });
 *   answer.candidates.length; // => 3
 * }
 */
export function openGallery(gallery: GalleryForAnswers, product: Product): OpenGallery {
  if (gallery.entries.length === 0) throw nothingEnrolled();
  const { classes, enrolled } = enrolledOf(gallery);
  const { matcher, prototypes } = gallery;
  const scorer = scorerOf(matcher, { ...enrolled, ...(prototypes && { prototypes }) }, product);
  const scoreClasses = withOwnPictures(scorer, enrolled.labels);

  async function* blocks(embeddings: Matrix) {
    for (const { start, block } of rowBlocks(embeddings, rowsPerBlock(gallery.entries.length))) {
      const queries = await featuresIn(gallery, block, product);
      yield { start, queries, similarities: await product(queries, gallery.vectors) }; // [Q, E], [Q, N]
    }
  }

  return {
    classes,
    async scores(embeddings) {
      const result = matrix(embeddings.rows, classes.length);
      for await (const { start, queries, similarities } of blocks(embeddings)) {
        result.data.set((await scoreClasses(queries, similarities)).data, start * classes.length);
      }
      return result;
    },
    async recognise(embeddings, { top = 5, neighbours = 5, threshold, pictures } = {}) {
      const predictions: Prediction[] = [];
      for await (const { queries, similarities } of blocks(embeddings)) {
        const scores = await scoreClasses(queries, similarities);
        for (let q = 0; q < scores.rows; q++) {
          const candidates = bestCandidates(row(scores, q), classes, Math.max(2, top));
          const [{ label }, next] = candidates;
          const limit = acceptedFrom(gallery.threshold, { label, runnerUp: next?.score, pictures }, threshold);
          const listed = candidates.slice(0, Math.max(1, top));
          const nearest = nearestEntries(row(similarities, q), gallery, neighbours);
          predictions.push(answer(listed, next ?? null, nearest, limit));
        }
      }
      return predictions;
    },
    async visitSimilarities(embeddings, visit) {
      for await (const { start, similarities } of blocks(embeddings)) {
        for (let q = 0; q < similarities.rows; q++) visit(start + q, row(similarities, q));
      }
    },
  };
}

function answer(
  candidates: Candidate[],
  runnerUp: Candidate | null,
  nearest: Neighbour[],
  threshold: number,
): Prediction {
  const [{ label, score }] = candidates;
  const known = score >= threshold;
  const familiarity = score - threshold;
  return { label: known ? label : null, known, score, threshold, familiarity, candidates, runnerUp, nearest };
}

/** All that reach the limit are ordered before any is left out: ties are by id, whatever the order of enrolment. */
function nearestEntries(similarities: Float32Array, { entries }: GalleryForAnswers, count: number): Neighbour[] {
  const limit = kthLargest(similarities, count);
  const near: Neighbour[] = [];
  for (let i = 0; i < similarities.length; i++) {
    if (similarities[i] < limit) continue;
    const { id, label, path } = entries[i];
    near.push({ id, label, path, similarity: similarities[i] });
  }
  return near.sort((a, b) => b.similarity - a.similarity || byCodePoint(a.id, b.id)).slice(0, count);
}

function nothingEnrolled(): DiscernError {
  return new DiscernError('empty', 'the gallery is empty', {
    given: 'a gallery without pictures',
    expected: 'at least one enrolled picture',
    todo: 'enrol one: discern enrol BUNDLE LABEL FILE',
  });
}
