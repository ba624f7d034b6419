import fc from 'fast-check';
import type { Annotations } from '../../src/data/annotations/annotations.ts';

/** Pictures that the statements are about. */
export const count = 12;
/** One of them. */
export const picture = fc.integer({ min: 0, max: count - 1 });
const many = (maxLength: number) => ({ maxLength });

/** Any mixture of statements, contradictory more often than not. */
export const annotations: fc.Arbitrary<Required<Annotations>> = fc.record({
  count: fc.constant(count),
  labels: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constantFrom('x', 'y', 'z')), {
    minLength: count,
    maxLength: count,
  }),
  pairs: fc.array(fc.record({ a: picture, b: picture, same: fc.boolean() }), many(10)),
  triplets: fc.array(fc.record({ anchor: picture, positive: picture, negative: picture }), many(8)),
  groups: fc.array(fc.array(picture, many(4)), many(2)),
});

/** Statements that a hidden truth makes, so that they cannot contradict each other. */
export const consistent: fc.Arbitrary<Required<Annotations>> = fc
  .tuple(annotations, fc.array(fc.integer({ min: 0, max: 4 }), { minLength: count, maxLength: count }))
  .map(([said, truth]) => ({
    count,
    labels: said.labels.map((label, i) => (label === null ? null : `class ${truth[i]}`)),
    pairs: said.pairs.map(({ a, b }) => ({ a, b, same: truth[a] === truth[b] })),
    triplets: said.triplets.filter(
      ({ anchor, positive, negative }) => truth[anchor] !== truth[negative] && truth[positive] !== truth[negative],
    ),
    groups: said.groups.map((group) => group.filter((member) => truth[member] === truth[group[0]])),
  }));

/** Numbers of every two pictures. */
export type Table = number[][];

/** The table of these numbers. */
export function table(fill: (i: number, j: number) => number): Table {
  return Array.from({ length: count }, (_, i) => Array.from({ length: count }, (_, j) => fill(i, j)));
}

/** The definition (Floyd and Warshall): the fewest statements between any two pictures that make them the same. */
export function naiveDistances({ labels, pairs, groups }: Required<Annotations>, withLabels = true): Table {
  const direct = (i: number, j: number) =>
    (withLabels && labels[i] !== null && labels[i] === labels[j]) ||
    groups.some((group) => group.includes(i) && group.includes(j)) ||
    pairs.some(({ a, b, same }) => same && ((a === i && b === j) || (a === j && b === i)));
  const steps = table((i, j) => (i === j ? 0 : direct(i, j) ? 1 : Number.POSITIVE_INFINITY));
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) steps[i][j] = Math.min(steps[i][j], steps[i][k] + steps[k][j]);
    }
  }
  return steps;
}

/** The definition: some picture that is the same as i and some that is the same as j are said to be different. */
export function naiveDifferent({ labels, pairs }: Required<Annotations>, steps: Table): Table {
  const said = (i: number, j: number) =>
    (labels[i] !== null && labels[j] !== null && labels[i] !== labels[j]) ||
    pairs.some(({ a, b, same }) => !same && ((a === i && b === j) || (a === j && b === i)));
  return table((i, j) => {
    for (let k = 0; k < count; k++) {
      for (let l = 0; l < count; l++) if (steps[i][k] < 1e9 && steps[j][l] < 1e9 && said(k, l)) return 1;
    }
    return 0;
  });
}
