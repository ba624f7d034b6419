/** A pair of pictures by their indices, and whether they are of one identity. */
export type NumberedPair = { readonly a: number; readonly b: number; readonly same: boolean };

/** A triplet of pictures by their indices: the anchor is nearer to the positive than to the negative. */
export type NumberedTriplet = { readonly anchor: number; readonly positive: number; readonly negative: number };

/**
 * Annotations of N pictures with indices 0 .. N - 1, in any mixture of class labels, pairs, triplets and groups. All
 * members but `count` are optional. A repeated annotation counts once, except for triplets.
 */
export type Annotations = {
  /** The number of pictures, N. */
  readonly count: number;
  /** The class of each picture [N], null if unknown. Equal labels mean the same identity, unequal ones different. */
  readonly labels?: readonly (string | null)[];
  readonly pairs?: readonly NumberedPair[];
  readonly triplets?: readonly NumberedTriplet[];
  /** Sets of pictures of one identity. A picture may be in several groups. */
  readonly groups?: readonly (readonly number[])[];
};

/** The annotation by which two pictures are the same; `pair` and `group` are indices in these lists. */
export type SameAnnotation =
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'pair'; readonly pair: number }
  | { readonly kind: 'group'; readonly group: number };
