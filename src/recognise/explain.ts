import type { PictureCells } from '../backbones/cell-network.ts';
import type { CellLayout } from '../backbones/cells.ts';
import type { Projection } from '../backbones/projection.ts';
import { dot, matrix, row } from '../base/matrix.ts';
import type { Neighbour } from '../base/prediction.ts';
import type { Classifier } from '../classify/classifier.ts';
import { logits } from '../classify/classify.ts';
import { featuresIn } from '../gallery/features-in.ts';
import type { GalleryForAnswers } from '../gallery/gallery.ts';
import type { Product } from '../linalg/product.ts';
import { matchCells } from './cell-matches.ts';
import { type CellGrid, mainRegion, type Region, regionInWords } from './region.ts';
import { scoreDirection } from './score-direction.ts';

/** How a score comes about over the cells of a picture: it is the sum of `cells` plus `constant`. */
export type Evidence = {
  readonly score: number;
  /** What each cell adds; below 0 where it speaks against. */
  readonly cells: CellGrid;
  /** What no cell adds: biases, means of the space, tokens of no place. */
  readonly constant: number;
  /** Where the positive evidence lies; null where there is none. */
  readonly region: Region | null;
};

/** Evidence for the classifier's class against the runner-up. The score is the log of how much likelier it is. */
export type ClassEvidence = Evidence & { readonly label: string; readonly against: string };

/** Evidence for the nearest enrolled picture of the gallery's best class. The score is the similarity to it. */
export type NearestEvidence = Evidence & { readonly nearest: Neighbour };

/** How a picture and an enrolled one match, cell by cell. */
export type Match = {
  /** For each cell of the picture, its cosine with the most similar cell of the enrolled one, -1..1. */
  readonly similarities: CellGrid;
  /** Which cell that is, counted row by row from 0. */
  readonly cells: CellGrid;
  /** What each cell of the enrolled picture adds to the similarity. */
  readonly enrolled: Evidence;
};

/** What explaining needs besides the part of the bundle. */
export type ExplainOptions = { readonly layout: CellLayout; readonly product: Product };

/**
 * Which cells of a picture speak for class `label` and against class `against`: gradient times input of the difference
 * of both logits, divided by the temperature (HiResCAM; Draelos and Carin 2020). Exact where the network averages its
 * last map. Null where the classifier lacks one of the classes.
 */
export async function classEvidence(
  classifier: Classifier,
  picture: PictureCells,
  { label, against }: { readonly label: string; readonly against: string },
  { layout, product }: ExplainOptions,
): Promise<ClassEvidence | null> {
  const { classes, weights, projection, logitScale, temperature } = classifier;
  const [best, other] = [classes.indexOf(label), classes.indexOf(against)];
  if (best < 0 || other < 0) return null;
  const scores = row(await logits(classifier, oneRow(picture.embedding), product), 0);
  const second = row(weights, other);
  const target = row(weights, best).map((weight, i) => (logitScale * (weight - second[i])) / temperature);
  const score = (scores[best] - scores[other]) / temperature;
  return { label, against, ...(await evidenceOf(picture, { projection, target, score }, layout)) };
}

/**
 * Which cells of a picture make it similar to the nearest enrolled picture of class `label`, in the gallery's space.
 * Null where nothing of the class is enrolled.
 */
export async function nearestEvidence(
  gallery: GalleryForAnswers,
  picture: PictureCells,
  label: string,
  { layout, product }: ExplainOptions,
): Promise<NearestEvidence | null> {
  const features = row(await featuresIn(gallery, oneRow(picture.embedding), product), 0);
  const nearest = nearestOf(gallery, features, label);
  if (nearest === null) return null;
  const { index, similarity: score } = nearest;
  const target = row(gallery.vectors, index);
  const { id, path } = gallery.entries[index];
  const evidence = await evidenceOf(picture, { projection: gallery.projection, target, score }, layout);
  return { nearest: { id, label, path, similarity: score }, ...evidence };
}

/** How a picture matches an enrolled picture, whose cells were computed again. */
export async function matchWith(
  gallery: GalleryForAnswers,
  picture: PictureCells,
  enrolled: PictureCells,
  { layout, product }: ExplainOptions,
): Promise<Match> {
  const { similarities, cells } = await matchCells(picture.cells, enrolled.cells, product);
  const [target, own] = await Promise.all(
    [picture, enrolled].map(async ({ embedding }) => row(await featuresIn(gallery, oneRow(embedding), product), 0)),
  );
  const { projection } = gallery;
  return {
    similarities: gridOf(similarities, layout),
    cells: gridOf(cells, layout),
    enrolled: await evidenceOf(enrolled, { projection, target, score: dot(own, target) }, layout),
  };
}

/** Which part of a picture carries a score, in words: a sentence without a full stop. */
export function evidenceInWords({ score, cells, constant, region }: Evidence): string {
  const size = cells.flat().reduce((sum, value) => sum + Math.abs(value), 0);
  if (Math.abs(constant) > size) return 'Most of the score lies in no place: it comes from biases or the class token';
  if (constant > score) return 'All places together speak against it: what lies in no place, such as biases, decides';
  return region ? regionInWords(region) : 'No place speaks for it';
}

type Explained = { readonly projection: Projection; readonly target: Float32Array; readonly score: number };

/** The contributions of the cells to target . features. */
async function evidenceOf(
  { pooled, embedding, contributions }: PictureCells,
  { projection, target, score }: Explained,
  layout: CellLayout,
): Promise<Evidence> {
  const length = Math.sqrt(dot(pooled, pooled)) || 1;
  const direction = scoreDirection(projection, { embedding, target }).map((value) => value / length);
  const sums = await contributions(direction);
  const cells = gridOf(sums, layout);
  return { score, cells, constant: score - sums.reduce((sum, value) => sum + value, 0), region: mainRegion(cells) };
}

function nearestOf({ entries, vectors }: GalleryForAnswers, features: Float32Array, label: string) {
  let nearest: { readonly index: number; readonly similarity: number } | null = null;
  for (const [index, entry] of entries.entries()) {
    if (entry.label !== label) continue;
    const similarity = dot(features, row(vectors, index));
    if (nearest === null || similarity > nearest.similarity) nearest = { index, similarity };
  }
  return nearest;
}

/** Numbers of cells as rows. */
function gridOf(numbers: ArrayLike<number>, { rows, columns }: CellLayout): CellGrid {
  return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => numbers[r * columns + c]));
}

function oneRow(vector: Float32Array) {
  return matrix(1, vector.length, vector);
}
