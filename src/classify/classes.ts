import { byCodePoint } from '../base/hash.ts';
import { dot, type Matrix, matrix, row } from '../base/matrix.ts';
import type { Classifier } from './classifier.ts';

/**
 * The classifier without the classes that `isUnwanted` names. The probabilities of the remaining classes keep their
 * ratios.
 */
export function withoutClasses(classifier: Classifier, isUnwanted: (label: string) => boolean): Classifier {
  return withClasses(
    classifier,
    (label) => (isUnwanted(label) ? null : label),
    () => 1,
  );
}

/**
 * The classifier with renamed classes. Classes that get the same name are merged: their weight rows become one weighted
 * mean row, scaled to their mean length. `weightOf` gives the weight of an old class, for instance its number of
 * pictures.
 */
export function withRelabelledClasses(
  classifier: Classifier,
  relabel: (label: string) => string,
  weightOf: (label: string) => number,
): Classifier {
  return withClasses(classifier, relabel, weightOf);
}

/** `nameFor` gives a class's new name, or null to leave the class out. Classes are sorted by their new names. */
function withClasses(
  classifier: Classifier,
  nameFor: (label: string) => string | null,
  weightOf: (label: string) => number,
): Classifier {
  const members = new Map<string, number[]>();
  classifier.classes.forEach((label, index) => {
    const name = nameFor(label);
    if (name !== null) members.set(name, [...(members.get(name) ?? []), index]);
  });
  const classes = [...members.keys()].sort(byCodePoint);
  const weights = matrix(classes.length, classifier.weights.columns);
  const bias = new Float32Array(classes.length);
  classes.forEach((name, c) => {
    const indices = members.get(name) ?? [];
    const shares = sharesOf(indices.map((index) => Math.max(weightOf(classifier.classes[index]), 1e-9)));
    row(weights, c).set(meanRow(classifier.weights, indices, shares));
    bias[c] = indices.reduce((sum, index, i) => sum + shares[i] * classifier.bias[index], 0);
  });
  return { ...classifier, classes, weights, bias };
}

function sharesOf(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function meanRow(weights: Matrix, indices: readonly number[], shares: readonly number[]): Float32Array {
  if (indices.length === 1) return row(weights, indices[0]);
  const mean = new Float32Array(weights.columns);
  let length = 0;
  indices.forEach((index, i) => {
    const values = row(weights, index);
    length += shares[i] * Math.sqrt(dot(values, values));
    for (let j = 0; j < mean.length; j++) mean[j] += shares[i] * values[j];
  });
  const scale = length / (Math.sqrt(dot(mean, mean)) || 1);
  return mean.map((value) => scale * value);
}
