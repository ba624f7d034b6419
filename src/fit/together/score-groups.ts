import { type Matrix, matrix, row, takeRows } from '../../base/matrix.ts';
import { openClassifier } from '../../classify/classify.ts';
import { openGallery } from '../../gallery/open-gallery.ts';
import type { Product } from '../../linalg/product.ts';
import { pooledLogProbabilities } from '../../pooling/pooled.ts';
import type { ClassifierPooling } from '../../pooling/together.ts';
import { type WeightingName, weightings } from '../../pooling/weightings/catalogue.ts';
import type { Group } from './draw-groups.ts';
import { type FoldGroups, type Pictures, pooledGroups } from './group-fold.ts';

/** The best class of a group and how familiar the group is; larger is more familiar. */
export type ScoredGroup = { readonly truth: string; readonly label: string; readonly score: number };

/** The groups of a fold, scored by one approach and one way of pooling. */
export type ScoredGroups = { readonly known: readonly ScoredGroup[]; readonly strangers: readonly ScoredGroup[] };

/** Scores groups by how far the similarity of their pooled embedding is above the threshold. Null without a gallery. */
export async function scoredByGallery(
  { fold, ...groups }: FoldGroups,
  weighting: WeightingName,
  product: Product,
): Promise<ScoredGroups | null> {
  if (fold.gallery === null) return null;
  const { recognise } = openGallery(fold.gallery, product);
  const scored = async (pictures: Pictures, drawn: readonly Group[]) => {
    const found = await recognise(pooledGroups(pictures, drawn, weighting), { top: 1, neighbours: 0 });
    return drawn.map(({ label: truth }, g) => ({
      truth,
      label: found[g].candidates[0].label,
      score: found[g].familiarity,
    }));
  };
  return { known: await scored(fold.known, groups.known), strangers: await scored(fold.strangers, groups.strangers) };
}

/**
 * Scores groups by the classifier: the best class of the pooled probabilities, and the familiarity of the pooled
 * embedding. Null without a classifier.
 */
export async function scoredByClassifier(
  { fold, ...groups }: FoldGroups,
  pooling: ClassifierPooling,
  product: Product,
): Promise<ScoredGroups | null> {
  if (fold.classifier === null) return null;
  const { recognise, classes } = openClassifier(fold.classifier, product);
  const scored = async (pictures: Pictures, drawn: readonly Group[]) => {
    const found = await recognise(pooledGroups(pictures, drawn, pooling.weighting), { top: 1 });
    const logs = await pooledLogs({ fold, ...groups }, pictures, drawn, pooling, product);
    return drawn.map(({ label: truth }, g) => ({
      truth,
      label: classes[indexOfLargest(row(logs, g))],
      score: found[g].familiarity,
    }));
  };
  return { known: await scored(fold.known, groups.known), strangers: await scored(fold.strangers, groups.strangers) };
}

/** The logarithms of the pooled probabilities of each group, [G, C], before any temperature for several pictures. */
export async function pooledLogs(
  { fold: { classifier } }: FoldGroups,
  pictures: Pictures,
  groups: readonly Group[],
  { pooled, weighting }: ClassifierPooling,
  product: Product,
): Promise<Matrix> {
  if (classifier === null) return matrix(groups.length, 0);
  const { probabilities, classes } = openClassifier(classifier, product);
  const result = matrix(groups.length, classes.length);
  const ofEach = await probabilities(
    pooled === 'embeddings' ? pooledGroups(pictures, groups, weighting) : pictures.embeddings,
  );
  groups.forEach(({ members }, g) => {
    const rows = takeRows(pictures.embeddings, members);
    const logs =
      pooled === 'embeddings'
        ? pooledLogProbabilities(takeRows(ofEach, [g]), Float64Array.of(1))
        : pooledLogProbabilities(takeRows(ofEach, members), weightings[weighting](rows));
    row(result, g).set(row(logs, 0));
  });
  return result;
}

function indexOfLargest(values: Float32Array): number {
  return values.reduce((best, value, index) => (value > values[best] ? index : best), 0);
}
