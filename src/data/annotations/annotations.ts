/** Two pictures by their numbers, of one identity or of two. */
export type NumberedPair = { readonly a: number; readonly b: number; readonly same: boolean };

/** Three pictures by their numbers: the anchor is nearer to the positive than to the negative. */
export type NumberedTriplet = { readonly anchor: number; readonly positive: number; readonly negative: number };

/**
 * What people say of N pictures, which are numbered 0 .. N - 1, in any mixture: class labels, pairs, triplets, groups. All
 * but `count` may be left out; what is said twice counts once, but for triplets.
 */
export type Annotations = {
  /** Pictures, N. */
  readonly count: number;
  /** The class of each picture, null where it is not known. Equal labels are the same, unequal ones different. */
  readonly labels?: readonly (string | null)[];
  readonly pairs?: readonly NumberedPair[];
  readonly triplets?: readonly NumberedTriplet[];
  /** Pictures that belong together: all of one identity. A picture may be in several groups. */
  readonly groups?: readonly (readonly number[])[];
};

/** Why two pictures are the same; `pair` and `group` count in the lists of the statements. */
export type SameAnnotation =
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'pair'; readonly pair: number }
  | { readonly kind: 'group'; readonly group: number };
