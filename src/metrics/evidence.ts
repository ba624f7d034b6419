/** True classes and answers, as class numbers; index i is one picture everywhere. */
export type Answers = {
  /** [N], each 0 .. C - 1. */
  readonly truth: Int32Array;
  /** [N], each 0 .. C - 1, or negative where there was no answer. */
  readonly answers: Int32Array;
};

/** What a classifier's probabilities said of N labelled pictures. */
export type Certainty = {
  /** [N], the probability of the winning class. */
  readonly confidence: Float64Array;
  /** [N], 1 where the winning class is the true one, else 0. */
  readonly correct: Uint8Array;
  /** [N], the probability of the true class. */
  readonly probabilityOfTruth: Float64Array;
  /** [N], the place of the true class among all, 1 is best. */
  readonly rankOfTruth: Int32Array;
};

/** How well one query found its own class among R enrolled pictures of that class and any number of others. */
export type Retrieval = {
  /** 1 where the nearest enrolled picture is of the true class, else 0. */
  readonly firstIsRight: number;
  /** Average precision over the first R places, 0..1. */
  readonly averagePrecisionAtR: number;
};

/** Scores of known pictures and of strangers; larger means known. */
export type Openness = {
  /** [K] */
  readonly known: Float64Array;
  /** [K], 1 where the known picture's best class is the true one, else 0. */
  readonly correct: Uint8Array;
  /** [S] */
  readonly strangers: Float64Array;
};

/** How well Q queries found their own classes, each among all the others; index i is one query everywhere. */
export type Rankings = {
  /** [Q], the place, from 1, of the first entry of the query's class. */
  readonly firstPlaces: Int32Array;
  /** [Q], 0..1 */
  readonly rPrecision: Float64Array;
  /** [Q], 0..1 */
  readonly averagePrecisionAtR: Float64Array;
};

/** How many pairs of pictures score at each of L levels, the lowest first. Counts need not be whole. */
export type PairCounts = {
  /** [L], pairs of one class. */
  readonly same: Float64Array;
  /** [L], pairs of two classes. */
  readonly different: Float64Array;
};

/** How classes fall into groups, cell by cell: `counts[i]` pictures of class `classes[i]` are in group `groups[i]`. */
export type Contingency = {
  /** [M] */
  readonly classes: Int32Array;
  /** [M] */
  readonly groups: Int32Array;
  /** [M], whole numbers. */
  readonly counts: Float64Array;
};
