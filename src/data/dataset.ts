/** The parts of a data set, in the order in which they are used. */
export const parts = ['train', 'val', 'test'] as const;

/** The part of a data set that a picture belongs to. */
export type Part = (typeof parts)[number];

/** One picture of a data set. */
export type Sample = {
  /** The path, relative to the current directory or absolute, spelt as on disk. */
  readonly path: string;
  /** The class name, in Unicode's composed form (NFC) so that one name is one class; null if it is unknown. */
  readonly label: string | null;
  /** Null if the data set is not split. */
  readonly part: Part | null;
  /** Pictures of one group (one scene, one person) always stay on one side of a split; null: no group. */
  readonly group: string | null;
};

/** A picture whose class is known. */
export type LabelledSample = Sample & { readonly label: string };

/** A pair of pictures by their paths, and whether they show the same class. */
export type Pair = { readonly a: string; readonly b: string; readonly same: boolean };

/** A triplet of pictures by their paths: the anchor, one of its class (positive), one of another class (negative). */
export type Triplet = { readonly anchor: string; readonly positive: string; readonly negative: string };

/** A data set as read, before any picture is opened. */
export type Dataset = {
  /** The last part of its path; reports show it. */
  readonly name: string;
  /** Every picture once; pictures of pairs and triplets have no label. */
  readonly samples: readonly Sample[];
  /** The distinct labels, in code-point order. */
  readonly classes: readonly string[];
  readonly pairs: readonly Pair[];
  readonly triplets: readonly Triplet[];
  /** Notes for the user, for instance ignored folders and empty class folders. */
  readonly remarks: readonly string[];
};
