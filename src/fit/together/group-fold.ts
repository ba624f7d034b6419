import { type Matrix, matrix, row, takeRows } from '../../base/matrix.ts';
import { random } from '../../base/random.ts';
import type { Classifier } from '../../classify/classifier.ts';
import type { Embedded } from '../../data/embedding/embedded.ts';
import type { Gallery } from '../../gallery/gallery.ts';
import { pooledEmbedding } from '../../pooling/pooled.ts';
import { type WeightingName, weightings } from '../../pooling/weightings/catalogue.ts';
import { drawGroups, type Group } from './draw-groups.ts';

/** Pictures with their labels; `group` of a sample is its scene. */
export type Pictures = Pick<Embedded, 'samples' | 'embeddings'>;

/** Approaches that have not learned some classes, and pictures that they were not fitted on. */
export type GroupFold = {
  readonly gallery: Gallery | null;
  readonly classifier: Classifier | null;
  /** Held-out pictures of classes that the approaches know. */
  readonly known: Pictures;
  /** Pictures of classes that they do not know; may be empty. */
  readonly strangers: Pictures;
};

/** Groups of so many pictures, drawn from a fold. */
export type FoldGroups = {
  readonly fold: GroupFold;
  readonly known: readonly Group[];
  readonly strangers: readonly Group[];
};

/** Most groups of a class: all classes count alike, and more of one class are hardly independent. */
const mostOfClass = 8;

/** Rounds in which held-out pictures, of which there are few, are grouped again. */
const rounds = 4;

/** Draws groups of so many pictures from each fold, seeded. */
export function groupsIn(folds: readonly GroupFold[], pictures: number, seed: number): FoldGroups[] {
  return folds.map((fold, f) => {
    const draw = { pictures, most: mostOfClass, rounds: pictures === 1 ? 1 : rounds };
    const stream = random(seed, `groups of ${pictures} in fold ${f}`);
    return {
      fold,
      known: drawGroups(fold.known.samples, draw, stream),
      strangers: drawGroups(fold.strangers.samples, draw, stream),
    };
  });
}

/** The pooled embedding of each group, [G, D]. */
export function pooledGroups({ embeddings }: Pictures, groups: readonly Group[], weighting: WeightingName): Matrix {
  const result = matrix(groups.length, embeddings.columns);
  groups.forEach(({ members }, g) => {
    const rows = takeRows(embeddings, members);
    row(result, g).set(row(pooledEmbedding(rows, weightings[weighting](rows)), 0));
  });
  return result;
}
