import type { Contingency } from './evidence.ts';
import { expectedMutualInformation } from './expected-mutual-information.ts';
import { sum } from './mean.ts';
import { metric } from './metric.ts';

/**
 * Adjusted mutual information of classes and groups (Vinh et al. 2010), with the arithmetic mean of both entropies, as
 * in scikit-learn: (MI - E[MI]) / ((H(classes) + H(groups)) / 2 - E[MI]). 1 if they are the same; 0 on average for
 * random groups, negative below that. A single class in a single group is 1; a single class, or a single group, is 0.
 */
export const adjustedMutualInformation = metric<Contingency>(
  {
    title: 'AMI',
    meaning: 'How well groups found without labels match the classes: 1 is perfect, 0 is no better than chance.',
    worst: -1,
    unit: 'number',
  },
  (table) => {
    const classSizes = sums(table.classes, table.counts);
    const groupSizes = sums(table.groups, table.counts);
    const [classes, groups] = [classSizes, groupSizes].map((sizes) => sizes.filter((size) => size > 0).length);
    if (classes <= 1 && groups <= 1) return 1;
    if (classes <= 1 || groups <= 1) return 0;
    const expected = expectedMutualInformation(classSizes, groupSizes);
    const information = mutualInformation(table, classSizes, groupSizes);
    const entropies = entropy(classSizes) + entropy(groupSizes);
    return awayFromZero(information - expected) / awayFromZero(entropies / 2 - expected);
  },
);

/** Sum over the cells of (n / N) ln(N n / (a b)), in nats. */
function mutualInformation({ classes, groups, counts }: Contingency, a: Float64Array, b: Float64Array): number {
  const N = sum(counts);
  let information = 0;
  for (let i = 0; i < counts.length; i++) {
    const n = counts[i];
    if (n > 0) information += (n / N) * Math.log((N / a[classes[i]]) * (n / b[groups[i]]));
  }
  return Math.max(0, information);
}

function entropy(sizes: Float64Array): number {
  const N = sum(sizes);
  return sizes.reduce((sum, size) => (size > 0 ? sum - (size / N) * Math.log(size / N) : sum), 0);
}

function sums(of: Int32Array, counts: Float64Array): Float64Array {
  const result = new Float64Array(1 + of.reduce((a, b) => Math.max(a, b), -1));
  for (let i = 0; i < of.length; i++) result[of[i]] += counts[i];
  return result;
}

/** Avoids 0 / 0 when both differences vanish: a perfect match then is 1. */
function awayFromZero(value: number): number {
  return value < 0 ? Math.min(value, -Number.EPSILON) : Math.max(value, Number.EPSILON);
}
