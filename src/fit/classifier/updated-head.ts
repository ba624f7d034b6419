import { project } from '../../backbones/projection.ts';
import { byCodePoint } from '../../base/hash.ts';
import { dot, type Matrix, matrix, normalise, row, takeRows } from '../../base/matrix.ts';
import type { Classifier } from '../../classify/classifier.ts';
import { classMeans } from '../../gallery/class-means.ts';
import type { Product } from '../../linalg/product.ts';
import { mean } from '../../metrics/mean.ts';

/** Enrolled pictures: id and label of each, and their embeddings [N, D] in the same order. */
export type EnrolledEmbeddings = {
  readonly entries: readonly { readonly id: string; readonly label: string }[];
  readonly embeddings: Matrix;
};

/**
 * Updates a classifier to changed pictures in closed form, without training. The weights of a new class are the mean
 * direction of its features, with the mean length of the other rows. The weights of a class whose pictures changed move
 * as its mean moved. Classes without pictures are removed. Space, temperature and all other rows stay the same.
 */
export async function updatedHead(
  classifier: Classifier,
  before: EnrolledEmbeddings,
  after: EnrolledEmbeddings,
  product: Product,
): Promise<Classifier> {
  const [was, is] = [indicesByLabel(before), indicesByLabel(after)];
  const classes = [...is.keys()].sort(byCodePoint);
  const changed = classes.filter((label) => idsOf(before, was.get(label)) !== idsOf(after, is.get(label)));
  const from = await meanFeatures(classifier, before, was, changed, product);
  const to = await meanFeatures(classifier, after, is, changed, product);
  const indexOf = new Map(changed.map((label, index) => [label, index]));
  const columnOf = new Map(classifier.classes.map((label, column) => [label, column]));
  const usual = { length: mean(lengthsOf(classifier.weights)), bias: mean([...classifier.bias]) };
  const weights = matrix(classes.length, classifier.weights.columns);
  const bias = new Float32Array(classes.length);
  classes.forEach((label, c) => {
    const [index, column] = [indexOf.get(label), columnOf.get(label)];
    const old = column === undefined ? null : row(classifier.weights, column);
    const means = index === undefined ? null : { from: row(from, index), to: row(to, index) };
    row(weights, c).set(rowOf(old, means, usual.length));
    if (classifier.head === 'cosine') normalise(row(weights, c));
    bias[c] = column === undefined ? usual.bias : classifier.bias[column];
  });
  return { ...classifier, classes, weights, bias };
}

type Means = { readonly from: Float32Array; readonly to: Float32Array };

/** The row w + |w| / |m| (m' - m) of a class whose mean feature moved from m to m'; |w| m' / |m'| for a new class. */
function rowOf(old: Float32Array | null, means: Means | null, usualLength: number): Float32Array {
  if (old === null) return scaled(means?.to ?? new Float32Array(0), usualLength);
  if (means === null || length(means.from) === 0) return old;
  const scale = length(old) / length(means.from);
  return old.map((value, j) => value + scale * (means.to[j] - means.from[j]));
}

function scaled(vector: Float32Array, to: number): Float32Array {
  const scale = to / (length(vector) || 1);
  return vector.map((value) => scale * value);
}

function length(vector: Float32Array): number {
  return Math.sqrt(dot(vector, vector));
}

function lengthsOf(weights: Matrix): number[] {
  return Array.from({ length: weights.rows }, (_, c) => length(row(weights, c)));
}

function indicesByLabel({ entries }: EnrolledEmbeddings): Map<string, number[]> {
  const indices = new Map<string, number[]>();
  entries.forEach(({ label }, index) => {
    const members = indices.get(label);
    if (members) members.push(index);
    else indices.set(label, [index]);
  });
  return indices;
}

function idsOf({ entries }: EnrolledEmbeddings, indices: readonly number[] = []): string {
  return indices.map((index) => entries[index].id).join(' ');
}

/** The mean feature of each class, [C, E]; zeros for a class without pictures. */
async function meanFeatures(
  { projection }: Classifier,
  { embeddings }: EnrolledEmbeddings,
  indices: ReadonlyMap<string, readonly number[]>,
  classes: readonly string[],
  product: Product,
): Promise<Matrix> {
  const members = classes.map((label) => indices.get(label) ?? []);
  const labels = Int32Array.from(members.flatMap((list, index) => list.map(() => index)));
  const features = await project(projection, takeRows(embeddings, members.flat()), product);
  return classMeans(features, labels, classes.length);
}
