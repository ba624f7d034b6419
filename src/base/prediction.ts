/** One class with its score: a probability (0..1) from a classifier, or a cosine similarity (-1..1) from a gallery. */
export type Candidate = { readonly label: string; readonly score: number };

/** One enrolled picture near the query, with its cosine similarity (-1..1) to the query. */
export type Neighbour = {
  readonly id: string;
  readonly label: string;
  readonly path: string;
  readonly similarity: number;
};

/**
 * The answer of either approach for one picture. Both approaches give this type, so later code need not ask which it
 * was.
 */
export type Prediction = {
  /** The winning class; null when unknown. */
  readonly label: string | null;
  /** Whether the score reached the threshold; always true where an approach has none. */
  readonly known: boolean;
  /** The score of the best class, also where it stayed below the threshold. */
  readonly score: number;
  /**
   * From which value on the picture counts as known: of the similarity in a gallery, of the familiarity in a
   * classifier. Null where the approach has no threshold.
   */
  readonly threshold: number | null;
  /**
   * How likely the picture belongs to any known class. Only the order of these values has a meaning: larger is more
   * likely.
   */
  readonly familiarity: number;
  /** The best classes, best first, ties by label in code-point order. */
  readonly candidates: readonly Candidate[];
  /** The second best class, whatever is listed; null where there is one class. */
  readonly runnerUp: Candidate | null;
  /** The nearest enrolled pictures, nearest first, ties by id; empty for a classifier. */
  readonly nearest: readonly Neighbour[];
};
