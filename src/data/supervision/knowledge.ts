import type { Annotations } from '../annotations/annotations.ts';
import type { Components } from './components.ts';
import { indexCounts } from './index-counts.ts';

/** Lookups of what the annotations imply for two pictures. */
export type Knowledge = {
  areSame(a: number, b: number): boolean;
  /** Whether they are known to be different; false if nothing is known. */
  areDifferent(a: number, b: number): boolean;
  /**
   * The shares of triplets in which the other picture's identity is the positive and the negative of the anchor's
   * identity: [same, different], which sum to 1. [0, 0] if no triplet names both, or if pairs or labels decide.
   */
  relative(anchor: number, other: number): readonly [number, number];
};

const unknown = [0, 0] as const;

/** Builds the lookups, O(log n) each. `labels` has the label of each identity. */
export function knowledgeOf(
  annotations: Annotations,
  { of, count }: Components,
  labels: readonly (string | null)[],
): Knowledge {
  const apart = indexCounts(differentIndices(annotations, of, count), count);
  const nearer = indexCounts(tripletIndices(annotations, of, count, 'positive'), count);
  const farther = indexCounts(tripletIndices(annotations, of, count, 'negative'), count);
  const areSame = (a: number, b: number) => of[a] === of[b];
  const areDifferent = (a: number, b: number) => {
    const [first, second] = [labels[of[a]], labels[of[b]]];
    if (first !== null && second !== null) return first !== second;
    return apart.timesAt(of[a], of[b]) > 0;
  };
  return {
    areSame,
    areDifferent,
    relative: (anchor, other) => {
      const near = nearer.timesAt(of[anchor], of[other]);
      const far = farther.timesAt(of[anchor], of[other]);
      if (near + far === 0 || areSame(anchor, other) || areDifferent(anchor, other)) return unknown;
      return [near / (near + far), far / (near + far)];
    },
  };
}

/** Each different pair in both directions. */
function differentIndices({ pairs = [] }: Annotations, of: Int32Array, count: number): Float64Array {
  const different = pairs.filter(({ same }) => !same);
  const indices = new Float64Array(2 * different.length);
  different.forEach(({ a, b }, i) => {
    indices[2 * i] = of[a] * count + of[b];
    indices[2 * i + 1] = of[b] * count + of[a];
  });
  return indices;
}

/** Only from the anchor: a triplet says nothing about what is near to its positive or negative. */
function tripletIndices(
  { triplets = [] }: Annotations,
  of: Int32Array,
  count: number,
  end: 'positive' | 'negative',
): Float64Array {
  return Float64Array.from(triplets, (triplet) => of[triplet.anchor] * count + of[triplet[end]]);
}
