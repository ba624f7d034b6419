import { row } from '../../base/matrix.ts';
import { rowBlocks, rowsPerBlock } from '../../base/row-blocks.ts';
import type { GalleryScores, ScoredPicture } from '../../calibrate/open-set/evidence.ts';
import type { Classifier } from '../../classify/classifier.ts';
import { openClassifier } from '../../classify/classify.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import { cohortMeans } from '../../gallery/cohort-means.ts';
import type { GalleryForAnswers } from '../../gallery/gallery.ts';
import { openGallery } from '../../gallery/open-gallery.ts';
import type { Product } from '../../linalg/product.ts';

/** What scores pictures. */
export type Approaches = { readonly classifier: Classifier | null; readonly gallery: GalleryForAnswers | null };

/** Scores labelled pictures; the `group` of a sample, else its path, is its scene. */
export type ScorePictures = (pictures: Embedded, options: ScoringOptions) => Promise<ScoredPicture[]>;

/** How pictures are scored. */
export type ScoringOptions = {
  /** The class of a picture does not answer: its pictures are strangers, and each class is a unit. */
  readonly asStrangers: boolean;
};

/** Prepares both approaches once for scoring. An empty gallery counts as missing. */
export async function pictureScorer({ classifier, gallery }: Approaches, product: Product): Promise<ScorePictures> {
  const filled = gallery?.entries.length ? gallery : null;
  const near = filled && (await galleryScorer(filled, product));
  const named = classifier && openClassifier(classifier, product);
  return async (pictures, { asStrangers }) => {
    const nearest = await near?.(pictures, asStrangers);
    const left = asStrangers ? pictures.samples.map(({ label }) => label) : [];
    const scores = await named?.scores(pictures.embeddings, left);
    return pictures.samples.map(({ label, group, path }, i) => ({
      label: label ?? '',
      unit: asStrangers ? (label ?? path) : (group ?? path),
      gallery: nearest?.[i] ?? null,
      classifier: scores?.[i] ?? null,
    }));
  };
}

async function galleryScorer(gallery: GalleryForAnswers, product: Product) {
  const open = openGallery(gallery, product);
  const { classes } = open;
  const cohort = await cohortMeans(gallery, product);
  const indexOf = new Map(classes.map((label, index) => [label, index]));
  return async ({ samples, embeddings }: Embedded, asStrangers: boolean): Promise<GalleryScores[]> => {
    const all: GalleryScores[] = [];
    for (const { start, block } of rowBlocks(embeddings, rowsPerBlock(Math.max(classes.length, 1)))) {
      const scores = await open.scores(block);
      for (let q = 0; q < block.rows; q++) {
        const own = asStrangers ? indexOf.get(samples[start + q].label ?? '') : undefined;
        const [best, next] = largestTwo(row(scores, q), own);
        all.push({
          best: classes[best],
          similarity: scores.data[q * classes.length + best],
          runnerUp: next < 0 ? -1 : scores.data[q * classes.length + next],
          cohort: cohort[best],
        });
      }
    }
    return all;
  };
}

/** The indices of the largest and the second largest value, without that at index `left`; -1 where there is none. */
function largestTwo(values: Float32Array, left: number | undefined): [number, number] {
  let [best, next] = [-1, -1];
  for (let i = 0; i < values.length; i++) {
    if (i === left) continue;
    if (best < 0 || values[i] > values[best]) [best, next] = [i, best];
    else if (next < 0 || values[i] > values[next]) next = i;
  }
  return [best, next];
}
