/** One class with its score: a probability (0..1) from a classifier, a cosine similarity (-1..1) from a gallery. */
export type Candidate = { readonly label: string; readonly score: number };

/** One enrolled picture near the query, with its similarity in the gallery's metric. */
export type Neighbour = {
  readonly id: string;
  readonly label: string;
  readonly path: string;
  readonly similarity: number;
};

/** What either approach says of one picture; nothing that follows asks which approach it was. */
export type Prediction = {
  /** The winning class; null when unknown. */
  readonly label: string | null;
  /** Whether the score reached the threshold; always true where an approach has none. */
  readonly known: boolean;
  /** The winning, or would-be, class's score. */
  readonly score: number;
  /** The limit it had to reach; null where the approach has none. */
  readonly threshold: number | null;
  /** How sure we are that the picture is of a known class at all: only its order matters, larger is surer. */
  readonly familiarity: number;
  /** The best classes, best first, ties by label in code-point order. */
  readonly candidates: readonly Candidate[];
  /** The nearest enrolled pictures, nearest first, ties by id; empty for a classifier. */
  readonly nearest: readonly Neighbour[];
};
