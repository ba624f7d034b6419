import { byCodePoint } from '../base/hash.ts';
import { row, takeRows } from '../base/matrix.ts';
import { random } from '../base/random.ts';
import { rowBlocks, rowsPerBlock } from '../base/row-blocks.ts';
import type { Product } from '../linalg/product.ts';
import { enrolledOf } from './enrolled-of.ts';
import type { GalleryForAnswers } from './gallery.ts';
import { scorerOf } from './matchers/catalogue.ts';

/** Enrolled pictures that stand for all others. */
const cohortSize = 1000;

/**
 * The cohort mean of each class, in code-point order: the mean similarity to it of enrolled pictures of other classes,
 * drawn by their ids (cohort normalisation of speaker verification: Auckenthaler et al. 2000). A class whose pictures
 * scatter is near to much. 0 where there is no other class.
 */
export async function cohortMeans(gallery: GalleryForAnswers, product: Product): Promise<Float64Array> {
  const { entries, vectors, matcher } = gallery;
  const { classes, enrolled } = enrolledOf(gallery);
  const inOrder = [...entries.keys()].sort((a, b) => byCodePoint(entries[a].id, entries[b].id));
  const drawn = random(0, 'cohort similarities').shuffle(inOrder).slice(0, cohortSize);
  const scoreClasses = scorerOf(matcher, enrolled, product);
  const sums = new Float64Array(classes.length);
  const counts = new Float64Array(classes.length);
  for (const { start, block } of rowBlocks(takeRows(vectors, drawn), rowsPerBlock(entries.length))) {
    const scores = await scoreClasses(block, await product(block, vectors));
    for (let q = 0; q < scores.rows; q++) {
      const own = enrolled.labels[drawn[start + q]];
      row(scores, q).forEach((score, c) => {
        if (c === own) return;
        sums[c] += score;
        counts[c]++;
      });
    }
  }
  return sums.map((sum, c) => (counts[c] > 0 ? sum / counts[c] : 0));
}
