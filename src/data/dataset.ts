/** The parts of a data set, in the order in which they are used. */
export const parts = ['train', 'val', 'test'] as const;

/** The part of a data set that a picture belongs to. */
export type Part = (typeof parts)[number];

/** One picture that we learn from or measure on. */
export type Sample = {
  /** Openable from the current directory, spelt as on disk. */
  readonly path: string;
  /** In Unicode's composed form (NFC), so that one name is one class; null where the data set has no labels. */
  readonly label: string | null;
  /** Null where the data set is not split. */
  readonly part: Part | null;
  /** Pictures that belong together (one scene, one person) and so never lie on both sides of a split; null: none given. */
  readonly group: string | null;
};

/** A picture whose class is known. */
export type LabelledSample = Sample & { readonly label: string };

/** A pair of pictures, same class or not. */
export type Pair = { readonly a: string; readonly b: string; readonly same: boolean };

/** An anchor with one picture of its class and one of another. */
export type Triplet = { readonly anchor: string; readonly positive: string; readonly negative: string };

/** A data set as read, before any picture is opened. */
export type Dataset = {
  /** Last part of its path: what reports call it. */
  readonly name: string;
  /** Every picture once; those of pairs and triplets have no label. */
  readonly samples: readonly Sample[];
  /** Labels present, each once, in code-point order. */
  readonly classes: readonly string[];
  readonly pairs: readonly Pair[];
  readonly triplets: readonly Triplet[];
  /** What a person should know: ignored siblings, empty class folders. */
  readonly remarks: readonly string[];
};
