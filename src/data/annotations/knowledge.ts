import type { Annotations } from './annotations.ts';
import type { Components } from './components.ts';
import { indexCounts } from './index-counts.ts';

/** What is known of two pictures. */
export type Knowledge = {
  areSame(a: number, b: number): boolean;
  /** Whether they are known to be different, not merely not known to be the same. */
  areDifferent(a: number, b: number): boolean;
  /**
   * How much triplets say of an anchor and another picture, as shares of those that speak of their identities: [as the same,
   * as different]. [0, 0] where none does, or where it is known without them.
   */
  relative(anchor: number, other: number): readonly [number, number];
};

const silent = [0, 0] as const;

/** What follows for any two pictures, looked up in about log n. Labels are those of identities. */
export function knowledgeOf(
  annotations: Annotations,
  { of, count }: Components,
  labels: readonly (string | null)[],
): Knowledge {
  const apart = indexCounts(differentPlaces(annotations, of, count), count);
  const nearer = indexCounts(tripletPlaces(annotations, of, count, 'positive'), count);
  const farther = indexCounts(tripletPlaces(annotations, of, count, 'negative'), count);
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
      if (near + far === 0 || areSame(anchor, other) || areDifferent(anchor, other)) return silent;
      return [near / (near + far), far / (near + far)];
    },
  };
}

/** Both ways round. */
function differentPlaces({ pairs = [] }: Annotations, of: Int32Array, count: number): Float64Array {
  const different = pairs.filter(({ same }) => !same);
  const places = new Float64Array(2 * different.length);
  different.forEach(({ a, b }, i) => {
    places[2 * i] = of[a] * count + of[b];
    places[2 * i + 1] = of[b] * count + of[a];
  });
  return places;
}

/** From the anchor only: of what lies nearer to the others a triplet says nothing. */
function tripletPlaces(
  { triplets = [] }: Annotations,
  of: Int32Array,
  count: number,
  end: 'positive' | 'negative',
): Float64Array {
  return Float64Array.from(triplets, (triplet) => of[triplet.anchor] * count + of[triplet[end]]);
}
