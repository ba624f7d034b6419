/** True and predicted classes of N pictures, as class indices. Index i is the same picture in both. */
export type ClassPredictions = {
  /** [N], each 0 .. C - 1. */
  readonly truth: Int32Array;
  /** [N], each 0 .. C - 1, or negative if there was no answer. */
  readonly answers: Int32Array;
};

/** What metrics need of a classifier's probabilities on N labelled pictures. */
export type ClassProbabilities = {
  /** [N], the largest probability. */
  readonly confidence: Float64Array;
  /** [N], 1 if the class with the largest probability is the true one, else 0. */
  readonly correct: Uint8Array;
  /** [N], the probability of the true class. */
  readonly probabilityOfTruth: Float64Array;
  /** [N], the rank of the true class among all classes; 1 is best. */
  readonly rankOfTruth: Int32Array;
};

/** Result of one query for enrolled pictures of its class; R of all enrolled pictures are of that class. */
export type Retrieval = {
  /** 1 if the nearest enrolled picture is of the query's class, else 0. */
  readonly firstIsRight: number;
  /** Average precision at R, 0..1. */
  readonly averagePrecisionAtR: number;
};

/** Scores of K known pictures and of S strangers, which are of no known class; larger means known. */
export type OpenSetScores = {
  /** [K] */
  readonly known: Float64Array;
  /** [K], 1 if the best class of the known picture is the true one, else 0. */
  readonly correct: Uint8Array;
  /** [S] */
  readonly strangers: Float64Array;
};

/** Results of Q queries, each compared with all other pictures. Index i is the same query everywhere. */
export type Rankings = {
  /** [Q], the rank, from 1, of the most similar picture of the query's class. */
  readonly firstPlaces: Int32Array;
  /** [Q], 0..1. */
  readonly rPrecision: Float64Array;
  /** [Q], 0..1. */
  readonly averagePrecisionAtR: Float64Array;
};

/** Histograms of pair similarities over L levels, lowest first. Counts may be fractions. */
export type PairCounts = {
  /** [L], pairs of one class. */
  readonly same: Float64Array;
  /** [L], pairs of two classes. */
  readonly different: Float64Array;
};

/** A sparse table of M cells: `counts[i]` pictures of class `classes[i]` are in group `groups[i]`. */
export type Contingency = {
  /** [M] */
  readonly classes: Int32Array;
  /** [M] */
  readonly groups: Int32Array;
  /** [M], integers. */
  readonly counts: Float64Array;
};
