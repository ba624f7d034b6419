/** What the classifier computes for one picture. */
export type ClassifierScores = {
  /** The largest probability, 0..1. */
  readonly probability: number;
  /** The largest logit over the temperature, and the next. */
  readonly logit: number;
  readonly nextLogit: number;
  /** log sum exp of the logits over the temperature. */
  readonly logSumExp: number;
  /** The cosine between the picture's features and the weights of the best class. */
  readonly cosine: number;
};

/**
 * Scores of how likely a picture is of any known class; larger is more likely. Class folds choose one for each bundle,
 * an earlier one unless a later one is clearly better.
 * `cosineProbability` knows both how the classes compare and how near the best one is.
 */
export const familiarities = {
  /** The probability times the cosine to the class's weights. */
  cosineProbability: ({ probability, cosine }) => probability * Math.max(0, cosine),
  /** Maximum softmax probability (Hendrycks and Gimpel 2017). */
  probability: ({ probability }) => probability,
  /** Maximum logit (Hendrycks et al. 2022). */
  logit: ({ logit }) => logit,
  /** Negative free energy (Liu et al. 2020). */
  energy: ({ logSumExp }) => logSumExp,
  /** The lead of the best logit over the next. */
  margin: ({ logit, nextLogit }) => logit - nextLogit,
  /** The cosine to the weights of the best class alone. */
  cosine: ({ cosine }) => cosine,
} satisfies Record<string, (scores: ClassifierScores) => number>;

/** The name of a familiarity. */
export type FamiliarityName = keyof typeof familiarities;

/** The names of all familiarities. */
export const familiarityNames = Object.keys(familiarities).filter(isFamiliarityName);

/** What classifiers use that name none: those of earlier versions. */
export const usualFamiliarity: FamiliarityName = 'cosineProbability';

function isFamiliarityName(name: string): name is FamiliarityName {
  return Object.hasOwn(familiarities, name);
}
